import MQTT

/// Goes once over the bytes of one packet, or over its head, and shows each part to a visitor. It makes nothing, so that a
/// filter may go over a hundred thousand packets; and it is lenient: what can be read is shown, and what is wrong is noted
/// with its place.
struct PacketWalk<Visitor: PacketVisitor> {
    /// Why a walk ends before the packet does.
    enum Stop: Error {
        /// A note says what is wrong.
        case damage
        /// What follows is not kept.
        case notKept
        /// The visitor has seen enough.
        case enough
    }

    var visitor: Visitor
    let bytes: UnsafeRawBufferPointer
    /// Bytes of the whole packet.
    let total: Int
    let receiver: Receiver
    /// The version spoken; nil where nobody knows.
    var known: ProtocolVersion?
    var version: ProtocolVersion
    var packet = PacketType.publish
    /// Where the walk is.
    var position = 0
    /// Where the packet ends by its Remaining Length, and in its bytes.
    var end = 0

    /// A walk over the first bytes of a packet of `total` bytes.
    init(
        _ bytes: UnsafeRawBufferPointer, total: Int, version: ProtocolVersion?, to receiver: Receiver,
        _ visitor: Visitor
    ) {
        self.bytes = bytes
        self.total = max(total, bytes.count)
        self.receiver = receiver
        known = version
        self.version = version ?? .v311
        self.visitor = visitor
    }

    /// Goes to the end, or as far as there is a way.
    mutating func run() {
        // Until the header has told more: what stands in it is bounded by the bytes alone.
        end = total
        do throws(Stop) {
            try header()
            try body()
            try leftOver()
        } catch {
            if error == .notKept, visitor.wantsNotes { visitor.note(.notKept(bytes.count), at: bytes.count..<total) }
        }
    }

    // MARK: - What is said

    mutating func show(
        _ part: PacketPart, _ range: Range<Int>, _ number: UInt32 = 0, depth: Int = 0, property: PropertyID? = nil
    ) throws(Stop) {
        let walked = WalkedPart(part: part, range: range, number: number, depth: depth, property: property)
        guard visitor.visit(walked) else { throw .enough }
    }

    /// The bits of the byte at a place that a part is.
    mutating func show(bits part: PacketPart, at place: Int) throws(Stop) {
        let mask = part.mask
        try show(part, place..<place + 1, UInt32((bytes[place] & mask) >> mask.trailingZeroBitCount), depth: 1)
    }

    mutating func implied(
        _ part: PacketPart, _ number: UInt32, depth: Int = 0, property: PropertyID? = nil
    ) throws(Stop) {
        guard visitor.wantsNotes else { return }
        let walked = WalkedPart(
            part: part, range: position..<position, number: number, depth: depth, property: property, isImplied: true)
        guard visitor.visit(walked) else { throw .enough }
    }

    mutating func breach(_ words: @autoclosure () -> String, at range: Range<Int>) {
        if visitor.wantsNotes { visitor.note(.breach(Self.sentence(words())), at: range) }
    }

    mutating func malformed(_ words: @autoclosure () -> String, at range: Range<Int>) {
        if visitor.wantsNotes { visitor.note(.malformed(Self.sentence(words())), at: range) }
    }

    /// Words without their full stop.
    private static func sentence(_ words: String) -> String { words.hasSuffix(".") ? String(words.dropLast()) : words }

    // MARK: - What is read

    /// Makes sure of that many bytes, before `limit` and among those that are kept.
    mutating func need(_ count: Int, before limit: Int, _ what: PacketPart) throws(Stop) {
        guard count <= limit - position else {
            let left = max(limit - position, 0)
            malformed(
                "the packet ends too early: \(PacketPart.facts[Int(what.rawValue)].name) needs \(count) B, and "
                    + "\(left) are there",
                at: min(position, limit)..<limit)
            throw .damage
        }
        // Behind the first check: damage is told even where the bytes are not kept.
        if count > bytes.count - position { throw .notKept }
    }

    mutating func byte(_ what: PacketPart, before limit: Int? = nil) throws(Stop) -> UInt8 {
        try need(1, before: limit ?? end, what)
        defer { position += 1 }
        return bytes[position]
    }

    mutating func twoBytes(_ what: PacketPart, before limit: Int? = nil) throws(Stop) -> UInt16 {
        try need(2, before: limit ?? end, what)
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    mutating func fourBytes(_ what: PacketPart, before limit: Int) throws(Stop) -> UInt32 {
        try need(4, before: limit, what)
        defer { position += 4 }
        return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    /// A variable byte integer.
    mutating func variable(_ what: PacketPart, before limit: Int) throws(Stop) -> UInt32 {
        let start = position
        var value: UInt32 = 0
        // Four bytes of seven bits (MQTT 5 1.5.5).
        for shift in stride(from: 0, to: 28, by: 7) {
            let byte = try byte(what, before: limit)
            value |= UInt32(byte & 0x7F) << UInt32(shift)
            if byte < 0x80 { return value }
        }
        malformed("a variable byte integer has more than four bytes", at: start..<position)
        throw .damage
    }

    /// A length of two bytes and what it is the length of, which may go on beyond the bytes that are kept.
    mutating func string(
        _ length: PacketPart, _ content: PacketPart, before limit: Int? = nil, depth: Int = 0,
        property: PropertyID? = nil
    ) throws(Stop) {
        let limit = limit ?? end
        let start = position
        let count = Int(try twoBytes(length, before: limit))
        try show(length, start..<position, UInt32(count), depth: depth, property: property)
        guard count <= limit - position else {
            // What there is of it is shown, so that it is seen what was taken for it.
            let left = limit - position
            malformed(
                "\(PacketPart.facts[Int(content.rawValue)].name) has \(count) B by its length, and \(left) are there",
                at: position..<limit)
            throw .damage
        }
        // Shown with its whole range, kept or not: the visitor takes what there is.
        try show(content, position..<position + count, depth: depth, property: property)
        position += count
        if position > bytes.count { throw .notKept }
    }

    mutating func identifier() throws(Stop) {
        let start = position
        let id = try twoBytes(.packetID)
        try show(.packetID, start..<position, UInt32(id))
        if id == 0 { breach(ProtocolRule.packetHasIdentifier.text, at: start..<position) }
    }

    var isAtEnd: Bool { position >= end }
}
