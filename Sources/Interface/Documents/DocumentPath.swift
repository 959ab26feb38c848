import JSONPath
import Kit
import Payloads

/// A path that narrows JSON to what it gives: the text, what it finds, and how many.
struct DocumentPath {
    private(set) var text = ""
    var history = FieldHistory()
    /// What is wrong with the path, or with what it is asked of.
    var problem: String? { syntaxProblem ?? payloadProblem }
    private var syntaxProblem: String?
    private var payloadProblem: String?
    private var path: JSONPath?
    private var search: JSONPathSearch?
    private var payload: PayloadBytes?
    /// Results that the document shows.
    private var shown = 0
    private var shownAll = false
    private var locator: JSONPathLocator?
    /// The normalized paths found so far, a line each.
    private var places: [UInt8] = []
    private var located = 0

    /// Bytes searched at once when a path is typed, so that the results of all but large payloads stand in the next frame.
    private static let firstUnits = 1 << 17
    private static let sliceUnits = 1 << 17

    /// Whether the payload is narrowed.
    var isActive: Bool { !text.isEmpty }

    /// Takes another text; false when it is the same as before. A path that is broken leaves the results of the one
    /// before it.
    mutating func set(_ text: String) -> Bool {
        guard text != self.text else { return false }
        self.text = text
        syntaxProblem = nil
        if text.isEmpty {
            path = nil
            return true
        }
        do throws(JSONPathError) {
            path = try JSONPath(text)
            return true
        } catch {
            syntaxProblem = error.description
            // The last path that was whole stays in force while the next is typed.
            return false
        }
    }

    /// Asks the path of a payload; false when there is no path, and nothing to show for it.
    mutating func ask(_ payload: PayloadBytes, isJSON: Bool) -> Bool {
        forget()
        payloadProblem = nil
        guard let path else { return false }
        guard isJSON else {
            payloadProblem = "a path needs JSON"
            return false
        }
        self.payload = payload
        let search = JSONPathSearch(path, in: payload)
        search.advance(units: Self.firstUnits)
        self.search = search
        return true
    }

    /// Lets go of the payload.
    mutating func forget() {
        (search, payload, locator) = (nil, nil, nil)
        (shown, shownAll, located) = (0, false, 0)
        places = []
    }

    /// What it gives, as it was sent; nil when no path stands.
    var result: PayloadBytes? {
        guard let search, let payload else { return nil }
        return search.result(in: payload)
    }

    /// Whether it gives one value and no other.
    var isSingle: Bool { search.map { $0.isComplete && $0.count == 1 } ?? false }

    /// What stands at the right of the line: `3 results`.
    var words: String {
        guard let search else { return "" }
        // Broken JSON still gives what stood before the flaw: then the problem comes behind the count.
        if let problem = search.problem, search.count == 0 { return problem }
        let count = Figures.count(search.count, "result")
        if !search.isComplete { return "\(count) so far" }
        if !search.isWhole { return "the first \(Figures.count(search.ranges.count)) of \(count)" }
        return search.problem == nil ? count : "\(count), then the JSON is broken"
    }

    /// What it gives, laid out.
    mutating func document(_ mode: DocumentMode) -> Document? {
        guard let search, let result else { return nil }
        shown = search.ranges.count
        // In the view of paths a result is shown when its place is known, which takes a walk of its own.
        shownAll = search.isComplete && (mode != .paths || located == search.ranges.count)
        switch mode {
        // What a path gives has no earlier one beside it that it could be compared with.
        case .pretty, .diff: return Document(json: result)
        case .decoded: return Document(json: result, isDecoded: true)
        case .raw: return Document(result, view: .raw)
        case .hex: return Document(result, view: .hex)
        case .paths: return Document(PayloadBytes(places), view: .raw)
        }
    }

    var hasWork: Bool { search != nil && !shownAll }

    /// Searches until a deadline; true when there are results to be shown that are not shown yet.
    mutating func advance(until deadline: ContinuousClock.Instant, locates: Bool) -> Bool {
        guard let search else { return false }
        while !search.isComplete {
            // Now and then, as results come in: showing them anew costs as much as there are.
            if search.ranges.count >= max(1000, 2 * shown) { return true }
            guard ContinuousClock.now < deadline else { return false }
            search.advance(units: Self.sliceUnits)
        }
        return !locates || locate(search, until: deadline)
    }

    /// Finds where the results are; false when there is more to find.
    private mutating func locate(_ search: JSONPathSearch, until deadline: ContinuousClock.Instant) -> Bool {
        guard let payload else { return true }
        let locator = locator ?? JSONPathLocator(payload)
        self.locator = locator
        while located < search.ranges.count {
            guard ContinuousClock.now < deadline else { return false }
            var units = Self.sliceUnits
            // nil: the slice is used up, and the walk goes on from there.
            guard let path = locator.path(ofValueAt: search.ranges[located].lowerBound, units: &units) else { continue }
            places += Array(path.utf8)
            places.append(0x0A)
            located += 1
        }
        return true
    }
}
