/// What a condition came to.
public struct Verdict: Hashable, Sendable {
    /// What was found by one test of a condition.
    public struct Finding: Hashable, Sendable {
        /// The test as it was written: `$.on == true`.
        public var test: String
        /// What it asks for: `== true`.
        public var expected: String
        /// What was there, cut and without controls: `false`, or `nothing`.
        public var got: String
        /// Where the value stands, as a normalized path (RFC 9535 2.7); empty for what is no JSON.
        public var path: String
        /// The last name of what is looked at, by which a secret is known: `token`; empty for none.
        public var name: String
        /// Whether it passed.
        public var isMet: Bool

        /// One line: `$.on == true: got false at $['on']`.
        public var words: String {
            isMet ? test : "\(test): got \(got)" + (path.isEmpty || path == "$" ? "" : " at \(path)")
        }
    }

    /// Whether it holds.
    public let isMet: Bool
    /// What each test found, in the order in which they were made.
    public var findings: [Finding]

    /// The findings that did not pass.
    public var missed: [Finding] { findings.filter { !$0.isMet } }

    /// How much of it was met: the more, the nearer.
    public var nearness: Int { findings.count { $0.isMet } }
}
