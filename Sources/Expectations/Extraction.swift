import JSONPath
import Payloads

/// One value that is taken out of a message or an answer: `$.token`, `header location`, `status`, `body`, `topic`. The
/// words are those of a ``Condition``.
public struct Extraction: Hashable, Sendable {
    /// As it was written.
    public let text: String
    private let test: ConditionTest

    /// The last name of what is taken, by which a secret is known: `token`; empty for none.
    public var name: String { ConditionRun.name(of: test.source) }

    /// Why there is no such value, in words.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is missing.
        public let description: String
    }

    /// Reads what is to be taken.
    public init(_ text: String, about kind: Subject.Kind) throws(ConditionProblem) {
        self.text = text
        var parser = ConditionParser(text, kind, nil)
        test = try parser.parseSource()
    }

    /// The value as text: of a string of JSON the text in it, of everything else what was sent, numbers digit for digit.
    /// - Throws: ``Problem`` when nothing is there, when there are several, or when it is no text.
    public func value(of subject: Subject) throws(Problem) -> String {
        let run = ConditionRun(subject, notes: false)
        let (values, problem) = run.values(of: test)
        guard let value = values.first else {
            throw Problem(
                description: "there is no \(text)" + (problem.map { " (\($0.dropPrefix("nothing: ")))" } ?? ""))
        }
        guard values.count == 1 else {
            throw Problem(description: "\(text) is \(values.count) values, and one is needed")
        }
        let bytes: [UInt8]
        switch value.content {
        case .string(let text): return text
        case .plain(let all): bytes = all
        // Numbers, lists and objects as they were sent.
        default: bytes = run.raw(value)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(description: "\(text) is no text")
        }
        return text
    }

    /// The same text takes the same value.
    public static func == (one: Extraction, other: Extraction) -> Bool { one.text == other.text }

    /// By its text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> Substring {
        hasPrefix(prefix) ? dropFirst(prefix.count) : self[...]
    }
}
