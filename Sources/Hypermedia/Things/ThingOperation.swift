/// One thing that can be done by one form of a description: a request, a topic, or what another protocol has.
public struct ThingOperation: Hashable, Sendable {
    /// The operation as it is written: `readproperty` (TD 1.1 5.3.4.2).
    public var name: String
    /// How it is done.
    public var way: Way
    /// What it takes to be let in, all of it; empty when nothing.
    public var security: [ThingSecurity]
    /// `longpoll`, `sse`, `websub`; nil when there is none.
    public var subprotocol: String?

    /// How it is done.
    public enum Way: Hashable, Sendable {
        /// A request.
        case http(HTTP)
        /// A topic to listen to.
        case listen(Topic)
        /// A message to publish.
        case publish(Topic, payload: String)
        /// A protocol that martlet does not speak: the URL.
        case other(String)
    }

    /// A request.
    public struct HTTP: Hashable, Sendable {
        /// The method.
        public var method: String
        /// The whole URL, or a template where it has variables.
        public var url: String
        /// Whether `url` is a template (RFC 6570): of `uriVariables`.
        public var isTemplate = false
        /// Header fields.
        public var fields: [Field] = []
        /// The body to begin with; nil when none is sent.
        public var body: String?
        /// What is known of the template's variables.
        public var variables: [LinkForm.Field] = []
    }

    /// A header field.
    public struct Field: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// A field of its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A topic, and the broker that has it.
    public struct Topic: Hashable, Sendable {
        /// The broker's URL without a topic: `mqtt://host:1883`.
        public var broker: String
        /// The topic, or the filters to listen to.
        public var filters: [String]
        /// The quality of service; nil when nothing is said.
        public var qos: Int?
        /// Whether a message is to be kept by the broker.
        public var isRetained = false

        /// A topic of a broker.
        public init(broker: String, filters: [String], qos: Int? = nil, isRetained: Bool = false) {
            self.broker = broker
            self.filters = filters
            self.qos = qos
            self.isRetained = isRetained
        }
    }

    /// In one word: `read`, `write`, `observe`, `invoke`, `listen`.
    public var verb: String {
        switch name {
        case "readproperty", "readallproperties", "readmultipleproperties": "read"
        case "writeproperty", "writeallproperties", "writemultipleproperties": "write"
        case "observeproperty", "observeallproperties": "observe"
        case "unobserveproperty", "unobserveallproperties": "stop observing"
        case "invokeaction": "invoke"
        case "queryaction", "queryallactions": "ask how it goes"
        case "cancelaction": "cancel"
        case "subscribeevent", "subscribeallevents": "listen"
        case "unsubscribeevent", "unsubscribeallevents": "stop listening"
        default: name
        }
    }

    /// Whether it changes nothing: it can be done at once.
    public var isReading: Bool {
        switch way {
        case .http(let http): http.method == "GET" && !http.isTemplate
        case .listen: true
        case .publish, .other: false
        }
    }

    /// Where it goes, in words: `GET http://lamp/on`, `topic home/lamp`.
    public var target: String {
        switch way {
        case .http(let http): "\(http.method) \(http.url)"
        case .listen(let topic): "listen \(topic.filters.joined(separator: ", "))"
        case .publish(let topic, _): "publish \(topic.filters.joined(separator: ", "))"
        case .other(let url): url
        }
    }
}
