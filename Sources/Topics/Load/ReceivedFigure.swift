/// What martlet measures of what it receives, on any broker.
public enum ReceivedFigure: String, CaseIterable, Sendable {
    /// Messages received.
    case messages
    /// Bytes of topics and payloads received.
    case bytes
    /// How many came with QoS 0, 1 and 2.
    case qos
    /// How many came with RETAIN set.
    case retained
    /// The payload size that half of them do not exceed.
    case sizeMedian
    /// The payload size that 99 of 100 do not exceed.
    case sizeHigh
    /// From PINGREQ to PINGRESP.
    case ping
    /// Bytes that were read from the socket and wait to be dealt with here.
    case queue

    /// What people call it.
    public var label: String {
        switch self {
        case .messages: "received"
        case .bytes: "received bytes"
        case .qos: "QoS mix"
        case .retained: "retained share"
        case .sizeMedian: "payload median"
        case .sizeHigh: "payload 99 %"
        case .ping: "round trip"
        case .queue: "own queue"
        }
    }

    /// What it is counted in.
    public var unit: LoadUnit {
        switch self {
        case .messages: .perSecond("msg")
        case .bytes: .bytesPerSecond
        case .qos: .text
        case .retained: .percent
        case .sizeMedian, .sizeHigh, .queue: .bytes
        case .ping: .milliseconds
        }
    }
}
