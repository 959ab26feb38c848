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
        // What was written by this program is in order: nothing is copied.
        isKept(by: value) ? value : ordered(value)
    }

    private func isKept(by value: JSONValue) -> Bool {
        switch value.content {
        case .array(let elements): return elements.allSatisfy(isKept)
        case .object(let members):
            var rank = 0
            for member in members {
                // In order, the next name is the same one or comes soon.
                var place = rank
                while place < names.count, names[place] != member.name { place += 1 }
                let isKnown = place < names.count
                // It was passed already: it stands out of order.
                if !isKnown, names[..<rank].contains(member.name) { return false }
                rank = place
                if isKnown, member.value.isContainer, let order = inner[member.name], !order.isKept(by: member.value) {
                    return false
                }
            }
            return true
        default: return true
        }
    }

    private func ordered(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .array(let elements):
            return JSONValue(.array(elements.map(ordered)), offset: value.offset)
        case .object(var members):
            for index in members.indices {
                if let order = inner[members[index].name] {
                    members[index].value = order.ordered(members[index].value)
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
        // By rank, then as they stood: unknown members, which have the last rank, keep their order.
        return members.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { members[$0] }
    }
}

extension JSONValue {
    /// Whether it holds other values.
    fileprivate var isContainer: Bool { members != nil || elements != nil }
}
