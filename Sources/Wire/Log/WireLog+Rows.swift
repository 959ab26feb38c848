import MQTT
import NIOCore
import REST
import Text

/// Rows as people and programs read them.
extension WireLog {
    /// A row; nil when it is not kept.
    public func row(_ number: UInt64) -> WireRow? {
        guard entries.contains(number) else { return nil }
        let entry = entries[number]
        // A step may stand behind rows of later exchanges, and is there until they go, its own exchange or not.
        guard pieces.contains(entry.piece) else { return nil }
        let piece = pieces[entry.piece].content
        // Filled in below by what the piece is.
        var row = WireRow(
            number: number, time: 0, uptime: entry.uptime, batch: entry.piece, connection: connection, peer: peer,
            direction: .received, content: .connection(""),
            handshake: handshake(of: entry),
            // A head that is dropped leaves its rows behind, each for itself.
            head: entries.contains(entry.head) ? entry.head : number, verdicts: verdicts[number] ?? [])
        switch piece {
        case .traffic(let traffic): fill(&row, entry, traffic)
        case .note(let words, let time, _):
            row.time = time
            row.content = .connection(words)
        case .exchange(let exchange): fill(&row, entry, exchange)
        }
        return row
    }

    /// When a row went by, on the clock of the log; nil when it is not kept.
    public func uptime(of number: UInt64) -> Int64? { entries.contains(number) ? entries[number].uptime : nil }

    /// The row that began the handshake of a row: itself when it began one, or that one is not kept.
    public func head(of number: UInt64) -> UInt64 {
        guard entries.contains(number), entries.contains(entries[number].head) else { return number }
        return entries[number].head
    }

    /// Whether there are more rows in the handshake that a row began.
    public func hasMore(_ head: UInt64) -> Bool { entries.contains(head) && entries[head].next != 0 }

    /// Whether there is a verdict about a row, or about one of the handshake that it began.
    public func isJudged(_ head: UInt64) -> Bool { containsRow(from: head) { entries[$0].isJudged } }

    /// Every verdict about the rows of the handshake that a row began.
    public func verdicts(from head: UInt64) -> [WireVerdict] {
        rows(from: head).flatMap { verdicts[$0] ?? [] }
    }

    /// Bytes of a row on the wire, both ways; of an exchange of all that was sent and came.
    public func bytes(of number: UInt64) -> (sent: Int, received: Int) {
        guard entries.contains(number), pieces.contains(entries[number].piece) else { return (0, 0) }
        let entry = entries[number]
        switch pieces[entry.piece].content {
        case .traffic(let traffic):
            return traffic.direction == .sent ? (Int(entry.length), 0) : (0, Int(entry.length))
        case .note: return (0, 0)
        case .exchange(let exchange):
            // The exchange has the sum: its steps would count the same bytes once more.
            guard Self.step(at: entry.offset).step == .exchange else { return (0, 0) }
            return exchange.bytes
        }
    }

    // MARK: - MQTT

    private func fill(_ row: inout WireRow, _ entry: WireEntry, _ traffic: Traffic) {
        row.time = traffic.time
        row.direction = WireRow.Direction(traffic.direction)
        let bytes = kept(of: entry, traffic)
        if entry.kind == .rest {
            row.content = .connection("\(entry.length) bytes that are no packet: \(HexDigit.lower(bytes.prefix(16)))")
            return
        }
        guard let type = bytes.first.flatMap({ PacketType(rawValue: $0 >> 4) }) else { return }
        var packet = WirePacket(type, version: traffic.version, bytes: bytes, length: Int(entry.length))
        packet.aliasedTopic = aliases[entry.topic]
        packet.names = names
        row.content = .packet(packet)
        // Only the row under which the others lie tells of them.
        if row.head == row.number { (row.outcome, row.duration) = outcome(row.number, type, traffic.version) }
    }

    /// The bytes kept of a packet.
    private func kept(of entry: WireEntry, _ traffic: Traffic) -> [UInt8] {
        traffic.bytes.withUnsafeReadableBytes { bytes in
            Array(bytes.dropFirst(Int(entry.offset)).prefix(Int(entry.length)))
        }
    }

    /// What became of a handshake: `rec +1.2 ms rel +0.1 comp +1.0`.
    private func outcome(_ head: UInt64, _ type: PacketType, _ version: ProtocolVersion) -> (String, Int64?) {
        let numbers = rows(from: head)
        guard numbers.count > 1, let last = numbers.last else { return ("", nil) }
        var words: [String] = []
        // Each step is timed from the one before it, not from the beginning.
        for (before, number) in zip(numbers, numbers.dropFirst()) {
            let step = entries[number].uptime - entries[before].uptime
            words += [self.words(number, version), "+\(WireWords.duration(step))"].filter { !$0.isEmpty }
        }
        // Of one under way nobody knows yet how long it takes: no duration, rather than one that grows.
        let isOver = entries[head].handshake == .done || entries[head].handshake == .failed
        return (words.joined(separator: " "), isOver ? entries[last].uptime - entries[head].uptime : nil)
    }

    /// What an answer says, in a word: `rec`, `ack`, `granted 1, 0`, `0x87`.
    private func words(_ number: UInt64, _ version: ProtocolVersion) -> String {
        let entry = entries[number]
        guard case .traffic(let traffic) = pieces[entry.piece].content else { return "" }
        let bytes = kept(of: entry, traffic)
        return WireWords.answer(bytes, version)
    }

    // MARK: - HTTP

    private func fill(_ row: inout WireRow, _ entry: WireEntry, _ exchange: WireExchange) {
        let (step, index) = Self.step(at: entry.offset)
        // Steps are timed in nanoseconds of the log's clock; people read microseconds of theirs.
        row.time = exchange.startedAt + (entry.uptime - exchange.startedUptime) / 1000
        // What is made before a request (connection, TLS) is put down to who asks for it.
        row.direction = step == .head || step == .end ? .received : .sent
        // An exchange is told by its last hop, which gave the answer that a person sees.
        let place = step == .exchange ? exchange.hops.count - 1 : index
        let hop =
            exchange.hops.indices.contains(place)
            // Not sent yet, or never: the URL stands for the request.
            ? exchange.hops[place] : Hop(url: exchange.url, sent: Sent(method: "", target: exchange.url))
        row.content = .http(
            WireHTTP(
                step, exchange: exchange.id, hop: max(0, place), of: hop,
                answer: exchange.answers.indices.contains(place) ? exchange.answers[place] : [],
                failure: exchange.failure))
        let timings = hop.timings
        switch step {
        case .exchange:
            row.outcome = WireWords.outcome(exchange)
            // The end of the latest hop: those before it ended with their answers.
            if exchange.isOver { row.duration = exchange.hops.reduce(0) { max($0, $1.timings.end) } }
        case .connect: row.duration = timings.connect.flatMap { span in span.end.map { $0 - span.start } }
        case .tls: row.duration = timings.tls.flatMap { span in span.end.map { $0 - span.start } }
        case .request: row.duration = timings.send.flatMap { span in span.end.map { $0 - span.start } }
        // From the end of the request on: what the server took.
        case .head: row.duration = timings.firstByte.map { $0 - (timings.send?.end ?? timings.start) }
        case .end: row.duration = timings.lastByte.map { $0 - (timings.firstByte ?? timings.start) }
        }
    }
}

extension WireLog {
    /// Whether there are rows that nobody was told of.
    public var hasNews: Bool { news.map { !$0.isEmpty } ?? true }

    /// Whether there is a verdict about a row itself.
    public func isJudgedItself(_ number: UInt64) -> Bool { entries.contains(number) && entries[number].isJudged }

    /// Bytes each way between two moments, the first left out.
    public func bytes(after start: Int64, through end: Int64) -> (sent: Int, received: Int) {
        guard connection != Self.exchanges else { return exchangedBytes(after: start, through: end) }
        let first = firstRow(after: start)
        return sums.sum(first..<max(first, firstRow(after: end))) { bytes(of: $0) }
    }

    /// The number of the first row that went by later than a moment.
    private func firstRow(after uptime: Int64) -> UInt64 {
        var (low, high) = (entries.first, entries.end)
        // Rows of one connection are in the order of their times, so that half of them can be left out at a time.
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].uptime <= uptime { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Steps of exchanges are not quite in the order of time: the exchanges are asked, which are fewer.
    private func exchangedBytes(after start: Int64, through end: Int64) -> (sent: Int, received: Int) {
        var sum = (sent: 0, received: 0)
        for number in pieces.first..<pieces.end {
            guard case .exchange(let exchange) = pieces[number].content else { continue }
            // By its beginning: an exchange that lasts is counted where it began.
            let uptime = exchange.startedUptime + (exchange.hops.first?.timings.start ?? 0)
            guard uptime > start, uptime <= end else { continue }
            let bytes = exchange.bytes
            sum = (sum.sent + bytes.sent, sum.received + bytes.received)
        }
        return sum
    }
}
