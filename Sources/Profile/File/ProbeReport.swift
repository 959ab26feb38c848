public import Text

/// What a test of a connection has found so far, step by step.
public struct ProbeReport: Hashable, Sendable {
    /// One step on the way to the broker and back.
    public struct Step: Hashable, Sendable {
        /// How it went.
        public enum State: Sendable {
            /// It is being tried.
            case running
            /// It works.
            case passed
            /// It works, and something about it should be known.
            case warned
            /// It does not work; the words say what to try.
            case failed
        }

        /// What is tried: `TLS`.
        public var title: String
        /// How it went.
        public var state: State
        /// What was found, a fact a line; the first stands beside the title.
        public var lines: [String]

        /// A step of its parts.
        public init(_ title: String, _ state: State, _ lines: [String] = []) {
            self.title = title
            self.state = state
            self.lines = lines
        }
    }

    /// The connection's name.
    public var name: String
    /// What a test that is kept is found by: the broker's address without passwords and tokens. Until the test knows what
    /// its variables stand for, it is as it was written.
    public var address: String
    /// When the test ended, in microseconds since 1970.
    public var testedAt: Moment?
    /// The steps so far.
    public var steps: [Step] = []
    /// Whether there is more to come.
    public var isRunning = true

    /// A report without steps.
    public init(name: String, address: String = "") {
        self.name = name
        self.address = address
    }

    /// A report without steps of a connection.
    public init(_ draft: ConnectionDraft) {
        self.init(name: draft.name, address: Profile.withoutPassword(draft.url))
    }
}
