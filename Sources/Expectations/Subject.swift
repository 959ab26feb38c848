public import Payloads

/// What a condition is asked of: a message of MQTT, or an answer of HTTP.
public struct Subject: Sendable {
    /// Which of the two it is.
    public enum Kind: Sendable {
        /// A PUBLISH (MQTT 5 3.3).
        case message
        /// An answer (RFC 9110 15).
        case answer
    }

    /// A header field of an answer, or a property of a message.
    public struct Field: Hashable, Sendable {
        /// The name; letters of either case are the same.
        public var name: String
        /// The value.
        public var value: String

        /// A field of its parts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Which of the two it is.
    public let kind: Kind
    /// The payload, or the body without its codings.
    public let body: PayloadBytes
    /// Header fields or properties, in the order they came.
    public let fields: [Field]
    /// An answer's status code (RFC 9110 15).
    public private(set) var status = 0
    /// Nanoseconds from the request's start to the answer's end.
    public private(set) var duration: Int64 = 0
    /// A message's topic name.
    public private(set) var topic = ""
    /// 0, 1 or 2.
    public private(set) var qos = 0
    /// Whether a message has the RETAIN flag (MQTT 5 3.3.1.3).
    public private(set) var isRetained = false

    /// An answer.
    /// - Parameter duration: nanoseconds from the request's start to the answer's end.
    public init(status: Int, fields: [Field], body: PayloadBytes, duration: Int64) {
        kind = .answer
        self.status = status
        self.fields = fields
        self.body = body
        self.duration = duration
    }

    /// A message.
    public init(topic: String, qos: Int, isRetained: Bool, properties: [Field] = [], payload: PayloadBytes) {
        kind = .message
        self.topic = topic
        self.qos = qos
        self.isRetained = isRetained
        fields = properties
        body = payload
    }
}
