import Payloads

/// The names that an object may have, in the order in which they are written, and those of the objects in it.
struct MemberOrder: Sendable {
    let names: [String]
    let inner: [String: MemberOrder]

    init(_ names: [String], _ inner: [String: MemberOrder] = [:]) {
        self.names = names
        self.inner = inner
    }

    /// A value with its known members in order, then the others as they stand; a list's elements each so.
    func applied(to value: JSONValue) -> JSONValue {
        switch value.content {
        case .array(let elements):
            return JSONValue(.array(elements.map(applied)), offset: value.offset)
        case .object(var members):
            for index in members.indices {
                if let order = inner[members[index].name] {
                    members[index].value = order.applied(to: members[index].value)
                }
            }
            return JSONValue(.object(sorted(members)), offset: value.offset)
        default:
            return value
        }
    }

    private func sorted(_ members: [JSONMember]) -> [JSONMember] {
        let ranks = members.map { names.firstIndex(of: $0.name) ?? names.count }
        if zip(ranks, ranks.dropFirst()).allSatisfy({ $0 <= $1 }) { return members }
        return members.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { members[$0] }
    }
}
