import Profile

/// The steps by which requests became what they are, each what differs between two looks at rest: whatever changed them
/// between is taken back alike.
struct RequestChanges {
    private struct Step {
        var request: Int
        var before: RequestDraft
        var after: RequestDraft
        /// What it was, where that is more than what differs; empty else.
        var words = ""
        /// The bytes of texts that this step alone keeps.
        var size: Int
    }

    private var steps: [Step] = []
    /// The bytes that all steps keep.
    private var size = 0
    /// What was seen last.
    private var look: (request: Int, draft: RequestDraft)?
    /// The requests of which steps were let go.
    private var forgotten: Set<Int> = []
    /// The most steps kept, and the most bytes of texts with them.
    private static let most = (steps: 100, bytes: 32 << 20)

    /// Looks at a request at rest; what differs from the last look at it is a step.
    mutating func see(_ request: Int, _ draft: RequestDraft) {
        let last = look?.request == request ? look?.draft : steps.last { $0.request == request }?.after
        look = (request, draft)
        guard let last, last != draft, !last.isAlike(draft) else { return }
        add(Step(request: request, before: last, after: draft, size: last.textSize(beside: draft)))
    }

    /// A request was made of something, such as a command, in the place of one that held nothing: that is a step too.
    mutating func made(_ request: Int, _ draft: RequestDraft, of words: String) {
        look = (request, draft)
        let empty = RequestDraft()
        add(Step(request: request, before: empty, after: draft, words: words, size: empty.textSize(beside: draft)))
    }

    private mutating func add(_ step: Step) {
        steps.append(step)
        size += step.size
        while steps.count > Self.most.steps || size > Self.most.bytes {
            let first = steps.removeFirst()
            size -= first.size
            forgotten.insert(first.request)
        }
    }

    /// Whether a request was changed in steps that are kept no longer.
    func hasForgotten(_ request: Int) -> Bool { forgotten.contains(request) }

    /// The request before its last step, and what that was; nil where none is kept.
    mutating func takeBack(_ request: Int, now: RequestDraft) -> (draft: RequestDraft, words: String)? {
        guard let place = steps.lastIndex(where: { $0.request == request }) else { return nil }
        let step = steps.remove(at: place)
        size -= step.size
        var draft = step.before
        // These are changed in the list, which has an undo of its own.
        (draft.name, draft.folder) = (now.name, now.folder)
        return (draft, step.words.isEmpty ? step.after.difference(from: step.before) : step.words)
    }

    /// A request is so now, and no step has led to it.
    mutating func rest(_ request: Int, _ draft: RequestDraft) { look = (request, draft) }

    /// Lets go of the steps of requests that are something else now, which nobody did here.
    mutating func keep(_ draft: (Int) -> RequestDraft?) {
        var ends: [Int: RequestDraft] = [:]
        for step in steps { ends[step.request] = step.after }
        let gone = ends.filter { request, end in draft(request).map { !$0.isAlike(end) } ?? true }
        forgotten.formUnion(gone.keys)
        steps.removeAll { gone[$0.request] != nil }
        size = steps.reduce(0) { $0 + $1.size }
        look = look.flatMap { look in draft(look.request).map { (look.request, $0) } }
    }

    /// Lets go of the steps of a request: another one was begun in its place.
    mutating func forget(_ request: Int) {
        steps.removeAll { $0.request == request }
        forgotten.remove(request)
        size = steps.reduce(0) { $0 + $1.size }
        if look?.request == request { look = nil }
    }
}

extension RequestDraft {
    /// Whether nothing that is changed in the request differs.
    fileprivate func isAlike(_ other: RequestDraft) -> Bool {
        var same = other
        (same.name, same.folder) = (name, folder)
        return same == self
    }

    /// What differs from another one, in a few words: `URL and header Accept`.
    fileprivate func difference(from other: RequestDraft) -> String {
        var parts: [String] = []
        if method != other.method { parts.append("method") }
        if url != other.url { parts.append("URL") }
        func compare(_ rows: [DraftField], _ others: [DraftField], _ noun: String) {
            guard rows != others else { return }
            let names = Set(Set(rows).symmetricDifference(others).map(\.name))
            // Of one row it is known which; of several, or of their order, how they are called together.
            let name = names.count == 1 ? names.first ?? "" : ""
            parts.append(name.isEmpty ? "\(noun)s" : "\(noun) \(name.prefix(40))")
        }
        // Its rows follow the URL.
        if url == other.url { compare(pathParameters, other.pathParameters, "path parameter") }
        compare(query, other.query, "query parameter")
        compare(headers, other.headers, "header")
        if body != other.body { parts.append("body") }
        if auth != other.auth || inheritsAuth != other.inheritsAuth { parts.append("who sends it") }
        if options != other.options { parts.append("options") }
        if checkRows != other.checkRows { parts.append("checks") }
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "nothing" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The bytes of its texts that another one does not have: what both have lies in memory once.
    fileprivate func textSize(beside other: RequestDraft) -> Int {
        var size = url == other.url ? 0 : url.utf8.count
        func count(_ rows: [DraftField]) -> Int { rows.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count } }
        for table in [\RequestDraft.pathParameters, \.query, \.headers]
        where self[keyPath: table] != other[keyPath: table] {
            size += count(self[keyPath: table])
        }
        if checkRows != other.checkRows { size += checkRows.reduce(0) { $0 + $1.text.utf8.count } }
        guard body != other.body else { return size }
        switch body {
        case .none: break
        case .json(let text), .xml(let text), .text(let text), .graphQL(let text), .file(let text):
            size += text.utf8.count
        case .form(let rows): size += count(rows)
        case .multipart: size += count(self[.multipart])
        }
        return size
    }
}
