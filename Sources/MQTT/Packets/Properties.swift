/// The properties of a packet, in the order in which they were sent (MQTT 5 2.2.2).
///
/// Setting a typed one to nil removes it. Versions before 5 have none: encoders leave them out.
public struct Properties: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// All of them, in order.
    public var list: [Property]

    /// Makes properties of a list, in order.
    public init(_ list: [Property] = []) { self.list = list }

    /// Makes properties of a literal.
    public init(arrayLiteral elements: Property...) { list = elements }

    /// True when there is none.
    public var isEmpty: Bool { list.isEmpty }

    /// The value of the first property with this identifier.
    public subscript(id: PropertyID) -> Property.Value? {
        get { list.first { $0.id == id }?.value }
        set {
            guard let newValue else { return list.removeAll { $0.id == id } }
            if let place = list.firstIndex(where: { $0.id == id }) {
                list[place].value = newValue
            } else {
                list.append(Property(id, newValue))
            }
        }
    }

    func byte(_ id: PropertyID) -> UInt8? {
        if case .byte(let value)? = self[id] { value } else { nil }
    }

    func flag(_ id: PropertyID) -> Bool? { byte(id).map { $0 != 0 } }

    func twoBytes(_ id: PropertyID) -> UInt16? {
        if case .twoBytes(let value)? = self[id] { value } else { nil }
    }

    func fourBytes(_ id: PropertyID) -> UInt32? {
        if case .fourBytes(let value)? = self[id] { value } else { nil }
    }

    func string(_ id: PropertyID) -> String? {
        if case .string(let value)? = self[id] { value } else { nil }
    }

    func binary(_ id: PropertyID) -> [UInt8]? {
        if case .binary(let value)? = self[id] { value } else { nil }
    }

    mutating func set(_ id: PropertyID, flag: Bool?) { self[id] = flag.map { .byte($0 ? 1 : 0) } }
}
