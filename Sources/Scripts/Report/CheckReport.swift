public import Opener

/// What was expected and what came of it, for people and for the programs that run tests.
public struct CheckReport: Sendable {
    /// One thing that was expected.
    public typealias Case = CheckCase
    /// A value with a name.
    public typealias Binding = CheckCase.Binding

    /// What all of it is about: a request, a file.
    public var name: String
    /// Each thing that was expected, in order.
    public var cases: [Case]
    /// What ended it before the rest could be looked at; nil when nothing did.
    public var problem: String?

    /// A report of some cases.
    public init(_ name: String, _ cases: [Case] = []) {
        self.name = name
        self.cases = cases
    }

    /// Whether everything was met.
    public var isMet: Bool { problem == nil && cases.allSatisfy { $0.isMet || $0.isSkipped } }

    /// The code of the exit: 0 met, 4 not met (as Hurl), 1 for an error.
    public var status: Int32 {
        problem != nil ? ExitStatus.failure : isMet ? ExitStatus.success : ExitStatus.notMet
    }

    /// Nanoseconds of all cases.
    var time: Int64 { cases.reduce(0) { $0 + $1.time } }
}

extension ExitStatus {
    /// Something that was expected did not come, or was not so.
    public static let notMet: Int32 = 4
}
