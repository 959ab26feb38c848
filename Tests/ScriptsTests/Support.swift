import NIOCore
import TestSupport

@testable import MQTT
@testable import Scripts

/// A message as it comes out of the decoder.
func decoded(_ publish: Publish, version: ProtocolVersion = .v5) throws -> MessageBatch {
    var bytes = ByteBuffer()
    try PacketEncoder(version: version).encode(.publish(publish), into: &bytes)
    var decoder = StreamDecoder(version: version, topicAliasMaximum: 10)
    var batch: MessageBatch?
    try decoder.receive(bytes) { element in
        if case .messages(let messages) = element { batch = messages }
    }
    guard let batch else { throw TestFailure("The decoder gives no message for \(publish)") }
    return batch
}

/// 2026-11-24 09:30:05.123456789 UTC.
let someTime = WallTime(seconds: 1_795_512_605, nanoseconds: 123_456_789)

/// What is printed for a message, and what is complained of.
func printed(
    _ output: MessageOutput, _ publish: Publish, version: ProtocolVersion = .v5, at time: WallTime = someTime
) throws -> (text: String, complaints: [String]) {
    let out = OutputBuffer(capacity: 64)
    let complaints = Box<[String]>([])
    let printer = MessagePrinter(output, into: out) { complaints.value.append($0) }
    try decoded(publish, version: version).forEach { printer.print($0, at: time) }
    return (String(decoding: out.bytes, as: UTF8.self), complaints.value)
}

/// A value that a closure can change.
final class Box<Value> {
    var value: Value

    init(_ value: Value) { self.value = value }
}

extension Publish {
    /// A message of text.
    init(_ topic: String, _ payload: String, qos: QoS = .atMostOnce, retain: Bool = false, properties: Properties = [])
    {
        self.init(
            topic: topic, payload: ByteBuffer(string: payload), qos: qos, retain: retain,
            packetID: qos == .atMostOnce ? 0 : 7, properties: properties)
    }

    /// A message of bytes.
    init(_ topic: String, bytes: [UInt8]) {
        self.init(topic: topic, payload: ByteBuffer(bytes: bytes))
    }
}
