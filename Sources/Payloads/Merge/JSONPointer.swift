/// The way to a value of a JSON text (RFC 6901): `/battery/cells/2`, `~1` for a slash and `~0` for a tilde in a name.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// The names and places, unescaped.
    public var steps: [String]

    /// A pointer of its steps.
    public init(steps: [String] = []) { self.steps = steps }

    /// Reads a pointer; nil for a text that is none.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            steps = []
            return
        }
        guard text.first == "/" else { return nil }
        var steps: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var step = ""
            var rest = part[...]
            // One pass: ~01 is ~1, and replacing ~1 after ~0 would make a slash of it (RFC 6901 4).
            while let tilde = rest.firstIndex(of: "~") {
                let code = rest.index(after: tilde)
                guard code < rest.endIndex, rest[code] == "0" || rest[code] == "1" else { return nil }
                step += rest[..<tilde] + (rest[code] == "0" ? "~" : "/")
                rest = rest[rest.index(after: code)...]
            }
            steps.append(step + rest)
        }
        self.steps = steps
    }

    /// As it is written; empty for the whole text.
    public var description: String {
        // The tilde first, else those of ~1 would be escaped again.
        steps.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }

    /// The pointer to what holds the value; of the whole text itself.
    public var parent: JSONPointer { JSONPointer(steps: steps.dropLast()) }

    /// The pointer one step further.
    public func appending(_ step: String) -> JSONPointer { JSONPointer(steps: steps + [step]) }
}

extension JSONValue {
    /// The value at a pointer; nil when there is none. Of equal names the last counts.
    public subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for step in pointer.steps {
            switch value.content {
            case .object:
                guard let found = value[step] else { return nil }
                value = found
            case .array(let elements):
                guard let index = Self.index(step), index < elements.count else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// A place in an array: digits without a zero before them (RFC 6901 4).
    static func index(_ step: String) -> Int? {
        guard step == "0" || step.utf8.first != 0x30, step.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(step)
    }

    /// The value with another one at a pointer, or without it when `new` is nil. A member that is not there is added at the
    /// end, an element in its place; nil when the way does not lead there.
    /// - Parameter inserts: whether an element is put before the one at its place, and not in its stead.
    public func setting(_ new: JSONValue?, at pointer: JSONPointer, inserts: Bool = false) -> JSONValue? {
        guard let step = pointer.steps.first else { return new }
        let rest = JSONPointer(steps: Array(pointer.steps.dropFirst()))
        switch content {
        case .object(var members):
            // Of names that were sent twice the last holds: it is the one that the getter finds.
            let place = members.lastIndex { $0.name == step }
            if rest.steps.isEmpty {
                if let new {
                    if let place { members[place].value = new } else { members.append(JSONMember(step, new)) }
                } else {
                    guard place != nil else { return nil }
                    // All of that name: an earlier one would hold as soon as the last is gone.
                    members.removeAll { $0.name == step }
                }
            } else {
                guard let place, let value = members[place].value.setting(new, at: rest, inserts: inserts) else {
                    return nil
                }
                members[place].value = value
            }
            return JSONValue(.object(members), offset: offset)
        case .array(var elements):
            // "-" is the place behind the last element, and only something can be put there (RFC 6901 4).
            if rest.steps.isEmpty, let new, inserts, step == "-" {
                return JSONValue(.array(elements + [new]), offset: offset)
            }
            guard let index = Self.index(step) else { return nil }
            if rest.steps.isEmpty {
                guard let new else {
                    guard index < elements.count else { return nil }
                    elements.remove(at: index)
                    return JSONValue(.array(elements), offset: offset)
                }
                // An element may be put right behind the last one, too (RFC 6902 4.1).
                guard inserts ? index <= elements.count : index < elements.count else { return nil }
                if inserts { elements.insert(new, at: index) } else { elements[index] = new }
            } else {
                guard index < elements.count, let value = elements[index].setting(new, at: rest, inserts: inserts)
                else {
                    return nil
                }
                elements[index] = value
            }
            return JSONValue(.array(elements), offset: offset)
        default: return nil
        }
    }
}
