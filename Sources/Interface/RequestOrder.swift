public import Explorer

/// A request to send: the draft as it is now, and what it is to be made with.
public struct RequestOrder: Equatable, Sendable {
    /// The number of the exchange that it becomes.
    public let id: UInt64
    /// What makes two exchanges answers to the same request.
    public let key: String
    /// The request as it is typed.
    public let draft: RequestDraft
    /// The variables as they are now.
    public let variables: Variables
}
