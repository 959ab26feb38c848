import TestSupport
import Text
import Topics

/// The topic tree told as simply as possible, to compare with.
struct NaiveTree {
    var counts: [String: Int] = [:]
    var times: [String: Moment] = [:]
    var open: Set<String> = []
    var closedInFilter: Set<String> = []
    var opensNew = false
    var sort = TopicSort.name
    /// The parts of the filter that the tests use: a lower-case text, or nil.
    var filter: String?

    /// Every level, by its path.
    var levels: Set<String> = []

    mutating func receive(_ topic: String, at time: Moment) {
        for path in Self.paths(topic) {
            if levels.insert(path).inserted, opensNew { open.insert(path) }
            counts[path, default: 0] += 1
            times[path] = time
        }
    }

    mutating func forget(_ topic: String) {
        let gone = levels.filter { $0 == topic || $0.hasPrefix(topic + "/") }
        let lost = counts[topic] ?? 0
        for path in Self.paths(topic).dropLast() { counts[path, default: 0] -= lost }
        for path in gone {
            counts[path] = nil
            times[path] = nil
            open.remove(path)
            closedInFilter.remove(path)
        }
        levels.subtract(gone)
    }

    mutating func setOpen(_ path: String, _ isOpen: Bool) {
        if filter != nil {
            if isOpen { closedInFilter.remove(path) } else { closedInFilter.insert(path) }
        } else {
            if isOpen { open.insert(path) } else { open.remove(path) }
        }
    }

    mutating func setAll(open isOpen: Bool) {
        if filter != nil {
            closedInFilter = isOpen ? [] : levels
        } else {
            opensNew = isOpen
            open = isOpen ? levels : []
        }
    }

    mutating func setFilter(_ text: String) {
        filter = text.isEmpty ? nil : text
        closedInFilter = []
    }

    static func paths(_ topic: String) -> [String] {
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    func matches(_ path: String) -> Bool { filter.map { path.lowercased().contains($0) } ?? false }

    private var shown: Set<String> {
        filter == nil ? levels : Set(levels.filter { matches($0) }.flatMap { Self.paths($0) })
    }

    func lines() -> [String] {
        var children: [String: [String]] = [:]
        for path in shown {
            let parent = Self.paths(path).dropLast().last
            children[parent ?? "(top)", default: []].append(path)
        }
        var lines: [String] = []
        func visit(_ parent: String, depth: Int) {
            for path in (children[parent] ?? []).sorted(by: { precedes($0, $1) }) {
                let inner = children[path] != nil
                let isOpen = filter != nil ? !closedInFilter.contains(path) : open.contains(path)
                let name =
                    path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
                lines.append(
                    String(repeating: "  ", count: depth) + (inner ? (isOpen ? "-" : "+") : " ") + name
                        + (matches(path) ? "*" : ""))
                if inner, isOpen { visit(path, depth: depth + 1) }
            }
        }
        visit("(top)", depth: 0)
        return lines
    }

    private func precedes(_ a: String, _ b: String) -> Bool {
        let (dollarA, dollarB) = (a.hasPrefix("$"), b.hasPrefix("$"))
        if dollarA != dollarB { return dollarB }
        switch sort {
        case .count: if counts[a] != counts[b] { return (counts[a] ?? 0) > (counts[b] ?? 0) }
        case .lastUpdate: if times[a] != times[b] { return (times[a] ?? 0) > (times[b] ?? 0) }
        default: break
        }
        return Self.natural(a).lexicographicallyPrecedes(Self.natural(b)) { $0.lexicographicallyPrecedes($1) }
    }

    /// Siblings share all levels but the last. Digits as one item of length and digits, others as themselves.
    static func natural(_ path: String) -> [[UInt8]] {
        let name = Array(path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).last ?? [])
        var items: [[UInt8]] = []
        var i = 0
        while i < name.count {
            if (0x30...0x39).contains(name[i]) {
                var end = i
                while end < name.count, (0x30...0x39).contains(name[end]) { end += 1 }
                items.append([0x30, UInt8(end - i)] + name[i..<end])
                i = end
            } else {
                items.append([name[i]])
                i += 1
            }
        }
        return items
    }
}
