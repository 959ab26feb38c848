/// Retained messages that are cleared, or would be, and cannot be put back afterwards: how many, and why.
public struct RetainedLosses: Hashable, Sendable {
    /// Why one cannot be put back.
    public enum Cause: Sendable {
        /// The message is not kept here, or never came.
        case notKept
        /// Only the beginning of its payload is kept: it would be another message.
        case keptInPart
        /// What is cleared takes more than is kept of it.
        case noRoom
    }

    /// How many are not kept here.
    public private(set) var notKept = 0
    /// How many are kept only in part.
    public private(set) var keptInPart = 0
    /// How many are beyond what is kept of what is cleared.
    public private(set) var noRoom = 0

    /// None.
    public init() {}

    /// How many it is about.
    public var count: Int { notKept + keptInPart + noRoom }

    /// Counts one more.
    mutating func add(_ cause: Cause) { count(cause, 1) }

    /// Counts one less: it was not lost after all.
    mutating func remove(_ cause: Cause) { count(cause, -1) }

    private mutating func count(_ cause: Cause, _ step: Int) {
        switch cause {
        case .notKept: notKept += step
        case .keptInPart: keptInPart += step
        case .noRoom: noRoom += step
        }
    }
}
