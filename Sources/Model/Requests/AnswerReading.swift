public import Profile

/// What came of looking for an answer on the disk.
public struct AnswerReading: Sendable {
    /// What came.
    public enum Outcome: Sendable {
        /// The answer, but for its number and its request.
        case found(SentRequest)
        /// There is none any more.
        case gone
        /// It cannot be read; why in one line.
        case failed(String)
    }

    /// What it is found by.
    public var key: String
    /// The request that it is to be shown at, by its number in the library.
    public var request: Int
    /// What came.
    public var outcome: Outcome

    /// What came of looking under a key.
    public init(key: String, request: Int, _ outcome: Outcome) {
        self.key = key
        self.request = request
        self.outcome = outcome
    }
}

/// How far an answer has come that is looked for on the disk.
public enum AnswerLookup: Sendable {
    /// It is read; how it stands in the history.
    case reading(RequestHistory.Entry)
    /// It is not there any more.
    case gone
    /// It cannot be read; why in one line.
    case failed(String)
}
