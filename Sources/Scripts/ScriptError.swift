/// Why a verb for scripts cannot go on: one line for standard error, and how it ends.
public struct ScriptError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What failed and what to do.
    public let description: String
    /// What the process ends with; see ``ExitStatus``.
    public let status: Int32

    /// An end with a line of words.
    public init(_ description: String, status: Int32 = ExitStatus.failure) {
        self.description = description
        self.status = status
    }
}
