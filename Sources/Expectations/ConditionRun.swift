import JSONPath
import Payloads
import Text

/// One asking of a condition.
struct ConditionRun {
    private let subject: Subject
    private let notes: Bool
    /// What each test found, when that is asked for.
    private(set) var findings: [Verdict.Finding] = []

    init(_ subject: Subject, notes: Bool) {
        self.subject = subject
        self.notes = notes
    }

    /// Whether a part of the condition holds. With notes every test is made, else no more than are needed.
    mutating func holds(_ node: ConditionNode, isWanted: Bool = true) -> Bool {
        switch node {
        case .and(let parts):
            var holds = true
            // Every part where findings are wanted: a person sees all that is wrong at once.
            for part in parts where notes || holds { holds = self.holds(part, isWanted: isWanted) && holds }
            return holds
        case .or(let parts):
            var holds = false
            for part in parts where notes || !holds { holds = self.holds(part, isWanted: isWanted) || holds }
            return holds
        // Beneath a `not` a test is wanted not to hold.
        case .not(let part): return !holds(part, isWanted: !isWanted)
        case .test(let test): return holds(test, isWanted: isWanted)
        }
    }

    private mutating func holds(_ test: ConditionTest, isWanted: Bool) -> Bool {
        let (values, problem) = values(of: test)
        let isNegated = test.isNegated
        func passes(_ value: JudgedValue) -> Bool { value.passes(test.check) != isNegated }
        let holds: Bool
        if values.isEmpty {
            // What is not there passes nothing, but it is not there.
            if case .exists = test.check { holds = isNegated } else { holds = false }
        } else {
            holds = test.isAny ? values.contains(where: passes) : values.allSatisfy(passes)
        }
        guard notes else { return holds }
        // The value that decides: the first that is not as it is wanted.
        let blamed = values.first { passes($0) != isWanted } ?? values.first
        findings.append(
            Verdict.Finding(
                test: isWanted ? test.text : "not \(test.text)",
                expected: isWanted ? test.expected : "not \(test.expected)",
                got: blamed.map { got($0, of: test) } ?? problem ?? "nothing", path: blamed.map { path(of: $0) } ?? "",
                name: Self.name(of: test.source), isMet: holds == isWanted))
        return holds
    }

    private func got(_ value: JudgedValue, of test: ConditionTest) -> String {
        if case .duration = test.source, let nanoseconds = value.number.flatMap({ Int64($0.text) }) {
            return TimeWords.words(nanoseconds)
        }
        return value.shown
    }

    /// The last name of what is looked at.
    static func name(of source: ConditionTest.Source) -> String {
        switch source {
        case .field(let name): name
        case .path(let path):
            String(path.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.last ?? "")
        default: ""
        }
    }

    /// Where a value of JSON stands.
    private func path(of value: JudgedValue) -> String {
        guard value.offset >= 0 else { return "" }
        // A bound on the search for its place: the verdict stands without it.
        var units = 64 << 20
        return JSONPathLocator(subject.body).path(ofValueAt: value.offset, units: &units) ?? ""
    }

    // MARK: - Values

    /// What a test looks at, or why there is nothing.
    func values(of test: ConditionTest) -> (all: [JudgedValue], problem: String?) {
        switch test.source {
        case .status: return ([JudgedValue(number: subject.status)], nil)
        case .duration: return ([JudgedValue(number: subject.duration)], nil)
        case .size: return ([JudgedValue(number: subject.body.count)], nil)
        case .qos: return ([JudgedValue(number: subject.qos)], nil)
        case .retain: return ([JudgedValue(.boolean(subject.isRetained), shown: "\(subject.isRetained)")], nil)
        case .sha256: return ([JudgedValue(plain: hash(Hash.sha256))], nil)
        case .md5: return ([JudgedValue(plain: hash(Hash.md5))], nil)
        case .topic: return measured([JudgedValue(plain: Array(subject.topic.utf8))], test)
        case .body: return measured([JudgedValue(plain: subject.body.withBytes { Array($0) })], test)
        case .field(let name):
            // Names are the same in either case (RFC 9110 5.1).
            let fields = subject.fields.filter { $0.name.lowercased() == name.lowercased() }
            return measured(fields.map { JudgedValue(plain: Array($0.value.utf8)) }, test)
        case .path(let path): return values(of: path, test)
        }
    }

    /// A value of JSON as it was sent.
    func raw(_ value: JudgedValue) -> [UInt8] {
        guard value.offset >= 0 else { return Array(value.shown.utf8) }
        return subject.body.withBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[value.offset...])
            return Array(rest.prefix(value.size))
        }
    }

    private func hash(_ function: ([UInt8]) -> [UInt8]) -> [UInt8] {
        Array(HexDigit.lower(function(subject.body.withBytes { Array($0) })).utf8)
    }

    private func values(of path: JSONPath, _ test: ConditionTest) -> (all: [JudgedValue], problem: String?) {
        let search = JSONPathSearch(path, in: subject.body)
        while !search.advance(units: 1 << 20) {}
        if let problem = search.problem, search.ranges.isEmpty { return ([], "nothing: \(problem)") }
        if search.count == 0, subject.body.count == 0 { return ([], "nothing: it is empty") }
        // Of a path that may find several, how many it found; of one value, how many elements it has.
        if test.measure == .count, !path.isSingular { return ([JudgedValue(number: search.count)], nil) }
        let values = subject.body.withBytes { bytes in
            search.ranges.map { range in
                let value = Array(bytes[range])
                // What no value can be made of (a number beyond all bounds) is judged as it is written: left out, it would
                // pass a test that all of them are to pass.
                return JudgedValue(json: value, offset: range.lowerBound) ?? JudgedValue(plain: value)
            }
        }
        return measured(values, test)
    }

    /// What a measure makes of values.
    private func measured(_ values: [JudgedValue], _ test: ConditionTest) -> (all: [JudgedValue], problem: String?) {
        switch test.measure {
        case nil: return (values, nil)
        case .type:
            return (
                values.map { value in
                    let word = value.kind?.rawValue ?? "text"
                    return located(JudgedValue(.plain(Array(word.utf8)), shown: word), as: value)
                }, nil
            )
        case .length: return lengths(values, "has no length")
        case .count:
            if case .field = test.source { return ([JudgedValue(number: values.count)], nil) }
            return lengths(values, "has no elements")
        }
    }

    private func lengths(_ values: [JudgedValue], _ words: String) -> (all: [JudgedValue], problem: String?) {
        let lengths = values.compactMap { value in
            value.length.map { located(JudgedValue(number: $0), as: value) }
        }
        // One value without a length, and the measure says nothing.
        guard lengths.count == values.count else { return ([], "a value that \(words)") }
        return (lengths, nil)
    }

    private func located(_ value: JudgedValue, as other: JudgedValue) -> JudgedValue {
        var value = value
        value.offset = other.offset
        return value
    }
}
