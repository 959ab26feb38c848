import Payloads
import Synchronization

/// One of the profile's lists: values in order, each with what stood in the file for it.
///
/// A value that is changed keeps everything of its object that martlet does not know, also when it is renamed or moved.
public struct ProfileList<Value: Hashable & Sendable>: Sendable {
    /// One value of the list.
    public struct Entry: Identifiable, Sendable {
        /// The same as long as the program runs, whatever the value is called.
        public let id: Int
        /// The value.
        public var value: Value
        /// The object it was read from; nil when it is new.
        var source: JSONValue?
        /// What was understood of `source`.
        var original: Value?
    }

    /// The values in order.
    public private(set) var entries: [Entry] = []
    /// What stands in the list and is no object: it is written back behind the values.
    var strays: [JSONValue] = []

    /// An empty list.
    public init() {}

    /// The values alone.
    public var values: [Value] { entries.map(\.value) }

    /// The value of an entry; nil when it is gone.
    public subscript(id: Int) -> Value? { entries.first { $0.id == id }?.value }

    /// Adds a value at a place, at the end when nil; answers its id.
    @discardableResult
    public mutating func insert(_ value: Value, at index: Int? = nil) -> Int {
        insert(value, source: nil, at: index)
    }

    @discardableResult
    mutating func insert(_ value: Value, source: JSONValue?, original: Value? = nil, at index: Int? = nil) -> Int {
        let id = Self.nextID()
        // A place may be of a list that another program has made shorter since.
        let place = min(max(index ?? entries.count, 0), entries.count)
        let entry = Entry(id: id, value: value, source: source, original: original)
        if place == entries.count { entries.append(entry) } else { entries.insert(entry, at: place) }
        return id
    }

    private static func nextID() -> Int { lastID.add(1, ordering: .relaxed).newValue }

    /// Changes a value.
    public mutating func update(_ id: Int, to value: Value) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        entries[index].value = value
    }

    /// Takes a value out; what is answered goes back with ``restore(_:)``.
    public mutating func remove(_ id: Int) -> Removed? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        return Removed(entry: entries.remove(at: index), index: index)
    }

    /// Puts a removed value back where it was.
    public mutating func restore(_ removed: Removed) {
        entries.insert(removed.entry, at: min(removed.index, entries.count))
    }

    /// A value that was taken out, with everything that belongs to it.
    public struct Removed: Sendable {
        fileprivate let entry: Entry
        fileprivate let index: Int
        /// The value.
        public var value: Value { entry.value }
    }

    /// A list of the entries of others.
    init(_ entries: [Entry], strays: [JSONValue]) {
        self.entries = entries
        self.strays = strays
    }
}

/// Numbers for entries, different in all lists: a list that is merged takes entries of another with their numbers.
private let lastID = Atomic<Int>(0)

extension ProfileList where Value: ProfileItem {
    /// Reads the list under a name of the top-level object.
    init(_ name: String, of object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        var seen: Set<String> = []
        // An entry is large: a list that grows by and by is moved over and over.
        entries.reserveCapacity(object[name]?.elements?.count ?? 0)
        _ = reader.list(name, of: object) { reader, value in
            guard value.members != nil else {
                reader.expected("an object", value)
                strays.append(value)
                return
            }
            reader.check(value, known: Value.order.names)
            let item = Value(value, &reader)
            // Told and kept: which of the two is meant only the person knows.
            if !seen.insert(item.profileKey).inserted {
                reader.problem(
                    value, "another \(Value.kind) is called \"\(item.profileKey)\": give this one its own name")
            }
            insert(item, source: value, original: item)
        }
    }

    /// The list as it is written; nil when there is nothing in it.
    var json: JSONValue? {
        if entries.isEmpty, strays.isEmpty { return nil }
        return JSONValue(.array(entries.map { $0.json } + strays))
    }

    /// Takes the values of somebody who keeps them in a list of their own. What is equal, or has the same name, or is the
    /// one that is left, is the same entry as before.
    mutating func replace(with values: [Value]) {
        // What stands before and behind the change is as it was: comparing it costs less than looking it up.
        let shorter = min(entries.count, values.count)
        var head = 0
        while head < shorter, entries[head].value == values[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, entries[entries.count - 1 - tail].value == values[values.count - 1 - tail] {
            tail += 1
        }
        let changed = head..<(entries.count - tail)
        let new = Self.matched(Array(entries[changed]), Array(values[head..<(values.count - tail)]))
        entries.replaceSubrange(changed, with: new)
    }

    /// Values as entries: those that they were before, or new ones.
    private static func matched(_ old: [Entry], _ values: [Value]) -> [Entry] {
        var equal: [Value: [Int]] = [:]
        // From behind, since the last of each is taken first: equal ones keep their order.
        for (index, entry) in old.enumerated().reversed() { equal[entry.value, default: []].append(index) }
        var origins = values.map { equal[$0]?.popLast() }
        var taken = Set(origins.compactMap { $0 })
        var named: [String: [Int]] = [:]
        for (index, entry) in old.enumerated().reversed() where !taken.contains(index) {
            named[entry.value.profileKey, default: []].append(index)
        }
        for index in origins.indices where origins[index] == nil {
            origins[index] = named[values[index].profileKey]?.popLast()
            if let origin = origins[index] { taken.insert(origin) }
        }
        let rest = old.indices.filter { !taken.contains($0) }
        let new = origins.indices.filter { origins[$0] == nil }
        // One gone and one come, under another name: it was renamed, and keeps what martlet does not know of it.
        if rest.count == 1, new.count == 1 { origins[new[0]] = rest[0] }
        return zip(values, origins).map { value, origin in
            guard let origin else { return Entry(id: nextID(), value: value) }
            var entry = old[origin]
            // Its source stays: members that martlet does not know go along with the new value.
            entry.value = value
            return entry
        }
    }
}

extension ProfileList.Entry where Value: ProfileItem {
    /// The object as it is written: what was read with what was changed.
    var json: JSONValue {
        guard let source else { return value.json }
        // Unchanged: as it was read, also where the form could be another.
        guard let original, original != value else { return Value.order.applied(to: source) }
        return Value.order.applied(to: source.patched(from: original.json, to: value.json))
    }
}
