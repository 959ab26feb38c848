import MQTT
import NIOCore

/// Packets become rows, and find their handshakes.
extension WireLog {
    /// Calls the body with each packet, the bytes that are kept of it, and where it begins; without a head for bytes that
    /// are none.
    func walk(_ traffic: Traffic, _ body: (PacketHead?, UnsafeRawBufferPointer, Int) -> Void) {
        traffic.bytes.withUnsafeReadableBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                guard let head = PacketHead(rest, version: traffic.version), head.type != nil,
                    // Bytes that go beyond what was read are no packet that the client would have taken.
                    offset + head.total <= traffic.length
                else { return body(nil, rest, offset) }
                body(head, UnsafeRawBufferPointer(rebasing: rest.prefix(head.total)), offset)
                offset += head.total
            }
        }
    }

    func lookThrough(_ traffic: Traffic, _ piece: UInt64) {
        let direction = WireRow.Direction(traffic.direction)
        walk(traffic) { head, bytes, offset in
            // A row is its own head until a handshake claims it.
            var entry = WireEntry(piece: piece, uptime: traffic.uptime, head: entries.end, kind: .packet)
            entry.offset = UInt32(truncatingIfNeeded: offset)
            guard let head else {
                entry.kind = .rest
                entry.length = UInt32(truncatingIfNeeded: traffic.length - offset)
                add(entry, direction)
                return
            }
            entry.length = UInt32(truncatingIfNeeded: head.total)
            add(entry, head, bytes, direction, traffic.version)
        }
    }

    private func add(
        _ new: WireEntry, _ head: PacketHead, _ bytes: UnsafeRawBufferPointer, _ direction: WireRow.Direction,
        _ version: ProtocolVersion
    ) {
        var entry = new
        let number = entries.end
        let part = handshakes.take(head, direction, as: number)
        // The row that began it may be gone by now: what is left stands for itself.
        let beginner = part.head.flatMap { entries.contains($0) ? $0 : nil }
        entry.head = beginner ?? number
        entry.handshake = part.handshake
        if head.type == .publish, head.hasProperties {
            // Before the verdicts: they are told the topic that the alias stands for.
            entry.topic = aliases.take(bytes, head.total, isSent: direction == .sent)
        }
        add(entry, direction)
        if let beginner { link(number, to: beginner, part.handshake) }
        let topic = aliases[entry.topic]
        for verdict in allowance.judge(head, bytes, direction, version, topic: topic) { judge(verdict, number) }
        if let fault = part.fault {
            var about = number
            // It is the earlier ping that was not answered.
            if case .pingUnanswered(let ping) = fault { about = ping }
            judge(.of(fault, head, version), about)
        }
        judgeWindow(head, direction, version, number, isNew: part.head == nil)
        // Behind the row: CONNACK itself belongs to the handshake that CONNECT began.
        if head.type == .connectAck, head.reason == 0 { begin(resuming: bytes.count > 2 && bytes[2] & 1 != 0) }
    }

    private func begin(resuming: Bool) {
        for lost in handshakes.begin(resuming: resuming) where entries.contains(lost) {
            // They were open when the connection before ended: no answer to them can come over this one.
            entries[lost].handshake = .failed
            tell(lost)
        }
        // From CONNACK on every packet is seen.
        handshakes.hasGap = false
        aliases.forgetAliases()
    }

    /// Hangs a row behind the others of its handshake.
    func link(_ number: UInt64, to beginner: UInt64, _ handshake: WireRow.Handshake) {
        var last = tails[beginner] ?? beginner
        var steps = 0
        // Mostly few: going to the last is cheaper than a field for it in every entry.
        while entries[last].next != 0, entries.contains(entries[last].next) {
            last = entries[last].next
            steps += 1
        }
        entries[last].next = number
        // A broker that sends one message again and again hangs thousands of rows on one beginning.
        if steps > Self.mostSteps { remember(tail: number, of: beginner) }
        entries[beginner].handshake = handshake
        tell(beginner)
    }

    /// Rows of a handshake from which on its last one is remembered.
    private static let mostSteps = 16
    /// The most handshakes of which it is; those that are gone are forgotten then.
    private static let mostTails = 4096

    private func remember(tail: UInt64, of beginner: UInt64) {
        if tails.count >= Self.mostTails { tails = tails.filter { entries.contains($0.key) } }
        tails[beginner] = tail
    }

    func judge(_ verdict: WireVerdict, _ number: UInt64) {
        guard entries.contains(number) else { return }
        entries[number].isJudged = true
        verdicts[number, default: []].append(verdict)
        verdictCount += 1
        tell(number)
    }

    private func judgeWindow(
        _ head: PacketHead, _ direction: WireRow.Direction, _ version: ProtocolVersion, _ number: UInt64, isNew: Bool
    ) {
        // A message that goes on with a handshake was counted when it began.
        guard version == .v5, isNew, allowance.isKnown, head.type == .publish, head.qos > 0 else { return }
        let (count, most) = direction == .sent ? (sending.count, sending.most) : (receiving.count, receiving.most)
        if count > most { judge(.window(count, of: most, bySender: direction == .sent, version), number) }
    }

    /// Messages of QoS 1 and 2 under way to the broker, and how many it takes at a time.
    public var sending: (count: Int, most: Int) { (handshakes.sending, allowance.server.receiveMaximum) }
    /// Messages of QoS 1 and 2 under way from the broker, and how many were said to be taken at a time.
    public var receiving: (count: Int, most: Int) { (handshakes.receiving, allowance.client.receiveMaximum) }
}
