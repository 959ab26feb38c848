import NIOCore

/// Writes the parts of a packet, or only counts them: the same code gives a packet's length and its bytes.
struct WireWriter {
    /// Nil: count only.
    private(set) var output: ByteBuffer?
    private(set) var count = 0
    let packet: PacketType

    init(counting packet: PacketType) {
        self.packet = packet
    }

    init(_ output: consuming ByteBuffer, in packet: PacketType) {
        self.output = output
        self.packet = packet
    }

    func forbidden(_ text: String) -> ProtocolViolation { ProtocolViolation(.protocolError, in: packet, text) }

    mutating func byte(_ value: UInt8) {
        count += 1
        output?.writeInteger(value)
    }

    mutating func twoBytes(_ value: UInt16) {
        count += 2
        output?.writeInteger(value)
    }

    mutating func fourBytes(_ value: UInt32) {
        count += 4
        output?.writeInteger(value)
    }

    mutating func variable(_ value: Int) throws(ProtocolViolation) {
        guard 0...0x0FFF_FFFF ~= value else {
            throw ProtocolViolation(.packetTooLarge, in: packet, "\(value) is more than a length can say.")
        }
        var rest = value
        // At least one byte: 0 is a length too.
        repeat {
            let low = UInt8(rest & 0x7F)
            rest >>= 7
            byte(rest > 0 ? low | 0x80 : low)
        } while rest > 0
    }

    mutating func binary(_ bytes: [UInt8], _ what: @autoclosure () -> String) throws(ProtocolViolation) {
        guard let length = UInt16(exactly: bytes.count) else {
            throw forbidden("\(what()) has \(bytes.count) bytes; 65,535 are the most.")
        }
        twoBytes(length)
        count += bytes.count
        output?.writeBytes(bytes)
    }

    mutating func string(_ text: String, _ what: @autoclosure () -> String) throws(ProtocolViolation) {
        guard let length = UInt16(exactly: text.utf8.count) else {
            throw forbidden("\(what()) has \(text.utf8.count) bytes; 65,535 are the most.")
        }
        // A String is valid UTF-8: only U+0000 is left to be refused (MQTT 5 1.5.4).
        if text.utf8.contains(0) { throw forbidden("\(what()) contains the character U+0000.") }
        twoBytes(length)
        count += Int(length)
        output?.writeString(text)
    }

    /// A topic name; empty is allowed here.
    mutating func topic(_ text: String, _ what: @autoclosure () -> String) throws(ProtocolViolation) {
        if text.utf8.contains(where: { $0 == 0x2B || $0 == 0x23 }) {
            throw forbidden("\(what()) contains a wildcard, + or #.")
        }
        try string(text, what())
    }

    mutating func packetID(_ id: UInt16) throws(ProtocolViolation) {
        if id == 0 { throw forbidden("The packet identifier is 0.") }
        twoBytes(id)
    }

    mutating func payload(_ payload: ByteBuffer) {
        count += payload.readableBytes
        output?.writeImmutableBuffer(payload)
    }

    /// The property length and the properties, checked as a receiver would check them.
    mutating func properties(_ properties: Properties, in place: PropertyPlace? = nil) throws(ProtocolViolation) {
        if properties.isEmpty { return byte(0) }
        // Written aside: their length stands before them.
        var inner = WireWriter(ByteBuffer(), in: packet)
        for property in properties.list { try inner.property(property) }
        guard let bytes = inner.output else { return }
        let place = place ?? PropertyPlace(packet)
        // By the reader's own check: what would be refused there is not sent.
        let result = bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(ProtocolViolation) in
                var scanner = PropertyScanner(bytes, in: place)
                while try scanner.next() != nil {}
            }
        }
        try result.get()
        try variable(bytes.readableBytes)
        payload(bytes)
    }

    private mutating func property(_ property: Property) throws(ProtocolViolation) {
        guard property.id.form == property.value.form else {
            throw forbidden("The value of \(property.id.name) has the wrong form.")
        }
        byte(property.id.rawValue)
        switch property.value {
        case .byte(let value): byte(value)
        case .twoBytes(let value): twoBytes(value)
        case .fourBytes(let value): fourBytes(value)
        case .variable(let value): try variable(Int(value))
        case .string(let text): try string(text, property.id.name)
        case .binary(let bytes): try binary(bytes, property.id.name)
        case .pair(let name, let text):
            try string(name, "The name of a user property")
            try string(text, "The value of a user property")
        }
    }
}
