/// Every topic seen, as a tree of levels, with its figures, and the rows that are visible of it.
///
/// Main thread only.
public final class TopicTree {
    struct Node {
        var parent: Int
        var name: [UInt8]
        var children: [Int] = []
        var isAlive = true
        var isOpen = false
        var isRetained = false
        var own = 0
        var messages = 0
        var topics = 0
        var lastTime: Moment?
        var lastSequence: UInt64?
        var window: Moment = 0
        var current = 0
        var previous = 0
    }

    var nodes: [Node] = []
    var roots: [Int] = []
    var index: [[UInt8]: Int] = [:]
    let maximumTopics: Int
    private var cachedRows: [TopicRow]?
    private var cachedIndex: [TopicID: Int] = [:]
    private var predicate: TopicPredicate?

    /// Changes whenever anything that is drawn of the tree may have changed.
    public private(set) var revision: UInt64 = 0
    /// The text of the filter; empty for none. Set it by `setFilter`.
    public private(set) var filterText = ""
    /// Why the filter's text is not used, in words with the next step; nil when it is used.
    public private(set) var filterProblem: String?
    /// How many topics with messages match the filter, as far as examined.
    public private(set) var matchCount = 0
    /// The order of siblings.
    public var sort: TopicSort = .name {
        didSet { touch() }
    }

    init(maximumTopics: Int) {
        self.maximumTopics = maximumTopics
    }

    /// How many topics carried a message.
    public private(set) var count = 0
    /// Whether the filter is still being applied to topics not examined yet.
    public var isFiltering: Bool { false }
    /// The part of the topics that the filter has examined, 0 to 1.
    public var filterProgress: Double { 1 }

    /// How many rows are visible.
    public var rowCount: Int { visibleRows().count }

    /// The visible rows in `range`, clamped to those there are.
    public func rows(in range: Range<Int>) -> [TopicRow] {
        let rows = visibleRows()
        return Array(rows[range.clamped(to: 0..<rows.count)])
    }

    /// The row that shows a topic; nil when it is not visible.
    public func row(of id: TopicID) -> Int? {
        _ = visibleRows()
        return cachedIndex[id]
    }

    /// Shows the children of a topic.
    public func open(_ id: TopicID) { setOpen(id, true) }
    /// Hides the children of a topic.
    public func close(_ id: TopicID) { setOpen(id, false) }
    /// Opens a closed topic and closes an open one.
    public func toggle(_ id: TopicID) {
        guard let i = valid(id) else { return }
        setOpen(id, !nodes[i].isOpen)
    }
    /// Opens every topic, those not seen yet included.
    public func openAll() {
        for i in nodes.indices { nodes[i].isOpen = true }
        touch()
    }
    /// Closes every topic.
    public func closeAll() {
        for i in nodes.indices { nodes[i].isOpen = false }
        touch()
    }
    /// Whether the children of a topic are shown when it is visible.
    public func isOpen(_ id: TopicID) -> Bool { valid(id).map { nodes[$0].isOpen } ?? false }

    /// Opens every topic above this one, so that it is visible unless the filter hides it.
    public func reveal(_ id: TopicID) {
        var next = parent(id)
        while let up = next {
            open(up)
            next = parent(up)
        }
    }

    /// Filters the tree: `kit` keeps topics that contain the text (letter case counts once it has a capital letter),
    /// `a/+/#` those that match the MQTT topic filter, `re:…` those in which the regular expression is found.
    /// Empty takes the filter away. A text that cannot be used sets `filterProblem` and leaves the tree unfiltered.
    public func setFilter(_ text: String) {
        filterText = text
        filterProblem = nil
        predicate = nil
        if !text.isEmpty {
            do throws(TopicFilterProblem) {
                predicate = try TopicPredicate(text)
            } catch {
                filterProblem = error.message
            }
        }
        touch()
    }

    /// The last level of a topic: `temperature` of `home/kitchen/temperature`; may be empty.
    public func levelName(_ id: TopicID) -> String {
        valid(id).map { String(decoding: nodes[$0].name, as: UTF8.self) } ?? ""
    }

    /// Calls `body` with the bytes of a topic's last level.
    public func withLevelName<R>(_ id: TopicID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try (valid(id).map { nodes[$0].name } ?? []).withUnsafeBytes(body)
    }

    /// The whole topic; bytes that are not UTF-8 become U+FFFD.
    public func topic(_ id: TopicID) -> String { String(decoding: topicBytes(id), as: UTF8.self) }

    /// The whole topic as sent.
    public func topicBytes(_ id: TopicID) -> [UInt8] {
        guard let i = valid(id) else { return [] }
        var path = [i]
        while nodes[path[path.count - 1]].parent >= 0 { path.append(nodes[path[path.count - 1]].parent) }
        return Array(path.reversed().map { nodes[$0].name }.joined(separator: [UInt8(ascii: "/")]))
    }

    /// Calls `body` with the bytes of the whole topic.
    public func withTopic<R>(_ id: TopicID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try topicBytes(id).withUnsafeBytes(body)
    }

    /// The level above; nil for a root.
    public func parent(_ id: TopicID) -> TopicID? {
        guard let i = valid(id), nodes[i].parent >= 0 else { return nil }
        return TopicID(rawValue: UInt32(nodes[i].parent))
    }

    /// The figures of a topic and what is below it.
    public func info(_ id: TopicID, now: Moment) -> TopicInfo {
        guard let i = valid(id) else {
            return TopicInfo(
                topics: 0, messages: 0, ownMessages: 0, rate: 0, lastTime: nil, lastSequence: nil, isRetained: false,
                hasChildren: false)
        }
        let node = nodes[i]
        return TopicInfo(
            topics: node.topics, messages: node.messages, ownMessages: node.own, rate: rate(node, now: now),
            lastTime: node.lastTime, lastSequence: node.lastSequence, isRetained: node.isRetained,
            hasChildren: !node.children.isEmpty)
    }

    /// The handle of a topic or of a level on the way to one.
    public func find(topic: String) -> TopicID? { index[Array(topic.utf8)].map { TopicID(rawValue: UInt32($0)) } }

    /// Whether a handle is of a topic that has not been forgotten.
    public func contains(_ id: TopicID) -> Bool { valid(id) != nil }

    /// Whether `id` is `ancestor` or below it.
    public func isInSubtree(_ id: TopicID, of ancestor: TopicID) -> Bool {
        var next: TopicID? = id
        while let at = next {
            if at == ancestor { return true }
            next = parent(at)
        }
        return false
    }

    // MARK: -

    func intern(_ topic: UnsafeRawBufferPointer) -> TopicID? {
        let bytes = Array(topic)
        if let known = index[bytes] { return TopicID(rawValue: UInt32(known)) }
        var parent = -1
        var start = 0
        for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "/") {
            let path = Array(bytes[..<end])
            if let known = index[path] {
                parent = known
            } else {
                guard nodes.count < maximumTopics else { return nil }
                let new = nodes.count
                nodes.append(Node(parent: parent, name: Array(bytes[start..<end]), isOpen: false))
                index[path] = new
                if parent >= 0 { nodes[parent].children.append(new) } else { roots.append(new) }
                parent = new
            }
            start = end + 1
        }
        touch()
        return TopicID(rawValue: UInt32(parent))
    }

    func count(_ id: TopicID, sequence: UInt64, flags: MessageFlags, isEmpty: Bool, at time: Moment) {
        let i = Int(id.rawValue)
        let isNew = nodes[i].own == 0
        if isNew { count += 1 }
        nodes[i].own += 1
        nodes[i].lastSequence = sequence
        if flags.isRetained { nodes[i].isRetained = !isEmpty }
        var at = i
        while at >= 0 {
            nodes[at].messages += 1
            nodes[at].lastTime = time
            if isNew { nodes[at].topics += 1 }
            if time - nodes[at].window >= 5_000_000 {
                nodes[at].previous = time - nodes[at].window < 10_000_000 ? nodes[at].current : 0
                nodes[at].current = 0
                nodes[at].window = time - time % 5_000_000
            }
            nodes[at].current += 1
            at = nodes[at].parent
        }
        touch()
    }

    func forget(_ id: TopicID) {
        guard let i = valid(id) else { return }
        var work = [i]
        var all: [Int] = []
        while let at = work.popLast() {
            all.append(at)
            work += nodes[at].children
        }
        let messages = nodes[i].messages
        let topics = nodes[i].topics
        var up = nodes[i].parent
        if up >= 0 { nodes[up].children.removeAll { $0 == i } } else { roots.removeAll { $0 == i } }
        while up >= 0 {
            nodes[up].messages -= messages
            nodes[up].topics -= topics
            up = nodes[up].parent
        }
        count -= topics
        let dead = Set(all)
        index = index.filter { !dead.contains($0.value) }
        for at in all { nodes[at].isAlive = false }
        touch()
    }

    func forgetAll() {
        for root in roots { forget(TopicID(rawValue: UInt32(root))) }
    }

    func touch() {
        revision &+= 1
        cachedRows = nil
    }

    private func valid(_ id: TopicID) -> Int? {
        let i = Int(id.rawValue)
        return i < nodes.count && nodes[i].isAlive ? i : nil
    }

    private func setOpen(_ id: TopicID, _ open: Bool) {
        guard let i = valid(id) else { return }
        nodes[i].isOpen = open
        touch()
    }

    private func rate(_ node: Node, now: Moment) -> Double {
        let age = now - node.window
        guard age >= 0, age < 10_000_000 else { return 0 }
        if age >= 5_000_000 { return Double(node.current) * Double(10_000_000 - age) / 25_000_000 }
        return (Double(node.previous) * Double(5_000_000 - age) / 5_000_000 + Double(node.current)) / 5
    }

    private func visibleRows() -> [TopicRow] {
        if let cachedRows { return cachedRows }
        var shown: Set<Int> = []
        var matches: Set<Int> = []
        matchCount = 0
        if let predicate {
            for i in nodes.indices where nodes[i].isAlive {
                guard withTopic(TopicID(rawValue: UInt32(i)), { predicate.matches($0) }) else { continue }
                matches.insert(i)
                if nodes[i].own > 0 { matchCount += 1 }
                var at = i
                while at >= 0, shown.insert(at).inserted { at = nodes[at].parent }
            }
        }
        func sorted(_ ids: [Int]) -> [Int] {
            ids.filter { predicate == nil || shown.contains($0) }.sorted { a, b in
                switch sort {
                case .name: break
                case .rate:
                    let (x, y) = (nodes[a].current + nodes[a].previous, nodes[b].current + nodes[b].previous)
                    if x != y { return x > y }
                case .lastUpdate:
                    let (x, y) = (nodes[a].lastTime ?? 0, nodes[b].lastTime ?? 0)
                    if x != y { return x > y }
                case .count: if nodes[a].messages != nodes[b].messages { return nodes[a].messages > nodes[b].messages }
                }
                let (x, y) = (nodes[a].name.first == 0x24, nodes[b].name.first == 0x24)
                return x == y ? nodes[a].name.lexicographicallyPrecedes(nodes[b].name) : y
            }
        }
        var rows: [TopicRow] = []
        var work = sorted(roots).reversed().map { ($0, 0) }
        while let (at, depth) = work.popLast() {
            let children = sorted(nodes[at].children)
            let isOpen = nodes[at].isOpen || predicate != nil
            rows.append(
                TopicRow(
                    id: TopicID(rawValue: UInt32(at)), depth: depth, isOpen: isOpen && !children.isEmpty,
                    hasChildren: !children.isEmpty, isMatch: matches.contains(at)))
            if isOpen { work += children.reversed().map { ($0, depth + 1) } }
        }
        cachedRows = rows
        cachedIndex = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.id, $0) })
        return rows
    }
}
