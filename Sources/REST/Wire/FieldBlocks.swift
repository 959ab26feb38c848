/// Finds the blocks of fields in one direction of a connection of HTTP/2 (RFC 9113 4.1, 4.3); what else goes by is passed
/// over.
struct FieldBlocks {
    /// What the client says first (3.4).
    private static let preface = 24
    private static let header = 9
    // `HeaderTranscoder` ends the connection at a longer one.
    /// The longest block that is looked at.
    private static let longest = 256 << 10

    /// Bytes that are passed over before the next frame.
    private var skipped: Int
    private var start: [UInt8] = []
    /// What is left of a frame whose fields are gathered.
    private var gathered = 0
    private var payload: [UInt8] = []
    private var flags: UInt8 = 0
    private var type: UInt8 = 0
    private var stream = 0
    private var block: [UInt8] = []

    /// - Parameter isClient: whether it is what a client says, which begins with the preface.
    init(ofClient isClient: Bool) { skipped = isClient ? Self.preface : 0 }

    /// Takes what went by; calls the body with each block that is whole, and its stream.
    mutating func take(_ bytes: some Collection<UInt8>, _ body: (Int, [UInt8]) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if skipped > 0 {
                let count = min(skipped, rest.count)
                rest = rest.dropFirst(count)
                skipped -= count
            } else if gathered > 0 {
                let count = min(gathered, rest.count)
                payload += rest.prefix(count)
                rest = rest.dropFirst(count)
                gathered -= count
                if gathered == 0 { endFrame(body) }
            } else {
                let count = min(Self.header - start.count, rest.count)
                start += rest.prefix(count)
                rest = rest.dropFirst(count)
                if start.count == Self.header { beginFrame(body) }
            }
        }
    }

    private mutating func beginFrame(_ body: (Int, [UInt8]) -> Void) {
        let length = Int(start[0]) << 16 | Int(start[1]) << 8 | Int(start[2])
        (type, flags) = (start[3], start[4])
        stream = Int(start[5] & 0x7F) << 24 | Int(start[6]) << 16 | Int(start[7]) << 8 | Int(start[8])
        start.removeAll(keepingCapacity: true)
        // HEADERS, and CONTINUATION that goes on with it.
        let isWanted = type == 1 || type == 9
        guard isWanted, block.count + length <= Self.longest else {
            // A block of which a part is missing says nothing: what came before goes as well.
            if isWanted { block.removeAll() }
            skipped = length
            return
        }
        if type == 1 { block.removeAll(keepingCapacity: true) }
        payload.removeAll(keepingCapacity: true)
        gathered = length
        if length == 0 { endFrame(body) }
    }

    private mutating func endFrame(_ body: (Int, [UInt8]) -> Void) {
        var fields = payload[...]
        if type == 1 {
            // PADDED and PRIORITY (6.2).
            let padding = flags & 0x8 != 0 ? Int(fields.popFirst() ?? 0) : 0
            if flags & 0x20 != 0 { fields = fields.dropFirst(5) }
            fields = fields.dropLast(padding)
        }
        block += fields
        guard flags & 0x4 != 0 else { return }
        body(stream, block)
        block.removeAll(keepingCapacity: true)
    }
}
