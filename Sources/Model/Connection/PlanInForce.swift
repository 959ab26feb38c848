public import MQTT
public import Profile

/// What an open connection was opened with, and what its next attempts are made with. Secrets that prove who one is are known
/// to its feed, and to the draft as they were typed; of those that are part of a name ``told`` says what a person, a log or a file may have of it.
public struct PlanInForce: Equatable, Sendable {
    /// A filter that no broker can be asked for.
    public struct Unusable: Equatable, Sendable {
        /// The filter as it would be asked for.
        public var filter: String
        /// What is wrong with it.
        public var words: String

        /// A filter and what is wrong with it.
        public init(_ filter: String, _ words: String) {
            self.filter = filter
            self.words = words
        }
    }

    /// Where the broker is, as shown: `mqtts://broker:8883`.
    public var address: String
    /// Its scheme, host and port as they are: for comparing, and shown nowhere.
    public var origin: String
    /// What a test of it is found by later.
    public var testedAs: String
    /// How other programs reach it, for commands.
    public var access: BrokerAccess
    /// The client identifier as it is sent; empty lets the broker choose one.
    public var clientID = ""
    /// What the settings have asked for.
    public var subscriptions: [Subscription] = []
    /// What they name and no broker can be asked for.
    public var unusable: [Unusable] = []
    /// The topic of the will, as it may be told; nil for none.
    public var will: String?
    /// Whether a token or a signature is in it, which ends: each attempt to connect is made with another plan.
    public var isPerishable = false
    /// What may be told of what has secrets in it.
    public var told = ToldTexts()
    /// What it was made of, for saving it, secrets as they were given; nil where nobody has set anything.
    public var draft: ConnectionDraft?
    /// What the person was asked for it: by these words it is asked again.
    public var asked: [String] = []

    /// A plan that asks for nothing.
    public init(address: String, access: BrokerAccess) {
        self.address = address
        origin = address
        testedAs = address
        self.access = access
    }
}
