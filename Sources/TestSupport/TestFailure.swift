/// Why a test peer could not do what it was asked, in words.
public struct TestFailure: Error, CustomStringConvertible, Sendable {
    /// The words.
    public let description: String

    /// A failure that says `description`.
    public init(_ description: String) { self.description = description }
}
