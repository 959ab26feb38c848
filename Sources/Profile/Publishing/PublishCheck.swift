import Text

/// What the standard and the broker allow of a publish, told before it is sent.
public struct PublishCheck: Hashable, Sendable {
    /// What a broker said it allows (MQTT 5 3.2.2.3); as far as it goes for one that said nothing.
    public struct Limits: Hashable, Sendable {
        /// Maximum Packet Size in bytes; nil for no limit of its own.
        public var maximumPacketSize: Int?
        /// Maximum QoS.
        public var maximumQoS: Int
        /// Retain Available.
        public var isRetainAvailable: Bool
        /// Topic Alias Maximum; 0 for no aliases.
        public var topicAliasMaximum: Int
        /// Whether MQTT 5 is spoken, which alone has properties.
        public var hasProperties: Bool

        /// Limits of a broker.
        public init(
            maximumPacketSize: Int? = nil, maximumQoS: Int = 2, isRetainAvailable: Bool = true,
            topicAliasMaximum: Int = 0, hasProperties: Bool = true
        ) {
            self.maximumPacketSize = maximumPacketSize
            self.maximumQoS = maximumQoS
            self.isRetainAvailable = isRetainAvailable
            self.topicAliasMaximum = topicAliasMaximum
            self.hasProperties = hasProperties
        }
    }

    /// What forbids sending, in the user's words with what to do; nil when nothing does.
    public let problem: String?
    /// What is allowed of its topic but seldom meant.
    public let topicHints: [TopicHint]
    /// What else is seldom meant.
    public let hints: [String]

    /// Checks a publish with its variables put in.
    /// - Parameter payloadSize: bytes of the payload; nil while it is not known, such as of a file.
    public init(_ draft: PublishDraft, payloadSize: Int?, limits: Limits) {
        problem =
            Self.problem(ofTopic: draft.topic) ?? Self.problem(of: draft, payloadSize, limits)
        topicHints = TopicHint.all(ofTopic: draft.topic)
        hints = Self.hints(draft, limits)
    }

    /// What a topic name to publish to must not have (MQTT 5 4.7); nil when it is fine.
    public static func problem(ofTopic topic: String) -> String? {
        switch TopicFault.ofTopic(topic) {
        case nil: nil
        case .empty: "A topic is missing"
        case .tooLong(let count): "A topic has 65,535 bytes at most: this one has \(count)"
        case .null: "A topic has no NUL"
        // The others are for filters.
        case .wildcardInName, .misplacedHash, .misplacedPlus, .badShare:
            "A topic to publish to has no + or #: those are for filters"
        }
    }

    private static func problem(of draft: PublishDraft, _ payloadSize: Int?, _ limits: Limits) -> String? {
        // The broker would close the connection (MQTT 5 3.2.2.3.4, reason 0x9B).
        if draft.qos > limits.maximumQoS {
            return "The broker takes QoS \(limits.maximumQoS) at most: choose a lower one"
        }
        if draft.retain, !limits.isRetainAvailable {
            return "The broker keeps no retained messages: send it without retain"
        }
        if let alias = draft.properties.topicAlias {
            if alias == 0 { return "A topic alias is 1 or more" }
            if limits.topicAliasMaximum == 0 { return "The broker takes no topic aliases: leave it empty" }
            if Int(alias) > limits.topicAliasMaximum {
                return "The broker takes topic aliases up to \(limits.topicAliasMaximum)"
            }
        }
        if TopicFault.hasWildcard(draft.properties.responseTopic.utf8) {
            return "A response topic has no + or #"
        }
        guard let payloadSize else { return nil }
        let remaining = remainingLength(of: draft, payloadSize, limits)
        if remaining > 268_435_455 {
            return "A packet has 268,435,455 bytes behind its length at most (MQTT 5 2.1.4): this one would have more"
        }
        // A byte of its type, and seven bits of the length in each of one to four (MQTT 5 1.5.5).
        let head = remaining < 128 ? 2 : remaining < 16_384 ? 3 : remaining < 2_097_152 ? 4 : 5
        if let maximum = limits.maximumPacketSize, head + remaining > maximum {
            return "The broker takes packets of \(maximum) bytes at most: this one would have more"
        }
        return nil
    }

    /// What the packet has behind its length at least (MQTT 5 3.3): the lengths of topic and properties, the topic, the
    /// packet identifier, the payload. What the properties take is left to the broker: nothing that fits is refused.
    private static func remainingLength(of draft: PublishDraft, _ payloadSize: Int, _ limits: Limits) -> Int {
        2 + draft.topic.utf8.count + (draft.qos > 0 ? 2 : 0) + (limits.hasProperties ? 1 : 0) + payloadSize
    }

    private static func hints(_ draft: PublishDraft, _ limits: Limits) -> [String] {
        var hints: [String] = []
        if !limits.hasProperties, draft.properties != PublishDraftProperties() {
            hints.append("This connection does not speak MQTT 5: the properties are not sent")
        }
        return hints
    }
}
