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

        /// Whether it needs a broker: to publish, to watch, or for the value of a topic.
        public func needsBroker(_ variables: Variables) -> Bool {
            if case .publish = trigger { return true }
            return !draft.expected.isEmpty
                || needs(variables).taken.contains { if case .topic = $0.call { true } else { false } }
        }

        /// What it compares with, and what it watches, calls for.
        func comparedNeeds(_ variables: Variables) -> RequestNeeds {
            var texts = draft.checks + draft.expected.flatMap { [$0.filter, $0.condition] }
            if case .request(let draft) = trigger { texts += draft.checks }
            return RequestNeeds(.none, variables, texts: texts)
        }

        /// What its trigger calls for.
        func needs(_ variables: Variables) -> RequestNeeds {
            switch trigger {
            case .none: RequestNeeds(.none, variables)
            case .request(let draft): RequestNeeds(draft, variables)
            case .publish(let draft): draft.needs(with: variables)
            }
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
    /// The saved request of a name, whose answers steps take values of.
    public var saved: @Sendable (_ name: String) throws(RequestOpener.Failure) -> RequestDraft = {
        (name) throws(RequestOpener.Failure) in
        throw RequestOpener.Failure(description: "no request is called \(name)")
    }
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
