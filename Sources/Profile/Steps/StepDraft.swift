/// One step: what is sent, and what is expected of it on both sides.
public struct StepDraft: Hashable, Sendable {
    /// What starts it.
    public enum Trigger: Hashable, Sendable {
        /// Nothing: what comes anyway.
        case none
        /// A saved request, by its name.
        case savedRequest(String)
        /// A request of the step's own.
        case request(RequestDraft)
        /// A saved publish, by its name.
        case savedPublish(String)
        /// A publish of the step's own.
        case publish(PublishDraft)
    }

    /// What it is called.
    public var name = ""
    /// What starts it.
    public var trigger = Trigger.none
    /// What must be so of the answer, beside the checks that a saved request has of its own.
    public var checks: [String] = []
    /// Values that are taken out of the answer: a variable's name, and what is taken.
    public var bindings: [DraftField] = []
    /// Whether the messages that are expected must come in their order.
    public var isInOrder = false
    /// What is expected of messages.
    public var expected: [ExpectedDraft] = []

    /// A step that expects nothing.
    public init() {}
}
