public import Opener
public import Profile
public import Text

/// What `expect` is asked to do.
public struct ExpectRequest: Sendable {
    /// One step, with everything in it that a name stood for.
    public struct Step: Sendable {
        /// What starts it.
        public enum Trigger: Sendable {
            /// Nothing: what comes anyway.
            case none
            /// A request is sent.
            case request(RequestDraft)
            /// A message is published.
            case publish(PublishDraft)
        }

        /// What is expected.
        public var draft: StepDraft
        /// What starts it.
        public var trigger: Trigger

        /// A step of its parts.
        public init(_ draft: StepDraft, trigger: Trigger) {
            self.draft = draft
            self.trigger = trigger
        }

        /// Whether it needs a broker.
        public var needsBroker: Bool {
            if case .publish = trigger { return true }
            return !draft.expected.isEmpty
        }
    }

    /// What it is about, for a report.
    public var name: String
    /// How to connect; nil where no step needs a broker.
    public var connection: ConnectionSetup?
    /// The steps in order.
    public var steps: [Step]
    /// What `{{name}}` stands for.
    public var variables: Variables
    /// Finds secrets.
    public var secrets: SecretResolver
    /// What `User-Agent` says.
    public var userAgent: String
    /// The time: microseconds since 1970.
    public var now: @Sendable () -> Moment

    /// Steps, and what they need.
    public init(
        _ name: String, _ steps: [Step], _ variables: Variables, connection: ConnectionSetup?,
        secrets: SecretResolver, userAgent: String, now: @escaping @Sendable () -> Moment
    ) {
        self.name = name
        self.steps = steps
        self.variables = variables
        self.connection = connection
        self.secrets = secrets
        self.userAgent = userAgent
        self.now = now
    }
}
