/// A filter asked of one node after another.
///
/// It may stop anywhere. What queries and functions have found for the node at hand is remembered, so that asking again
/// goes through the conditions anew but reads nothing twice.
final class JSONPathFilterRun {
    /// What one query, comparison or function has come to.
    private enum Slot {
        case unknown
        case reading(JSONPathNodes, count: Int, last: Int?)
        case comparing(JSONEquality)
        case matching(IRegexpMatcher, JSONStringReader)
        case measuring(JSONChildren)
        case measuringText(JSONStringReader, count: Int)
        case truth(Bool)
        case item(JSONItem)
    }

    private let filter: JSONPathFilter
    private let root: Int
    private var node = 0
    private var slots: [Slot]
    /// Slots of absolute queries keep what they have found from node to node.
    private var keeps: [Bool]
    private var lastPattern: (bytes: [UInt32], pattern: IRegexp?)?

    init(_ filter: JSONPathFilter, root: Int) {
        self.filter = filter
        self.root = root
        slots = Array(repeating: .unknown, count: filter.slots)
        keeps = Array(repeating: false, count: filter.slots)
    }

    /// Starts with another node.
    func begin(_ node: Int) {
        self.node = node
        // An absolute query ($...) finds the same for every node: asked once for the whole document.
        for slot in slots.indices where !keeps[slot] { slots[slot] = .unknown }
    }

    /// Whether the filter holds for the node; nil when the units are used up first.
    func test(_ source: JSONSource, units: inout Int) -> Bool? {
        holds(filter.expression, source, &units)
    }

    private func holds(_ expression: JSONPathLogical, _ source: JSONSource, _ units: inout Int) -> Bool? {
        if source.problem != nil { return false }
        switch expression {
        case .or(let parts):
            for part in parts {
                guard let verdict = holds(part, source, &units) else { return nil }
                if verdict { return true }
            }
            return false
        case .and(let parts):
            for part in parts {
                guard let verdict = holds(part, source, &units) else { return nil }
                if !verdict { return false }
            }
            return true
        case .not(let part): return holds(part, source, &units).map { !$0 }
        case .exists(let query, let slot): return exists(query, slot, source, &units)
        case .comparison(let left, let comparison, let right, let slot):
            return compares(left, comparison, right, slot, source, &units)
        case .matches(let text, let pattern, let isWhole, let slot):
            return matches(text, pattern, isWhole, slot, source, &units)
        }
    }

    // MARK: - Queries

    private func exists(
        _ query: JSONPathQuery, _ slot: Int, _ source: JSONSource, _ units: inout Int
    ) -> Bool? {
        switch read(query, slot, upTo: 1, source, &units) {
        case nil: return nil
        case .some(let found):
            // One node is enough to know: the walk is let go, so that the next question does not go on with it.
            slots[slot] = .reading(JSONPathNodes(), count: found.count, last: found.last)
            return found.count > 0
        }
    }

    /// Reads the nodes of a query, `limit` at most; nil when the units are used up first.
    private func read(
        _ query: JSONPathQuery, _ slot: Int, upTo limit: Int, _ source: JSONSource, _ units: inout Int
    ) -> (count: Int, last: Int?)? {
        var nodes: JSONPathNodes
        var count = 0
        var last: Int?
        if case .reading(let known, let knownCount, let knownLast) = slots[slot] {
            (nodes, count, last) = (known, knownCount, knownLast)
        } else {
            nodes = JSONPathNodes.nodes(of: query, root: root, current: node)
            keeps[slot] = !query.isRelative
        }
        while count < limit {
            switch nodes.next(source, units: &units) {
            case .node(let place):
                count += 1
                last = place
            case .end:
                slots[slot] = .reading(JSONPathNodes(), count: count, last: last)
                return (count, last)
            // The walk is put back where it stopped; the next slice of units goes on there.
            case .pause:
                slots[slot] = .reading(nodes, count: count, last: last)
                return nil
            }
        }
        slots[slot] = .reading(nodes, count: count, last: last)
        return (count, last)
    }

    /// The value of an operand; nil when the units are used up first.
    private func item(_ operand: JSONPathOperand, _ source: JSONSource, _ units: inout Int) -> JSONItem? {
        switch operand {
        case .literal(let literal): return .literal(literal)
        case .value(let query, let slot):
            guard let found = read(query, slot, upTo: Int.max, source, &units) else { return nil }
            // A name that was sent twice has the value that was sent last.
            guard let last = found.last, found.count == 1 || query.isSingular else { return .nothing }
            return .source(last)
        case .count(let query, let slot):
            return read(query, slot, upTo: Int.max, source, &units).map { .count($0.count) }
        case .length(let inner, let slot):
            if case .item(let known) = slots[slot] { return known }
            guard let value = item(inner, source, &units) else { return nil }
            return length(value, slot, source, &units)
        }
    }

    private func length(
        _ value: JSONItem, _ slot: Int, _ source: JSONSource, _ units: inout Int
    ) -> JSONItem? {
        if case .unknown = slots[slot] {
            switch value.kind(source) {
            case .array, .object:
                guard case .source(let start) = value else { return .nothing }
                slots[slot] = .measuring(JSONChildren(source, start))
            case .string:
                guard let reader = value.withString(source, { $0 }) else { return .nothing }
                // A literal is measured at once: it does not stay in place.
                if case .literal = value { return .count(value.withString(source) { $0.count() } ?? 0) }
                slots[slot] = .measuringText(reader, count: 0)
            // Numbers, words and nothing have no length (RFC 9535 2.4.4).
            default: return .nothing
            }
        }
        switch slots[slot] {
        case .measuring(var children):
            while true {
                switch children.next(source, units: &units) {
                // Numbers and words are stepped over without a pause of their own.
                case .child where units > 0: continue
                case .child, .pause:
                    slots[slot] = .measuring(children)
                    return nil
                case .end:
                    slots[slot] = .item(.count(children.index + 1))
                    return .count(children.index + 1)
                }
            }
        case .measuringText(var reader, var count):
            while reader.next() != nil {
                count += 1
                units -= 1
                guard units > 0 else {
                    slots[slot] = .measuringText(reader, count: count)
                    return nil
                }
            }
            slots[slot] = .item(.count(count))
            return .count(count)
        default: return .nothing
        }
    }

    // MARK: - Comparisons

    private func compares(
        _ left: JSONPathOperand, _ comparison: JSONPathComparison, _ right: JSONPathOperand, _ slot: Int,
        _ source: JSONSource, _ units: inout Int
    ) -> Bool? {
        guard let one = item(left, source, &units), let other = item(right, source, &units) else { return nil }
        let order: Int?
        switch (one.kind(source), other.kind(source)) {
        case (.array, .array), (.object, .object):
            // Both sides stay where they are in the text; they are compared member by member, in slices.
            guard let areEqual = containersAreEqual(one, other, slot, source, &units) else { return nil }
            order = areEqual ? 0 : nil
        default: order = JSONItem.scalarOrder(one, other, source)
        }
        switch comparison {
        case .equal: return order == 0
        // Also what has no order at all is unequal (RFC 9535 2.3.5.2.2).
        case .unequal: return order != 0
        case .less: return Self.isOrdered(one, source) && order.map { $0 < 0 } ?? false
        case .greater: return Self.isOrdered(one, source) && order.map { $0 > 0 } ?? false
        // Equal containers are <= and >= each other as well, though there is no smaller one (RFC 9535 2.3.5.2.2).
        case .lessOrEqual: return order.map { $0 <= 0 } ?? false
        case .greaterOrEqual: return order.map { $0 >= 0 } ?? false
        }
    }

    /// Whether there is a smaller and a greater among values of that kind.
    private static func isOrdered(_ item: JSONItem, _ source: JSONSource) -> Bool {
        switch item.kind(source) {
        case .number, .string: true
        default: false
        }
    }

    private func containersAreEqual(
        _ one: JSONItem, _ other: JSONItem, _ slot: Int, _ source: JSONSource, _ units: inout Int
    ) -> Bool? {
        if case .truth(let known) = slots[slot] { return known }
        guard case .source(let left) = one, case .source(let right) = other else { return false }
        // One place in the text: no need to go through it.
        if left == right { return true }
        var equality = JSONEquality(source, left, right)
        if case .comparing(let known) = slots[slot] { equality = known }
        // Taken out while it is worked on: two owners would copy its stacks at each step.
        slots[slot] = .unknown
        guard let verdict = equality.run(source, units: &units) else {
            slots[slot] = .comparing(equality)
            return nil
        }
        slots[slot] = .truth(verdict)
        return verdict
    }

    // MARK: - Patterns

    private func matches(
        _ text: JSONPathOperand, _ pattern: JSONPathPattern, _ isWhole: Bool, _ slot: Int, _ source: JSONSource,
        _ units: inout Int
    ) -> Bool? {
        if case .truth(let known) = slots[slot] { return known }
        guard let value = item(text, source, &units) else { return nil }
        guard let pattern = known(pattern, source, &units) else { return nil }
        // What is no string matches nothing, and so does a pattern that is none (RFC 9535 2.4.6). Kept as any verdict: asked
        // again after a pause, its pattern would take the place of the one that is matched.
        guard let pattern, case .string = value.kind(source) else {
            slots[slot] = .truth(false)
            return false
        }
        if case .literal = value {
            // A literal does not stay in place, so it is read at once; it is as short as what a person types.
            let verdict = value.withString(source) { reader in
                var matcher = IRegexpMatcher(pattern, isWhole: isWhole)
                var plenty = Int.max
                return matcher.run(&reader, units: &plenty) ?? false
            }
            slots[slot] = .truth(verdict ?? false)
            return verdict ?? false
        }
        guard var reader = value.withString(source, { $0 }) else { return false }
        var matcher = IRegexpMatcher(pattern, isWhole: isWhole)
        if case .matching(let known, let place) = slots[slot] { (matcher, reader) = (known, place) }
        guard let verdict = matcher.run(&reader, units: &units) else {
            slots[slot] = .matching(matcher, reader)
            return nil
        }
        slots[slot] = .truth(verdict)
        return verdict
    }

    /// The pattern; nil in it when there is none, and nil when the units are used up first.
    private func known(_ pattern: JSONPathPattern, _ source: JSONSource, _ units: inout Int) -> IRegexp?? {
        switch pattern {
        case .known(let pattern): return .some(pattern)
        case .none: return .some(nil)
        case .found(let operand):
            guard let value = item(operand, source, &units) else { return nil }
            guard let text = value.withString(source, { $0.all(limit: IRegexp.largest) }) ?? nil else {
                return .some(nil)
            }
            // A pattern that comes from the document is nearly always the same for one node after another.
            if let lastPattern, lastPattern.bytes == text { return .some(lastPattern.pattern) }
            let bytes = text.flatMap {
                Array(UTF8.encode(Unicode.Scalar($0) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
            }
            let read = try? IRegexp(bytes)
            units -= text.count + (read?.steps.count ?? 0)
            lastPattern = (text, read)
            return .some(read)
        }
    }
}

extension JSONStringReader {
    /// The characters that are left, counted.
    mutating func count() -> Int {
        var count = 0
        while next() != nil { count += 1 }
        return count
    }

    /// The characters that are left; nil when there are more than `limit`.
    mutating func all(limit: Int) -> [UInt32]? {
        var text: [UInt32] = []
        while let scalar = next() {
            if text.count == limit { return nil }
            text.append(scalar)
        }
        return text
    }
}
