/// Why it is not sure that a retained message which was cleared belongs back on its topic.
public struct RetainedDoubts: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Doubts of bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It was never seen retained: it is the last that came.
    public static let unseen = RetainedDoubts(rawValue: 1)
    /// The topic has spoken since: a newer one may be kept there.
    public static let spoken = RetainedDoubts(rawValue: 2)
    /// It was published to from here with RETAIN since, or is about to be: a newer one may be kept there.
    public static let published = RetainedDoubts(rawValue: 4)
    /// The time that its sender gave it is over (MQTT 5 3.3.2.3.3): the broker would have dropped it.
    public static let expired = RetainedDoubts(rawValue: 8)
    /// It was cleared on another broker.
    public static let elsewhere = RetainedDoubts(rawValue: 16)

    /// Why a message is not put back that nobody was asked about with these doubts.
    var refusal: String {
        var parts: [String] = []
        if contains(.spoken) { parts.append("the topic has spoken") }
        if contains(.published) { parts.append("the topic was published to from here with RETAIN") }
        if contains(.expired) { parts.append("its time has come to its end") }
        if contains(.elsewhere) { parts.append("the connection has gone to another broker") }
        return "not put back: meanwhile \(parts.joined(separator: ", "))"
    }
}
