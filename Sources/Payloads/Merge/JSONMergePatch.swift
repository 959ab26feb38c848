extension JSONValue {
    /// This value with a merge patch applied (RFC 7396): members of the patch take the place of those here, `null` takes one
    /// away, and what is no object takes the place of everything.
    public func applying(mergePatch patch: JSONValue) -> JSONValue {
        guard let changes = patch.members else { return patch }
        // What is no object is changed as if it were an empty one (RFC 7396 2).
        var members = self.members ?? []
        for change in changes {
            let place = members.lastIndex { $0.name == change.name }
            if case .null = change.value.content {
                members.removeAll { $0.name == change.name }
            } else if let place {
                members[place].value = members[place].value.applying(mergePatch: change.value)
            } else {
                // Applied to nothing, so that the nulls within it go as well (RFC 7396 2).
                members.append(JSONMember(change.name, JSONValue(.null).applying(mergePatch: change.value)))
            }
        }
        return JSONValue(.object(members), offset: offset)
    }

    /// The places that a merge patch speaks of.
    public var mergePatchPlaces: [JSONPointer] {
        guard let members, !members.isEmpty else { return [JSONPointer()] }
        return members.flatMap { member in
            member.value.members?.isEmpty == false
                ? member.value.mergePatchPlaces.map { JSONPointer(steps: [member.name] + $0.steps) }
                : [JSONPointer(steps: [member.name])]
        }
    }
}
