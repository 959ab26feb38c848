/// What must be so of a message or of an answer, as a person writes it:
///
///     status == 200 && $.sensors count >= 3
///     topic == home/lamp and $.on == true and not $.error exists
///     header content-type contains json
///
/// One grammar for the screen, the profile and the verbs; ``ConditionParser`` has it. A value that is not there passes
/// nothing but `not exists`; of several values that a path gives all must pass, with `any` before it one. Numbers are
/// compared by their text, exactly.
public struct Condition: Sendable {
    /// As it was written.
    public let text: String
    let root: ConditionNode

    /// How `{{name}}` in a value is filled: the text, or why there is none, in words.
    public typealias Fill = (_ text: String) throws(FillProblem) -> String

    /// Why a value cannot be filled, in words.
    public struct FillProblem: Error, Sendable {
        /// In the user's words.
        public let words: String

        /// A problem in words.
        public init(_ words: String) { self.words = words }
    }

    /// Reads a condition.
    /// - Parameters:
    ///   - kind: what it is to be asked of.
    ///   - fill: puts values into the texts that it compares with; without it they stand as they are.
    public init(
        _ text: String, about kind: Subject.Kind, filling fill: Fill? = nil
    ) throws(ConditionProblem) {
        self.text = text
        var parser = ConditionParser(text, kind, fill)
        root = try parser.parse()
    }

    /// Whether it holds.
    public func holds(for subject: Subject) -> Bool {
        var run = ConditionRun(subject, notes: false)
        return run.holds(root)
    }

    /// Whether it holds, and what was found instead.
    public func judge(_ subject: Subject) -> Verdict {
        var run = ConditionRun(subject, notes: true)
        let isMet = run.holds(root)
        return Verdict(isMet: isMet, findings: run.findings)
    }
}
