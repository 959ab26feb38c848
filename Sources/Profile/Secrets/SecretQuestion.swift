/// A question for a secret that is needed now.
public struct SecretQuestion: Equatable, Sendable {
    /// What is asked.
    public enum Subject: Equatable, Sendable {
        /// The secret itself; the words say what it is for: `password of home`.
        case value(String)
        /// Whether a program may be run for it, from now on too; any answer means yes.
        case command([String], for: String)

        /// What the secret is for.
        public var words: String {
            switch self {
            case .value(let words), .command(_, let words): words
            }
        }
    }

    /// Its number, for the answer.
    public let number: Int
    /// What is asked.
    public let subject: Subject

    /// A question of its parts.
    public init(number: Int, subject: Subject) {
        self.number = number
        self.subject = subject
    }
}
