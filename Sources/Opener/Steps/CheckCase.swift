public import Expectations

/// One thing that was expected, and what came of it.
public struct CheckCase: Sendable {
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
