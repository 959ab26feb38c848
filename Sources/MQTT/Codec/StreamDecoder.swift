import NIOCore

/// The client's fast way from socket reads to packets.
///
/// Each read is walked in place. PUBLISHes, and the plain PUBRELs among them, become one `MessageBatch` that keeps the
/// read's buffer; other packets are decoded one by one. A packet that straddles reads is completed in a buffer of its
/// own, which grows by what has arrived and never by what a length announces.
///
/// Packets are handed out in order, with one exception: PUBACK, PUBREC, PUBCOMP and PINGRESP, which have no bearing
/// on messages, overtake those of the same read, so that they do not cut it into many small batches.
struct StreamDecoder: Sendable {
    /// The version spoken.
    var version: ProtocolVersion {
        get { packets.version }
        set { packets.version = newValue }
    }
    /// Whether breaches that leave the stream readable are let pass and told, in the CONNACK that accepts and from it on; see
    /// ``ProtocolViolation``. Before it everything else is refused: the other side may be no broker at all.
    var toleratesBreaches = false
    /// True: nothing overtakes, at the price of smaller batches. For a tap that shows packets in their order.
    var keepsOrder = false
    /// The highest topic alias that the server was told it may use.
    let topicAliasMaximum: UInt16

    var packets: PacketDecoder
    var aliases = TopicAliases()
    /// The beginning of a packet whose end has not arrived.
    private var partial = ByteBuffer()
    private var failure: ProtocolViolation?
    /// A guess at the entries of the next batch: what the last one had.
    private var lastCount = 16

    /// Makes a decoder for a connection.
    init(
        version: ProtocolVersion, maximumPacketSize: Int = PacketDecoder.largestPacket, topicAliasMaximum: UInt16 = 0
    ) {
        packets = PacketDecoder(version: version, receiver: .client, maximumPacketSize: maximumPacketSize)
        self.topicAliasMaximum = topicAliasMaximum
    }

    /// Takes a read and calls the body with what is in it.
    ///
    /// - Parameter record: called with the bytes of the whole packets as they came, after the body was called with them;
    ///   also whether they are one packet that came in several reads. Of a stream that cannot be read on they are the rest.
    /// - Throws: `ProtocolViolation` at the first packet that breaks the rules; what came before it has been handed out.
    ///   The stream cannot be read on, every later call throws the same.
    mutating func receive(
        _ read: consuming ByteBuffer, record: ((ByteBuffer, _ isSingle: Bool) -> Void)? = nil,
        _ body: (StreamElement) -> Void
    ) throws(ProtocolViolation) {
        if let failure { throw failure }
        do {
            if partial.readableBytes > 0 {
                // A packet that straddles reads is walked by itself: its bytes are not those of the read.
                guard let whole = try completePartial(from: &read) else { return }
                try walk(whole, record.map { record in { record($0, true) } }, body)
            }
            if read.readableBytes > 0 { try walk(read, record.map { record in { record($0, false) } }, body) }
        } catch {
            failure = error
            partial = ByteBuffer()
            throw error
        }
    }

    /// Bytes that wait for the rest of their packet.
    var pendingBytes: Int { partial.readableBytes }

    /// Whether that packet is a message with RETAIN set.
    var isRetainedPending: Bool {
        guard let first = partial.getInteger(at: partial.readerIndex, as: UInt8.self) else { return false }
        return first >> 4 == PacketType.publish.rawValue && first & 1 != 0
    }

    private mutating func completePartial(from read: inout ByteBuffer) throws(ProtocolViolation) -> ByteBuffer? {
        while true {
            let result = partial.withUnsafeReadableBytes { bytes in
                Result { () throws(ProtocolViolation) in try header(bytes) }
            }
            guard let header = try result.get() else {
                // The cut may go through the header: byte by byte, until its length is known.
                guard let byte: UInt8 = read.readInteger() else { return nil }
                partial.writeInteger(byte)
                continue
            }
            // No more than has come: a length of 256 MB reserves nothing.
            let missing = min(header.total - partial.readableBytes, read.readableBytes)
            if missing > 0, var slice = read.readSlice(length: missing) { partial.writeBuffer(&slice) }
            guard partial.readableBytes == header.total else { return nil }
            let whole = partial
            partial = ByteBuffer()
            return whole
        }
    }

    @inline(__always)
    private func header(_ bytes: UnsafeRawBufferPointer) throws(ProtocolViolation) -> FixedHeader? {
        try FixedHeader.read(
            bytes, version: packets.version, receiver: .client, maximumPacketSize: packets.maximumPacketSize,
            isTolerant: packets.isTolerant || isTolerated(bytes))
    }

    /// Whether this is a CONNACK, of which more is let pass than of what comes before it.
    @inline(__always)
    private func isTolerated(_ bytes: UnsafeRawBufferPointer) -> Bool {
        toleratesBreaches && bytes.first.map { $0 >> 4 } == PacketType.connectAck.rawValue
    }

    /// Hands out every whole packet of a buffer and keeps the rest.
    private mutating func walk(
        _ buffer: ByteBuffer, _ record: ((ByteBuffer) -> Void)?, _ body: (StreamElement) -> Void
    ) throws(ProtocolViolation) {
        let result = buffer.withUnsafeReadableBytes { bytes in
            var batch = BatchBuilder(capacity: lastCount)
            let result = Result { () throws(ProtocolViolation) in try walk(bytes, of: buffer, &batch, body) }
            // Before a breach is thrown: what came in front of it is handed out.
            handOut(&batch, of: buffer, body)
            return result
        }
        if let record {
            // A stream that cannot be read on is recorded to its end: what broke it is in there.
            let whole = (try? result.get()) ?? buffer.readableBytes
            if whole > 0, let bytes = buffer.getSlice(at: buffer.readerIndex, length: whole) { record(bytes) }
        }
        let taken = try result.get()
        let left = buffer.readableBytes - taken
        if left > 0 {
            partial = ByteBuffer()
            // Copied, for it grows; and a few bytes do not hold on to a whole read.
            partial.writeImmutableBuffer(buffer.getSlice(at: buffer.readerIndex + taken, length: left) ?? ByteBuffer())
        }
    }

    private mutating func walk(
        _ bytes: UnsafeRawBufferPointer, of buffer: ByteBuffer, _ batch: inout BatchBuilder,
        _ body: (StreamElement) -> Void
    ) throws(ProtocolViolation) -> Int {
        var position = 0
        while position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            // The rest of a packet is kept for the next read.
            guard let header = try header(rest), header.total <= rest.count else { break }
            if header.type == .publish {
                let entry = try publish(rest, header, at: position)
                batch.append(entry, total: header.total)
            } else if header.type == .publishRelease && header.remaining == 2 && rest[0] == 0x62 {
                // 0x62: PUBREL with its reserved flags (MQTT 5 3.6.1). With other flags, or with a reason, it goes the longer way.
                batch.append(try release(rest, header, at: position), total: header.total)
            } else {
                let decoded = try decode(rest, header, body) {
                    buffer.getSlice(at: buffer.readerIndex + position, length: header.total) ?? ByteBuffer()
                }
                if let decoded {
                    // Messages in front of it are handed out before it.
                    if keepsOrder || !header.type.mayOvertake { handOut(&batch, of: buffer, body) }
                    let slice = buffer.getSlice(at: buffer.readerIndex + position, length: header.total)
                    body(.packet(decoded, bytes: slice ?? ByteBuffer()))
                }
            }
            position += header.total
        }
        return position
    }

    /// Decodes a packet that is not for a batch, and tells what is wrong with it; nil when it is of no use.
    private mutating func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: FixedHeader, _ body: (StreamElement) -> Void,
        slice: () -> ByteBuffer
    ) throws(ProtocolViolation) -> Packet? {
        // What a CONNACK breaks is let pass with it, and then what comes behind it.
        let wasTolerant = packets.isTolerant
        if isTolerated(bytes) { packets.isTolerant = true }
        if packets.isTolerant,
            let violation = FixedHeader.violation(bytes[0], header.type, version: version, receiver: .client)
        {
            let isOfUse = violation.rule == .flagsAreReserved
            body(.violation(violation, bytes: isOfUse ? nil : slice()))
            if !isOfUse { return nil }
        }
        if header.total > packets.maximumPacketSize { body(.violation(tooLarge(header), bytes: nil)) }
        // A reader that is not tolerant has refused it.
        if packets.isTolerant, header.isPadded, version == .v5 {
            body(.violation(ProtocolViolation(.packetLengthIsShort, in: header.type), bytes: nil))
        }
        let packet = UnsafeRawBufferPointer(rebasing: bytes[header.length..<header.total])
        let decoded = try packets.decodeBody(header, packet)
        if let violation = decoded.violation { body(.violation(violation, bytes: nil)) }
        // Refused: tolerance is for a broker that has accepted.
        if case .connectAck(let answer) = decoded.packet, answer.reason != .success { packets.isTolerant = wasTolerant }
        return decoded.packet
    }

    private func tooLarge(_ header: FixedHeader) -> ProtocolViolation {
        ProtocolViolation(
            .packetSizeIsKept, in: header.type,
            "It has \(header.total) bytes; \(packets.maximumPacketSize) were said to be the most.")
    }

    private mutating func handOut(
        _ batch: inout BatchBuilder, of buffer: ByteBuffer, _ body: (StreamElement) -> Void
    ) {
        guard !batch.entries.isEmpty else { return }
        // One alone says nothing of the next read: a packet that straddles two is walked by itself.
        if batch.entries.count > 1 { lastCount = batch.entries.count }
        // The side buffer goes with the batch, whose entries point into it.
        let messages = batch.take(buffer, side: aliases.side)
        aliases.startBatch()
        body(.messages(messages))
    }
}

extension PacketType {
    /// Whether a packet's place among messages does not matter.
    fileprivate var mayOvertake: Bool {
        switch self {
        case .publishAck, .publishReceived, .publishComplete, .pingResponse: true
        default: false
        }
    }
}
