/// What came so far of something that is sent and what is expected of it.
public struct StepReport: Sendable {
    /// How far it is.
    public enum State: Hashable, Sendable {
        /// The broker has not granted what is watched yet.
        case preparing
        /// It was sent, and is watched.
        case running
        /// All of it came as expected.
        case met
        /// Something did not.
        case missed
        /// It could not be looked at, why in the person's words.
        case failed(String)
    }

    /// How far it is.
    public var state = State.preparing
    /// What came, and what is waited for or was not met: a line each.
    public var notes: [String] = []
    /// What was not met, with what came nearest: a line each.
    public var words: [String] = []

    /// Nothing came yet.
    public init() {}

    /// Whether it goes on.
    public var isRunning: Bool { state == .preparing || state == .running }
}
