public import Expectations
public import Opener

/// What was expected and what came of it, for people and for the programs that run tests.
public struct CheckReport: Sendable {
    /// One thing that was expected.
    public struct Case: Sendable {
        /// What it is called.
        public var name: String
        /// Whether it was met.
        public var isMet: Bool
        /// Whether it was not looked at, because one before it was not met.
        public var isSkipped = false
        /// How long it took, in nanoseconds.
        public var time: Int64
        /// What was not met, a line each.
        public var words: [String] = []
        /// What each test found.
        public var findings: [Verdict.Finding] = []
        /// What came, a line each.
        public var notes: [String] = []
        /// Values that were taken out of what came, secrets as dots.
        public var bindings: [Binding] = []

        /// A case of its parts.
        public init(_ name: String, isMet: Bool, time: Int64 = 0) {
            self.name = name
            self.isMet = isMet
            self.time = time
        }

        /// One check of an answer.
        public init(_ result: CheckResult, time: Int64) {
            self.init(result.text, isMet: result.isMet, time: time)
            words = result.words
            findings = result.findings
        }
    }

    /// A value with a name.
    public struct Binding: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// The value as text.
        public var value: String

        /// A binding of its parts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What all of it is about: a request, a file.
    public var name: String
    /// Each thing that was expected, in order.
    public var cases: [Case]
    /// What ended it before the rest could be looked at; nil when nothing did.
    public var problem: String?

    /// A report of some cases.
    public init(_ name: String, _ cases: [Case] = []) {
        self.name = name
        self.cases = cases
    }

    /// Whether everything was met.
    public var isMet: Bool { problem == nil && cases.allSatisfy { $0.isMet || $0.isSkipped } }

    /// The code of the exit: 0 met, 4 not met (as Hurl), 1 for an error.
    public var status: Int32 {
        problem != nil ? ExitStatus.failure : isMet ? ExitStatus.success : ExitStatus.notMet
    }

    /// Nanoseconds of all cases.
    var time: Int64 { cases.reduce(0) { $0 + $1.time } }
}

extension ExitStatus {
    /// Something that was expected did not come, or was not so.
    public static let notMet: Int32 = 4
}
