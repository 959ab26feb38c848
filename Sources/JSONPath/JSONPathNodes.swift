/// Where nodes come from, one after another, in bounded steps.
///
/// Every segment of a query is one, fed by the one before it, so that nothing but the way down to the node at hand is held.
class JSONPathNodes {
    /// What a step brought: a node by the place where it starts, the end, or a pause because the units are used up.
    enum Step {
        case node(Int)
        case end
        case pause
    }

    func next(_ source: JSONSource, units: inout Int) -> Step { .end }

    /// The nodes of a query asked of a node; `root` is what `$` stands for.
    static func nodes(of query: JSONPathQuery, root: Int, current: Int) -> JSONPathNodes {
        var nodes: JSONPathNodes = OneNode(query.isRelative ? current : root)
        for segment in query.segments {
            nodes =
                segment.isDescendant
                ? DescendantNodes(of: nodes, segment.selectors, root: root)
                : ChildNodes(of: nodes, segment.selectors, root: root)
        }
        return nodes
    }
}

/// The node that a query starts at.
private final class OneNode: JSONPathNodes {
    private var place: Int?

    init(_ place: Int) { self.place = place }

    override func next(_ source: JSONSource, units: inout Int) -> Step {
        guard let place else { return .end }
        self.place = nil
        return .node(place)
    }
}

/// The selected children of each node.
private final class ChildNodes: JSONPathNodes {
    private let parents: JSONPathNodes
    private var selection: JSONPathSelection

    init(of parents: JSONPathNodes, _ selectors: [JSONPathSelector], root: Int) {
        self.parents = parents
        selection = JSONPathSelection(selectors, root: root)
    }

    override func next(_ source: JSONSource, units: inout Int) -> Step {
        while source.problem == nil {
            switch selection.next(source, units: &units) {
            case .node(let place): return .node(place)
            case .pause: return .pause
            case .end: break
            }
            switch parents.next(source, units: &units) {
            case .node(let place): selection.begin(source, place)
            case .pause: return .pause
            case .end: return .end
            }
        }
        return .end
    }
}

/// The selected children of each node and of all that is below it: of a container before those of what it holds
/// (RFC 9535 2.5.2.2).
private final class DescendantNodes: JSONPathNodes {
    private let parents: JSONPathNodes
    private var selection: JSONPathSelection
    /// The way down from the parent: containers that are gone through.
    private var way: [JSONChildren] = []
    private static let deepest = 1 << 17

    init(of parents: JSONPathNodes, _ selectors: [JSONPathSelector], root: Int) {
        self.parents = parents
        selection = JSONPathSelection(selectors, root: root)
    }

    override func next(_ source: JSONSource, units: inout Int) -> Step {
        while source.problem == nil {
            switch selection.next(source, units: &units) {
            case .node(let place): return .node(place)
            case .pause: return .pause
            case .end: break
            }
            if way.isEmpty {
                switch parents.next(source, units: &units) {
                case .node(let place): enter(source, place)
                case .pause: return .pause
                case .end: return .end
                }
                continue
            }
            switch way[way.count - 1].next(source, units: &units) {
            case .pause: return .pause
            case .child: enter(source, way[way.count - 1].value)
            case .end:
                let end = way.removeLast().end
                // Else each level would step over it once more, which is the square of the depth.
                if !way.isEmpty { way[way.count - 1].childEnds(at: end) }
            }
        }
        return .end
    }

    private func enter(_ source: JSONSource, _ place: Int) {
        guard source.isContainer(place) else { return }
        guard way.count < Self.deepest else { return source.fail("is nested too deeply", at: place) }
        way.append(JSONChildren(source, place))
        selection.begin(source, place)
    }
}
