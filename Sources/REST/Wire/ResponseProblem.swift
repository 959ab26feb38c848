/// Why bytes cannot be read as an answer of HTTP/1.1, or not to its end.
struct ResponseProblem: Error, Hashable {
    enum Kind: Hashable {
        /// The first bytes are not those of a status line.
        case notHTTP
        /// It begins as HTTP does and goes on as nothing that can be read.
        case malformed
        /// The connection ended before the first line of the answer did.
        case noAnswer
        /// The connection ended within the answer.
        case incomplete
    }

    var kind: Kind
    /// The line of the answer, counted from 1.
    var line: Int
    /// What is wrong there.
    var what: String
    /// Where that is written; empty when it needs no saying.
    var section = ""
    /// Whether it is in the status line or a field of the head.
    var isOfHead = false
    /// Whether it goes on for longer than is read.
    var isEndless = false

    /// Whose rule it breaks, and where. How much is read is a bound of the reader: HTTP has none.
    var place: String { isEndless ? "cannot be read from line \(line) on" : "breaks HTTP in line \(line)" }
}
