/// A question for a secret that is needed now.
public struct SecretQuestion: Equatable, Sendable {
    /// Its number, for the answer.
    public let number: Int
    /// What it is for: `password of home`.
    public let words: String

    /// A question of its parts.
    public init(number: Int, words: String) {
        self.number = number
        self.words = words
    }
}
