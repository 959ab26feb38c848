import NIOCore

extension ConnectionHandler {
    /// Packets of one read above this are recorded where they are; smaller ones are cheaper to copy than to hold the memory
    /// around them.
    private static let copied = 64 * 1024

    /// Hands on packets that came.
    /// - Parameter isSingle: whether they are one packet, put together from several reads.
    func recordReceived(_ packets: ByteBuffer, messages: Int?, isSingle: Bool, at time: Int64, _ now: NIODeadline) {
        guard let recorder else { return }
        // One packet of many reads lies in a buffer of its own: its head is all that is kept of it.
        let isLong = isSingle && packets.readableBytes > Self.copied
        let kept = isLong ? packets.getSlice(at: packets.readerIndex, length: Traffic.headLimit) ?? packets : packets
        recorder(traffic(.received, kept, length: packets.readableBytes, messages: messages, at: time, now))
    }

    /// Hands on what is written now: packets, and the payload of the last one when it is written on its own.
    func recordSent(_ packets: ByteBuffer, _ payload: ByteBuffer?) {
        guard let recorder else { return }
        var kept = packets
        let length = packets.readableBytes + (payload?.readableBytes ?? 0)
        if let payload,
            let head = payload.getSlice(
                at: payload.readerIndex, length: min(payload.readableBytes, Traffic.headLimit))
        {
            kept.writeImmutableBuffer(head)
        }
        recorder(traffic(.sent, kept, length: length, messages: nil, at: Self.wallClock(), .now()))
    }

    private func traffic(
        _ direction: TapEvent.Direction, _ packets: ByteBuffer, length: Int, messages: Int?, at time: Int64,
        _ now: NIODeadline
    ) -> Traffic {
        var kept = packets
        // What is written goes on growing, and a part of a read may hold all of it.
        if packets.readableBytes < Self.copied, packets.storageCapacity > packets.readableBytes + 1024 {
            kept = ByteBuffer()
            kept.reserveCapacity(packets.readableBytes)
            kept.writeImmutableBuffer(packets)
        }
        return Traffic(
            direction: direction, version: version, time: time, uptime: Int64(now.uptimeNanoseconds),
            bytes: kept, length: length, messages: messages)
    }
}
