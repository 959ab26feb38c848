public import NIOCore

/// The messages of one socket read: the read's own buffer, not copied, and where in it each message is.
///
/// Making one costs one array, not an allocation per message. It may also hold plain PUBRELs, whose place among the
/// messages matters to QoS 2: hand it to `ConnectionState.receive(batch:at:)` first, then read it.
public struct MessageBatch: Sendable {
    /// Where a packet is; offsets into `buffer`.
    @usableFromInline
    struct Entry: Sendable {
        /// The first byte of the packet.
        @usableFromInline var packet: UInt32
        /// Into `buffer`, or into `side` where a topic alias stood.
        @usableFromInline var topic: UInt32
        @usableFromInline var payload: UInt32
        @usableFromInline var payloadLength: UInt32
        /// The properties end where the payload starts.
        @usableFromInline var propertiesLength: UInt32
        @usableFromInline var topicLength: UInt16
        @usableFromInline var packetID: UInt16
        /// The packet's first byte: type and flags.
        @usableFromInline var first: UInt8
        @usableFromInline var marks: UInt8
    }

    /// In `Entry.marks`: the topic is in `side`.
    @usableFromInline static let sideTopic: UInt8 = 1
    /// In `Entry.marks`: not to be delivered, a PUBREL or a QoS 2 duplicate.
    @usableFromInline static let hidden: UInt8 = 2
    /// In `Entry.marks`: the number of the first rule that the packet breaks; 0 for none.
    @usableFromInline static let ruleMask: UInt8 = 0xF0

    @usableFromInline let buffer: ByteBuffer
    @usableFromInline let side: [UInt8]
    @usableFromInline var entries: [Entry]
    /// True when an entry has QoS 1 or 2 or is a PUBREL: then the state machine has to look at each.
    let needsAnswers: Bool
    /// True when an entry breaks a rule that leaves it readable.
    var breaksRules: Bool

    /// Messages to deliver.
    public internal(set) var count: Int
    /// Bytes on the wire of all packets in it.
    public let byteCount: Int

    init(
        buffer: ByteBuffer, side: [UInt8], entries: [Entry], needsAnswers: Bool, breaksRules: Bool, count: Int,
        byteCount: Int
    ) {
        self.buffer = buffer
        self.side = side
        self.entries = entries
        self.needsAnswers = needsAnswers
        self.breaksRules = breaksRules
        self.count = count
        self.byteCount = byteCount
    }

    /// True when there is nothing to deliver.
    public var isEmpty: Bool { count == 0 }

    /// What keeps the bytes of every message in place: whoever holds it may keep a pointer of `forEach` without copying.
    public var storage: AnyObject {
        // The storage is held by the batch: unretained here, retained by whoever keeps it.
        buffer.withUnsafeReadableBytesWithStorageManagement { $1.takeUnretainedValue() }
    }

    /// Calls the body with each message, in the order of arrival, and `atEnd` after the last of them, while the bytes
    /// of all are still in place: a reader may gather messages and work on several at once.
    @inlinable
    public func forEach(_ body: (MessageView) -> Void, atEnd: () -> Void = {}) {
        side.withUnsafeBytes { side in
            buffer.withUnsafeReadableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                for entry in entries where entry.marks & Self.hidden == 0 {
                    // An empty side buffer has no address, and no entry that points into it.
                    let source = entry.marks & Self.sideTopic == 0 ? base : side.baseAddress ?? base
                    let payload = Int(entry.payload)
                    let propertiesLength = Int(entry.propertiesLength)
                    body(
                        MessageView(
                            topic: UnsafeRawBufferPointer(
                                start: source + Int(entry.topic), count: Int(entry.topicLength)),
                            payload: UnsafeRawBufferPointer(start: base + payload, count: Int(entry.payloadLength)),
                            properties: UnsafeRawBufferPointer(
                                start: base + (payload - propertiesLength), count: propertiesLength),
                            packetID: entry.packetID, flags: entry.first & 0x0F | entry.marks & Self.ruleMask))
                }
                atEnd()
            }
        }
    }

    /// Calls the body with every control packet in it, PUBLISH and PUBREL, whole and as it was on the wire.
    ///
    /// The buffers are slices and keep the read's memory for as long as they live.
    public func forEachPacket(_ body: (PacketType, ByteBuffer) -> Void) {
        for entry in entries {
            let start = Int(entry.packet)
            let end = Int(entry.payload) + Int(entry.payloadLength)
            guard let slice = buffer.getSlice(at: buffer.readerIndex + start, length: end - start) else { continue }
            body(entry.first >> 4 == PacketType.publish.rawValue ? .publish : .publishRelease, slice)
        }
    }
}
