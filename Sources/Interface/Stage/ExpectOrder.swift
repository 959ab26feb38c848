public import Profile

/// Something to send, and what is to be expected of it, over a connection of its own to the broker on the screen.
public struct ExpectOrder: Equatable, Sendable {
    /// What is expected; its trigger holds the request or the publish itself.
    public var step: StepDraft
    /// The variables as they are now.
    public var variables: Variables
}
