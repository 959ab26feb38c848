extension JSONValue {
    /// This value with the change that leads from `old` to `new`, and everything else as it is.
    ///
    /// `old` is what was understood of this value and `new` what is wanted in its place: members that are in neither, or
    /// that did not change, stay as they stand here, also those that were not understood. Elements of a list are found
    /// again by being equal, by the member `name` or `filter`, and by their place when the list is as long as before.
    public func patched(from old: JSONValue, to new: JSONValue) -> JSONValue {
        if old == new { return self }
        switch (content, old.content, new.content) {
        case (.object(let members), .object(let before), .object(let after)):
            return JSONValue(.object(Self.patched(members, from: before, to: after)), offset: offset)
        // Where not all of a list was understood its places are not those of the other: it is replaced whole.
        case (.array(let elements), .array(let before), .array(let after)) where elements.count == before.count:
            return JSONValue(.array(Self.patched(elements, from: before, to: after)), offset: offset)
        default:
            return new
        }
    }

    private static func patched(
        _ members: [JSONMember], from before: [JSONMember], to after: [JSONMember]
    ) -> [JSONMember] {
        var result = members
        for member in before where !after.contains(where: { $0.name == member.name }) {
            result.removeAll { $0.name == member.name }
        }
        for member in after {
            let old = before.last { $0.name == member.name }
            if old?.value == member.value { continue }
            if let place = result.lastIndex(where: { $0.name == member.name }) {
                let value = result[place].value
                // Of several with one name the last holds; the others go when it is changed.
                result[place].value = old.map { value.patched(from: $0.value, to: member.value) } ?? member.value
                let kept = result[place]
                result.removeAll { $0.name == member.name && $0.offset != kept.offset }
            } else {
                result.append(member)
            }
        }
        return result
    }

    private static func patched(
        _ elements: [JSONValue], from before: [JSONValue], to after: [JSONValue]
    ) -> [JSONValue] {
        var isUsed = [Bool](repeating: false, count: before.count)
        var byName: [String: [Int]] = [:]
        // Backwards, so that `popLast` gives the first of a name.
        for (index, value) in before.enumerated().reversed() {
            if let name = value.listName { byName[name, default: []].append(index) }
        }
        func take(_ index: Int) -> Int? {
            guard before.indices.contains(index), !isUsed[index] else { return nil }
            isUsed[index] = true
            return index
        }
        // First those that did not change or kept their name, then the others by their place.
        var origins = after.enumerated().map { index, value -> Int? in
            if before.indices.contains(index), before[index] == value, let found = take(index) { return found }
            guard let name = value.listName else { return nil }
            while let candidate = byName[name]?.popLast() {
                if let found = take(candidate) { return found }
            }
            return nil
        }
        if after.count == before.count {
            for index in origins.indices where origins[index] == nil { origins[index] = take(index) }
        }
        return zip(after, origins).map { value, origin in
            origin.map { elements[$0].patched(from: before[$0], to: value) } ?? value
        }
    }

    /// What a list's element is known by.
    private var listName: String? { self["name"]?.text ?? self["filter"]?.text }
}
