/// The children of one node that some selectors select, selector by selector (RFC 9535 2.3).
struct JSONPathSelection {
    private let selectors: [JSONPathSelector]
    private let root: Int
    private var node = 0
    private var isActive = false
    private var number = 0
    private var children: JSONChildren?
    /// How many elements the array has, once it was counted.
    private var count: Int?
    /// What a slice with a negative step has gathered, to be given last to first.
    private var gathered: [Int] = []
    /// Of each selector that is a filter its run, once it was asked.
    private var filters: [JSONPathFilterRun?] = []
    private var isTesting = false

    init(_ selectors: [JSONPathSelector], root: Int) {
        self.selectors = selectors
        self.root = root
    }

    /// Starts with another node.
    mutating func begin(_ source: JSONSource, _ node: Int) {
        isActive = source.isContainer(node)
        self.node = node
        // `gathered` and `isTesting` are as at first: a node is begun when the one before is through.
        number = 0
        children = nil
        count = nil
    }

    mutating func next(_ source: JSONSource, units: inout Int) -> JSONPathNodes.Step {
        while isActive, number < selectors.count, source.problem == nil {
            // Asked before anything is read: a pause then leaves the selector where it is.
            if units <= 0 { return .pause }
            let step: JSONPathNodes.Step
            switch selectors[number] {
            case .name(let name): step = member(name, source, &units)
            case .wildcard: step = any(source, &units)
            case .index(let index): step = element(index, source, &units)
            case .slice(let start, let end, let by): step = slice(start, end, by, source, &units)
            case .filter(let filter): step = test(filter, source, &units)
            }
            switch step {
            case .node, .pause: return step
            case .end:
                number += 1
                children = nil
            }
        }
        return .end
    }

    /// The next child of the node; the first when the selector has just begun.
    private mutating func child(_ source: JSONSource, _ units: inout Int) -> JSONChildren.Step {
        if children == nil { children = JSONChildren(source, node) }
        return children?.next(source, units: &units) ?? .end
    }

    private var value: Int { children?.value ?? node }
    private var index: Int { children?.index ?? 0 }
    private func isObject(_ source: JSONSource) -> Bool { source.base[node] == 0x7B }

    private mutating func any(_ source: JSONSource, _ units: inout Int) -> JSONPathNodes.Step {
        switch child(source, &units) {
        case .child: return .node(value)
        case .end: return .end
        case .pause: return .pause
        }
    }

    /// Every member of that name: more than one when a name was sent twice.
    private mutating func member(
        _ name: [UInt8], _ source: JSONSource, _ units: inout Int
    ) -> JSONPathNodes.Step {
        // A name selects nothing of an array, an index nothing of an object; neither is an error (RFC 9535 2.3.1.2).
        guard isObject(source) else { return .end }
        while units > 0 {
            switch child(source, &units) {
            case .child: if let found = children?.name, source.name(found, is: name) { return .node(value) }
            case .end: return .end
            case .pause: return .pause
            }
        }
        return .pause
    }

    private mutating func element(_ index: Int, _ source: JSONSource, _ units: inout Int) -> JSONPathNodes.Step {
        guard !isObject(source) else { return .end }
        var wanted = index
        if index < 0 {
            guard let count = counted(source, &units) else { return source.problem == nil ? .pause : .end }
            wanted = count + index
        }
        // Also when its element was given out already: an index selects once.
        if wanted < 0 || children.map({ $0.index >= wanted }) ?? false { return .end }
        while units > 0 {
            switch child(source, &units) {
            case .child: if self.index == wanted { return .node(value) }
            case .end: return .end
            case .pause: return .pause
            }
        }
        return .pause
    }

    /// The number of elements; nil when the units are used up first.
    private mutating func counted(_ source: JSONSource, _ units: inout Int) -> Int? {
        if let count { return count }
        while units > 0 {
            switch child(source, &units) {
            case .child: break
            case .pause: return nil
            case .end:
                guard source.problem == nil else { return nil }
                count = (children?.index ?? -1) + 1
                children = nil
                return count
            }
        }
        return nil
    }

    // MARK: - Slices

    private mutating func slice(
        _ start: Int?, _ end: Int?, _ step: Int, _ source: JSONSource, _ units: inout Int
    ) -> JSONPathNodes.Step {
        // A step of 0 selects nothing, and is no error (RFC 9535 2.3.4.2.2).
        guard !isObject(source), step != 0 else { return .end }
        // Not known, and not needed for what counts from the start: every bound lies below it.
        var length = Int.max
        // What counts from the end needs the length, and an array tells it only by being read to its end.
        if step < 0 || start ?? 0 < 0 || end ?? 0 < 0 {
            guard let count = counted(source, &units) else { return source.problem == nil ? .pause : .end }
            length = count
        }
        if step < 0 { return backward(start, end, step, length, source, &units) }
        let lower = Self.bound(start ?? 0, length)
        let upper = end.map { Self.bound($0, length) } ?? length
        while units > 0 {
            if children.map({ $0.index + 1 >= upper }) ?? (upper <= 0) { return .end }
            switch child(source, &units) {
            // No jump: elements have no fixed size, so each is stepped over.
            case .child: if index >= lower, (index - lower) % step == 0 { return .node(value) }
            case .end: return .end
            case .pause: return .pause
            }
        }
        return .pause
    }

    private static func bound(_ index: Int, _ length: Int) -> Int {
        min(max(index >= 0 ? index : length + index, 0), length)
    }

    private mutating func backward(
        _ start: Int?, _ end: Int?, _ step: Int, _ length: Int, _ source: JSONSource, _ units: inout Int
    ) -> JSONPathNodes.Step {
        // Downwards the bounds are one lower than upwards: -1 is before the first element (RFC 9535 2.3.4.2.2).
        func bound(_ index: Int) -> Int { min(max(index >= 0 ? index : length + index, -1), length - 1) }
        let upper = start.map(bound) ?? length - 1
        let lower = end.map(bound) ?? -1
        while children?.isAtEnd != true {
            if units <= 0 { return .pause }
            switch child(source, &units) {
            case .child:
                if index > lower, index <= upper, (upper - index) % -step == 0 { gathered.append(value) }
            case .end: if source.problem != nil { return .end }
            case .pause: return .pause
            }
        }
        return gathered.popLast().map { .node($0) } ?? .end
    }

    // MARK: - Filters

    private mutating func test(
        _ wanted: JSONPathFilter, _ source: JSONSource, _ units: inout Int
    ) -> JSONPathNodes.Step {
        if filters.isEmpty { filters = Array(repeating: nil, count: selectors.count) }
        // What absolute queries of a filter have found holds for all nodes that it is asked of.
        let run = filters[number] ?? JSONPathFilterRun(wanted, root: root)
        filters[number] = run
        while units > 0 {
            if !isTesting {
                switch child(source, &units) {
                case .child: run.begin(value)
                case .end: return .end
                case .pause: return .pause
                }
            }
            // A pause within the filter must not take the next child when it goes on.
            isTesting = true
            guard let verdict = run.test(source, units: &units) else { return .pause }
            isTesting = false
            if verdict { return .node(value) }
        }
        return .pause
    }
}
