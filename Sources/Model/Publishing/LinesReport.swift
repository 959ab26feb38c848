public import Profile

/// The lines of a file, read for a run.
public struct LinesReport: Sendable {
    /// Why there are none: one line for the person.
    public struct Failure: Error, Sendable {
        let words: String

        /// The words.
        public init(words: String) {
            self.words = words
        }
    }

    let draft: PublishDraft
    let interval: Int64
    let total: Int?
    let lines: Result<[String], Failure>

    /// What each line is sent with, how often in microseconds, how many at most, and the lines.
    public init(draft: PublishDraft, interval: Int64, total: Int?, lines: Result<[String], Failure>) {
        self.draft = draft
        self.interval = interval
        self.total = total
        self.lines = lines
    }
}
