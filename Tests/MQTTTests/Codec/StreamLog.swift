import NIOCore

@testable import MQTT

/// A packet as the stream decoder handed it out, in a form that can be compared.
enum Seen: Hashable {
    case message(topic: [UInt8], payload: [UInt8], properties: [UInt8], id: UInt16, flags: UInt8)
    case packet(Packet)
}

/// Feeds bytes to a stream decoder in chunks and notes what comes out.
struct StreamLog {
    var packets: [Seen] = []
    /// Every control packet's bytes, as a tap would see them.
    var tapped: [[UInt8]] = []
    var batches = 0
    var byteCount = 0
    var failure: ProtocolViolation?
    /// What was let pass, of packets that are no messages.
    var violations: [ProtocolViolation] = []

    init(_ decoder: inout StreamDecoder, _ bytes: [UInt8], chunk: Int) {
        var starts = Array(stride(from: 0, to: bytes.count, by: chunk))
        starts.append(bytes.count)
        self.init(&decoder, zip(starts, starts.dropFirst()).map { Array(bytes[$0..<$1]) })
    }

    init(_ decoder: inout StreamDecoder, _ reads: [[UInt8]]) {
        for read in reads {
            // A read need not start at the beginning of its buffer.
            var buffer = ByteBuffer(bytes: [1, 2, 3] + read)
            buffer.moveReaderIndex(forwardBy: 3)
            do {
                try decoder.receive(buffer) { note($0) }
            } catch {
                failure = error
                return
            }
        }
    }

    private mutating func note(_ element: StreamElement) {
        switch element {
        case .packet(let packet, let bytes):
            packets.append(.packet(packet))
            tapped.append(Array(bytes.readableBytesView))
        case .violation(let violation, let bytes):
            violations.append(violation)
            if let bytes { tapped.append(Array(bytes.readableBytesView)) }
        case .messages(let batch):
            batches += 1
            byteCount += batch.byteCount
            var count = 0
            batch.forEach { view in
                count += 1
                packets.append(
                    .message(
                        topic: Array(view.topic), payload: Array(view.payload), properties: Array(view.properties),
                        id: view.packetID, flags: view.flags))
            }
            precondition(count == batch.count)
            batch.forEachPacket { _, bytes in tapped.append(Array(bytes.readableBytesView)) }
        }
    }
}
