import Expectations
import Opener
import Payloads
import Text

extension CheckReport {
    /// How a report is written.
    public enum Format: String, Sendable, CaseIterable {
        /// Lines for people.
        case text
        /// One JSON object.
        case json
        /// TAP 14, with YAML behind what is not met.
        case tap
        /// A file of JUnit, as build servers read it.
        case junit
    }

    /// The report in a format; ends with a line break.
    public func written(as format: Format) -> String {
        switch format {
        case .text: text
        case .json: String(decoding: json.written(), as: UTF8.self)
        case .tap: tap
        case .junit: junit
        }
    }

    // MARK: - Text

    private var text: String {
        var text = ""
        for entry in cases {
            text += "\(entry.isSkipped ? "skip" : entry.isMet ? "ok  " : "FAIL")  \(entry.name)\n"
            for line in entry.words { text += "      \(line)\n" }
            for line in entry.notes { text += "      \(line)\n" }
            for binding in entry.bindings { text += "      \(binding.name) = \(binding.value)\n" }
        }
        if let problem { text += "ERROR \(problem)\n" }
        // By line: names and values come from a server and may hold what drives a terminal.
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
            .joined(separator: "\n")
    }

    /// How many were met, on one line.
    public var summary: String {
        "\(cases.count { $0.isMet }) of \(cases.count) met in \(TimeWords.words(time))"
    }

    // MARK: - JSON

    private var json: JSONValue {
        var members = [
            JSONMember("name", JSONValue(text: name)), JSONMember("met", JSONValue(.bool(isMet))),
            JSONMember("cases", JSONValue(.array(cases.map(Self.json)))),
        ]
        if let problem { members.append(JSONMember("problem", JSONValue(text: problem))) }
        return JSONValue(.object(members))
    }

    private static func json(_ entry: Case) -> JSONValue {
        JSONValue(
            .object([
                JSONMember("name", JSONValue(text: entry.name)), JSONMember("met", JSONValue(.bool(entry.isMet))),
                JSONMember("skipped", JSONValue(.bool(entry.isSkipped))),
                JSONMember("seconds", JSONValue(.number(TimeSpelling.seconds(entry.time)))),
                JSONMember("words", texts(entry.words)),
                JSONMember(
                    "findings",
                    JSONValue(
                        .array(
                            entry.findings.map { finding in
                                JSONValue(
                                    .object([
                                        JSONMember("test", JSONValue(text: finding.test)),
                                        JSONMember("met", JSONValue(.bool(finding.isMet))),
                                        JSONMember("expected", JSONValue(text: finding.expected)),
                                        JSONMember("got", JSONValue(text: finding.got)),
                                        JSONMember("path", JSONValue(text: finding.path)),
                                    ]))
                            }))), JSONMember("notes", texts(entry.notes)),
                JSONMember(
                    "bindings",
                    JSONValue(.object(entry.bindings.map { JSONMember($0.name, JSONValue(text: $0.value)) }))),
            ]))
    }

    private static func texts(_ lines: [String]) -> JSONValue { JSONValue(.array(lines.map { JSONValue(text: $0) })) }

    // MARK: - TAP

    /// https://testanything.org/tap-version-14-specification.html
    private var tap: String {
        var text = "TAP version 14\n1..\(cases.count)\n"
        for (index, entry) in cases.enumerated() {
            // TAP counts what was skipped as ok, with a directive (TAP 14, "Directives").
            let isFine = entry.isMet || entry.isSkipped
            let skip = entry.isSkipped ? " # SKIP one before it was not met" : ""
            text += "\(isFine ? "ok" : "not ok") \(index + 1) - \(Self.tapName(entry.name))\(skip)\n"
            let missed = entry.findings.filter { !$0.isMet }
            if isFine { continue }
            // A YAML block stands two blanks in, between `---` and `...` (TAP 14).
            text += "  ---\n  message: \(Self.yaml(entry.words.joined(separator: "; ")))\n"
            if let finding = missed.first {
                text += "  expected: \(Self.yaml(finding.expected))\n  got: \(Self.yaml(finding.got))\n"
                if !finding.path.isEmpty { text += "  at: \(Self.yaml(finding.path))\n" }
            }
            if !entry.notes.isEmpty {
                text += "  came:\n" + entry.notes.map { "    - \(Self.yaml($0))\n" }.joined()
            }
            text += "  ...\n"
        }
        // Readers of TAP stop here: the rest of the plan was not run.
        if let problem { text += "Bail out! \(problem.withoutControls)\n" }
        return text
    }

    /// A description: # begins a directive, and a backslash an escape.
    private static func tapName(_ name: String) -> String {
        name.withoutControls.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// A text as JSON writes it is one of YAML, too (YAML 1.2 1.3).
    private static func yaml(_ text: String) -> String { JSONString.quoted(text) }

    // MARK: - JUnit

    private var junit: String {
        let failed = cases.count { !$0.isMet && !$0.isSkipped }
        // Build servers count cases: what ended the run becomes one more, or nobody would see it.
        let errors = problem == nil ? 0 : 1
        let facts =
            "name=\"\(Self.xml(name))\" tests=\"\(cases.count + errors)\" failures=\"\(failed)\" errors=\"\(errors)\" skipped=\"\(cases.count { $0.isSkipped })\" "
            + "time=\"\(TimeSpelling.seconds(time))\""
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite \(facts)>\n"
        for entry in cases {
            text +=
                "<testcase classname=\"\(Self.xml(name))\" name=\"\(Self.xml(entry.name))\" time=\"\(TimeSpelling.seconds(entry.time))\">\n"
            if entry.isSkipped {
                text += "<skipped/>\n"
            } else if !entry.isMet {
                let message = Self.xml(entry.words.first ?? "not met")
                text += "<failure message=\"\(message)\">\(Self.xml(entry.words.joined(separator: "\n")))</failure>\n"
            }
            if !entry.notes.isEmpty {
                text += "<system-out>\(Self.xml(entry.notes.joined(separator: "\n")))</system-out>\n"
            }
            text += "</testcase>\n"
        }
        if let problem {
            text +=
                "<testcase classname=\"\(Self.xml(name))\" name=\"run\"><error message=\"\(Self.xml(problem))\"/></testcase>\n"
        }
        return text + "</testsuite>\n</testsuites>\n"
    }

    /// Controls have no place in XML, not even escaped (XML 1.0 2.2).
    private static func xml(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.withoutControls }.joined(separator: "\n")
            .xmlEscaped
    }
}
