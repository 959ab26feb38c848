/// Walks over the bytes of one packet. Every read is checked against the end: a length that points beyond it is a
/// malformed packet, whatever it announces.
struct WireReader {
    private(set) var rest: UnsafeRawBufferPointer
    let packet: PacketType
    /// Whether what leaves the packet readable is noted, and not thrown.
    let isTolerant: Bool
    /// The first of what was let pass.
    private(set) var noted: ProtocolViolation?

    init(_ bytes: UnsafeRawBufferPointer, in packet: PacketType, isTolerant: Bool = false) {
        rest = bytes
        self.packet = packet
        self.isTolerant = isTolerant
    }

    var isAtEnd: Bool { rest.isEmpty }

    func malformed(_ text: String) -> ProtocolViolation { ProtocolViolation(.malformedPacket, in: packet, text) }

    func forbidden(_ text: String) -> ProtocolViolation { ProtocolViolation(.protocolError, in: packet, text) }

    /// Lets a breach pass that leaves the packet readable, or throws it.
    @inline(never)
    mutating func tolerate(_ rule: ProtocolRule, _ violation: ProtocolViolation) throws(ProtocolViolation) {
        var violation = violation
        violation.rule = violation.rule ?? rule
        guard isTolerant else { throw violation }
        if noted == nil { noted = violation }
    }

    /// Notes what another reader of a part of this packet let pass.
    mutating func note(_ violation: ProtocolViolation?) {
        if noted == nil { noted = violation }
    }

    /// Goes to the end; answers with the bytes left out.
    mutating func skipRest() -> Int {
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[rest.endIndex...]) }
        return rest.count
    }

    @inline(__always)
    mutating func bytes(_ count: Int) throws(ProtocolViolation) -> UnsafeRawBufferPointer {
        // Before anything is taken: a length beyond the end is not followed.
        guard count <= rest.count else { throw malformed("The packet ends too early.") }
        let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return taken
    }

    @inline(__always)
    mutating func byte() throws(ProtocolViolation) -> UInt8 {
        try bytes(1)[0]
    }

    @inline(__always)
    mutating func twoBytes() throws(ProtocolViolation) -> UInt16 {
        UInt16(bigEndian: try bytes(2).loadUnaligned(as: UInt16.self))
    }

    @inline(__always)
    mutating func fourBytes() throws(ProtocolViolation) -> UInt32 {
        UInt32(bigEndian: try bytes(4).loadUnaligned(as: UInt32.self))
    }

    /// A variable byte integer (MQTT 5 1.5.5).
    mutating func variable() throws(ProtocolViolation) -> UInt32 {
        var value: UInt32 = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            let byte = try byte()
            value |= UInt32(byte & 0x7F) << UInt32(shift)
            if byte >= 0x80 { continue }
            // As few bytes as the value needs (MQTT 5 1.5.5): the last of several is not 0.
            if byte == 0, shift > 0 {
                try tolerate(.propertiesAreValid, malformed("An integer is written with more bytes than it needs."))
            }
            return value
        }
        throw malformed("A variable byte integer has more than four bytes.")
    }

    /// Bytes after their two byte length.
    @inline(__always)
    mutating func binary() throws(ProtocolViolation) -> UnsafeRawBufferPointer {
        try bytes(Int(try twoBytes()))
    }

    /// The checked bytes of a string.
    @inline(__always)
    mutating func text(_ what: @autoclosure () -> String) throws(ProtocolViolation) -> UnsafeRawBufferPointer {
        let bytes = try binary()
        if let fault = textFault(bytes, allowingWildcards: true) {
            try tolerate(.propertiesAreValid, malformed("\(what()) \(fault.words)"))
        }
        return bytes
    }

    mutating func string(_ what: @autoclosure () -> String) throws(ProtocolViolation) -> String {
        String(decoding: try text(what()), as: UTF8.self)
    }

    /// The checked bytes of a topic name; empty is allowed here.
    @inline(__always)
    mutating func topic(_ what: @autoclosure () -> String) throws(ProtocolViolation) -> UnsafeRawBufferPointer {
        let bytes = try binary()
        if let fault = textFault(bytes, allowingWildcards: false) { throw malformed("\(what()) \(fault.words)") }
        return bytes
    }

    mutating func packetID() throws(ProtocolViolation) -> UInt16 {
        let id = try twoBytes()
        if id == 0 { try tolerate(.packetHasIdentifier, forbidden("The packet identifier is 0.")) }
        return id
    }

    mutating func reason(at receiver: Receiver) throws(ProtocolViolation) -> ReasonCode {
        let code = try byte()
        guard let reason = ReasonCode(rawValue: code), reason.isAllowed(in: packet, at: receiver) else {
            try tolerate(.reasonCodeExists, forbidden("Reason code \(code) does not exist here."))
            // From 0x80 on it is an error, whatever it means (MQTT 5 2.4).
            return code < 0x80 ? .success : .unspecifiedError
        }
        return reason
    }

    mutating func end() throws(ProtocolViolation) {
        guard !rest.isEmpty else { return }
        try tolerate(
            .nothingIsLeftOver,
            malformed("\(rest.count) byte\(rest.count == 1 ? " is" : "s are") left over at the end."))
    }
}
