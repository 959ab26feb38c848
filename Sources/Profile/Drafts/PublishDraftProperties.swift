/// The MQTT 5 properties of a publish (MQTT 5 3.3.2.3) as typed.
public struct PublishDraftProperties: Hashable, Sendable {
    /// Content Type; empty for none.
    public var contentType = ""
    /// Payload Format Indicator: whether the payload is said to be UTF-8 text; nil says nothing.
    public var isUTF8: Bool?
    /// Message Expiry Interval in seconds; nil for none.
    public var expiry: UInt32?
    /// Response Topic; empty for none.
    public var responseTopic = ""
    /// Correlation Data as text, or as hexadecimal after `0x`; empty for none.
    public var correlationData = ""
    /// User Properties in order.
    public var userProperties: [DraftField] = []
    /// Topic Alias, 1 to the broker's maximum; nil for none.
    public var topicAlias: UInt16?

    /// No properties.
    public init() {}

    /// The correlation data as bytes; nil for none.
    /// - Throws: what is wrong with its digits.
    public func correlationBytes() throws(PayloadText.Problem) -> [UInt8]? {
        if correlationData.isEmpty { return nil }
        return correlationData.hasPrefix("0x") ? try PayloadText.hex(correlationData) : Array(correlationData.utf8)
    }
}
