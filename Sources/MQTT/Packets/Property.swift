/// One property of MQTT 5, as sent.
public struct Property: Hashable, Sendable {
    /// What is between identifier and next property, by its form on the wire.
    public enum Value: Hashable, Sendable {
        /// One byte.
        case byte(UInt8)
        /// A two byte integer.
        case twoBytes(UInt16)
        /// A four byte integer.
        case fourBytes(UInt32)
        /// A variable byte integer.
        case variable(UInt32)
        /// A string.
        case string(String)
        /// A name and a value.
        case pair(String, String)
        /// Bytes.
        case binary([UInt8])
    }

    /// Which of the 27.
    public var id: PropertyID
    /// Its value; the form must be the one of `id`, or encoding fails.
    public var value: Value

    /// Makes a property.
    public init(_ id: PropertyID, _ value: Value) {
        self.id = id
        self.value = value
    }
}

/// A User Property: meaning is up to those who send it (MQTT 5 3.3.2.3.7).
public struct UserProperty: Hashable, Sendable {
    /// The name; may come several times.
    public var name: String
    /// The value.
    public var value: String

    /// Makes a user property.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension Property.Value {
    var form: PropertyID.Form {
        switch self {
        case .byte: .byte
        case .twoBytes: .twoBytes
        case .fourBytes: .fourBytes
        case .variable: .variable
        case .string: .string
        case .pair: .pair
        case .binary: .binary
        }
    }
}
