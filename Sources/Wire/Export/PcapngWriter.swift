import MQTT
import REST

/// Writes rows as Wireshark reads them: packets of IPv4 and TCP that never were, around the bytes that did go by, each
/// connection a stream of its own. What is to be said of a row is a comment on its packet.
public struct PcapngWriter {
    /// What was written and not taken yet.
    var bytes: [UInt8] = []
    private let export: WireExport
    private var streams: [StreamID: Int] = [:]
    private var flows: [Flow] = []
    /// The clock of the first row, and what people read on theirs: differences are those of the clock that never goes back.
    private var start: (uptime: Int64, time: Int64)?
    /// Requests and answers that are written.
    private var written: Set<Half> = []

    /// One connection.
    private struct StreamID: Hashable {
        var connection: Int
        /// Of HTTP, which keeps several open.
        var channel: Int
    }

    private struct Half: Hashable {
        var exchange: UInt64
        var hop: Int
        var isAnswer: Bool
    }

    /// A stream of TCP and where each side of it is.
    private struct Flow {
        var number: Int
        var port: UInt16
        /// How often it was made again: each time it is a stream of its own.
        var generation = 0
        var sent: UInt32 = 1
        var received: UInt32 = 1
        var isUsed = false
    }

    /// Bytes of a packet that is not kept whole for which zeros are written; beyond that it is cut.
    private static let mostZeros = 1 << 20
    /// The most bytes in a segment: IPv4 counts to 65,535.
    private static let segment = 65_495

    /// A file that begins.
    public init(_ export: WireExport) {
        self.export = export
        let hint = export.revealsSecrets ? "" : " Secrets are starred."
        // Section Header Block: the magic of the byte order, version 1.0, a length that is not known yet.
        block(0x0A0D_0D0A) { body in
            body.put(0x1A2B_3C4D, UInt32.self)
            body.put(1, UInt16.self)
            body.put(0, UInt16.self)
            body.put(.max, UInt64.self)
            // Options: 1 a comment, 4 the program, 0 their end.
            body.option(1, Array("IP and TCP headers are made up; the bytes in them went by.\(hint)".utf8))
            body.option(4, Array("\(export.creator.name) \(export.creator.version)".utf8))
            body.option(0, [])
        }
    }

    // MARK: - Rows

    /// Writes a row; what is neither a packet nor HTTP/1.1 is left out.
    public mutating func write(_ row: WireRow) {
        if start == nil { start = (row.uptime, row.time) }
        switch row.content {
        case .packet(let packet): write(packet, row)
        case .http(let step): write(step, row)
        case .connection: break
        }
    }

    /// What was written since this was called last.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func write(_ packet: WirePacket, _ row: WireRow) {
        let flow = flow(StreamID(connection: row.connection, channel: 0), port: 1883, row.peer)
        // A second CONNECT on one connection: the first stream has ended, and its numbers are not to be gone on with.
        if packet.type == .connect, row.direction == .sent, flows[flow].isUsed { renew(flow) }
        var comment = comment(row)
        let missing = packet.length - packet.bytes.count
        var payload = export.masked(packet, row.direction)
        if missing > 0 {
            comment.append("\(missing) B of this packet are not kept")
            if missing <= Self.mostZeros {
                payload += [UInt8](repeating: 0, count: missing)
                comment.append("zeros stand for them")
            }
        }
        write(payload, of: packet.length, flow, row, row.direction, comment)
    }

    private mutating func write(_ step: WireHTTP, _ row: WireRow) {
        let hop = step.exchanged
        // HTTP/2 has no text to write down.
        guard hop.connection?.version ?? "HTTP/1.1" != "HTTP/2" else { return }
        let channel = hop.connection?.number ?? Int(truncatingIfNeeded: step.exchange)
        // Channel 0 is MQTT's.
        let flow = flow(StreamID(connection: row.connection, channel: channel + 1), port: 80, row.peer)
        // Folded rows have the step `exchange`, flat ones the steps: both would write it twice.
        if step.step == .exchange || step.step == .request, !hop.sent.bytes.isEmpty,
            written.insert(Half(exchange: step.exchange, hop: step.hop, isAnswer: false)).inserted
        {
            write(export.maskedRequest(hop), of: hop.sent.size, flow, row, .sent, comment(row))
        }
        if step.step == .exchange || step.step == .end, let response = hop.response,
            written.insert(Half(exchange: step.exchange, hop: step.hop, isAnswer: true)).inserted
        {
            let answer = step.answer.isEmpty ? response.head : step.answer
            write(export.maskedAnswer(answer), of: answer.count, flow, row, .received, comment(row))
        }
    }

    private func comment(_ row: WireRow) -> [String] {
        row.verdicts.map { "\($0.words): \($0.rule) (\($0.section))" }
    }

    // MARK: - Streams

    private mutating func flow(_ id: StreamID, port: UInt16, _ peer: String) -> Int {
        if let known = streams[id] { return known }
        let number = flows.count
        streams[id] = number
        flows.append(Flow(number: number, port: port))
        // Interface Description Block: link type 101 is raw IP, a snap length of 0 none.
        block(1) { body in
            body.put(101, UInt16.self)
            body.put(0, UInt16.self)
            body.put(0, UInt32.self)
            if !peer.isEmpty { body.option(2, Array(peer.utf8)) }
            // Option 9 is the unit of times: 10 to the minus 9 seconds.
            body.option(9, [9])
            body.option(0, [])
        }
        return number
    }

    private mutating func renew(_ flow: Int) {
        flows[flow].generation += 1
        // TCP counts from 1 again behind its handshake, which is left out.
        (flows[flow].sent, flows[flow].received) = (1, 1)
    }

    private mutating func write(
        _ payload: [UInt8], of length: Int, _ flow: Int, _ row: WireRow, _ direction: WireRow.Direction,
        _ comment: [String]
    ) {
        flows[flow].isUsed = true
        let began = start ?? (row.uptime, row.time)
        // Moments of the clock that never goes back, on the date of the first row.
        let time = UInt64(max(0, began.time * 1000 + row.uptime - began.uptime))
        var place = 0
        repeat {
            let size = min(length - place, Self.segment)
            let kept = place < payload.count ? payload[place..<min(place + size, payload.count)] : []
            let headers = headers(flows[flow], direction, size)
            // Enhanced Packet Block: interface, time in two halves, bytes kept, bytes that there were.
            block(6) { body in
                body.put(UInt32(flow), UInt32.self)
                body.put(UInt32(truncatingIfNeeded: time >> 32), UInt32.self)
                body.put(UInt32(truncatingIfNeeded: time), UInt32.self)
                // Kept is less than there were: Wireshark shows the packet as cut.
                body.put(UInt32(headers.count + kept.count), UInt32.self)
                body.put(UInt32(headers.count + size), UInt32.self)
                body.bytes += headers
                body.bytes += kept
                body.pad()
                // One of several segments has them, the first.
                if place == 0 { for line in comment { body.option(1, Array(line.utf8)) } }
                // Option 2, flags: 1 is inbound, 2 outbound.
                body.option(2, [direction == .sent ? 2 : 1, 0, 0, 0])
                body.option(0, [])
            }
            if direction == .sent {
                flows[flow].sent &+= UInt32(truncatingIfNeeded: size)
            } else {
                flows[flow].received &+= UInt32(truncatingIfNeeded: size)
            }
            place += size
        } while place < length
    }

    /// Headers of IPv4 (RFC 791) and TCP (RFC 9293), between addresses that are for examples (RFC 5737); checksums are 0.
    private func headers(_ flow: Flow, _ direction: WireRow.Direction, _ size: Int) -> [UInt8] {
        // By the generation: a stream made again has another address, or Wireshark would take it for a retransmission.
        let client: [UInt8] = [192, 0, 2, UInt8(1 + flow.generation % 250)]
        let server: [UInt8] = [198, 51, 100, UInt8(1 + flow.number % 250)]
        let port = UInt16(49_152 + (flow.number * 64 + flow.generation) % 16_000)
        let isSent = direction == .sent
        let total = UInt16(40 + size)
        // 0x45: version 4, five words; 0x4000: do not fragment; time to live 64; protocol 6 is TCP.
        var bytes: [UInt8] = [0x45, 0, UInt8(total >> 8), UInt8(total & 0xFF), 0, 0, 0x40, 0, 64, 6, 0, 0]
        bytes += isSent ? client + server : server + client
        for port in isSent ? [port, flow.port] : [flow.port, port] { bytes += [UInt8(port >> 8), UInt8(port & 0xFF)] }
        for number in isSent ? [flow.sent, flow.received] : [flow.received, flow.sent] {
            bytes += withUnsafeBytes(of: number.bigEndian, Array.init)
        }
        // Five words of header; PSH and ACK; the window.
        return bytes + [0x50, 0x18, 0xFF, 0xFF, 0, 0, 0, 0]
    }

    // MARK: - Blocks

    /// A block of a kind: its length stands before and behind it.
    private mutating func block(_ kind: UInt32, _ fill: (inout PcapngBlock) -> Void) {
        var block = PcapngBlock()
        fill(&block)
        // Kind, length twice and the body: 12 bytes around it.
        let length = UInt32(block.bytes.count + 12)
        var whole = PcapngBlock()
        whole.put(kind, UInt32.self)
        whole.put(length, UInt32.self)
        whole.bytes += block.bytes
        whole.put(length, UInt32.self)
        bytes += whole.bytes
    }
}

/// The bytes of a block, in the order of a little machine.
private struct PcapngBlock {
    var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ value: Number, _: Number.Type) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    /// An option; 0 ends them.
    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        // An option's length has two bytes.
        let value = value.prefix(65_535)
        put(code, UInt16.self)
        put(UInt16(value.count), UInt16.self)
        bytes += value
        pad()
    }

    mutating func pad() {
        // Blocks and options end on 32 bits.
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}
