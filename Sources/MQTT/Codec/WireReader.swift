/// Walks over the bytes of one packet. Every read is checked against the end: a length that points beyond it is a
/// malformed packet, whatever it announces.
struct WireReader {
    private(set) var rest: UnsafeRawBufferPointer
    let packet: PacketType

    init(_ bytes: UnsafeRawBufferPointer, in packet: PacketType) {
        rest = bytes
        self.packet = packet
    }

    var isAtEnd: Bool { rest.isEmpty }

    func malformed(_ text: String) -> ProtocolViolation { ProtocolViolation(.malformedPacket, in: packet, text) }

    func forbidden(_ text: String) -> ProtocolViolation { ProtocolViolation(.protocolError, in: packet, text) }

    @inline(__always)
    mutating func bytes(_ count: Int) throws(ProtocolViolation) -> UnsafeRawBufferPointer {
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
            if byte < 0x80 { return value }
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
        if let fault = textFault(bytes, allowingWildcards: true) { throw malformed("\(what()) \(fault.words)") }
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
        if id == 0 { throw forbidden("The packet identifier is 0.") }
        return id
    }

    mutating func reason(at receiver: Receiver) throws(ProtocolViolation) -> ReasonCode {
        let code = try byte()
        guard let reason = ReasonCode(rawValue: code), reason.isAllowed(in: packet, at: receiver) else {
            throw forbidden("Reason code \(code) does not exist here.")
        }
        return reason
    }

    func end() throws(ProtocolViolation) {
        if !rest.isEmpty { throw malformed("\(rest.count) bytes are left over at the end.") }
    }
}
