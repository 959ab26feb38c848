import Text

extension PropertyScanner {
    /// The rest of the properties as values.
    mutating func all() throws(ProtocolViolation) -> Properties {
        var properties = Properties()
        while let item = try next() { properties.list.append(Property(item)) }
        return properties
    }
}

extension Property {
    init(_ item: PropertyScanner.Item) {
        id = item.id
        switch item.id.form {
        case .byte: value = .byte(UInt8(truncatingIfNeeded: item.number))
        case .twoBytes: value = .twoBytes(UInt16(truncatingIfNeeded: item.number))
        case .fourBytes: value = .fourBytes(item.number)
        case .variable: value = .variable(item.number)
        case .string: value = .string(String(decoding: item.bytes, as: UTF8.self))
        case .pair:
            value = .pair(String(decoding: item.bytes, as: UTF8.self), String(decoding: item.second, as: UTF8.self))
        case .binary: value = .binary([UInt8](item.bytes))
        }
    }
}

extension WireReader {
    /// The property length and the checked properties after it.
    mutating func properties(
        in place: PropertyPlace? = nil
    ) throws(ProtocolViolation) -> Properties {
        if isAtEnd {
            try tolerate(.propertiesAreValid, malformed("The length of the properties is missing."))
            return []
        }
        let length = Int(try variable())
        var scanner = PropertyScanner(
            try bytes(length), in: place ?? PropertyPlace(packet), isTolerant: isTolerant)
        let properties = try scanner.all()
        // What was let pass within the properties is a breach of the packet.
        note(scanner.noted)
        // Said of CONNECT (MQTT 5 3.1.2.11.10), and AUTH must not leave the method out at all (3.15.2.2.2); of CONNACK no
        // sentence says it.
        if packet != .connectAck, properties.authenticationData != nil, properties.authenticationMethod == nil {
            try tolerate(
                .propertiesAreValid, forbidden("There is authentication data and no authentication method."))
        }
        return properties
    }
}

extension Properties {
    /// The properties of a message that was received, from ``MessageView/properties``. Bytes that are no properties end
    /// the list.
    public init(of message: MessageView) { self.init(ofPublish: message.properties) }

    /// The properties of a PUBLISH from their bytes as sent; bytes that are no properties end the list.
    public init(ofPublish bytes: UnsafeRawBufferPointer) {
        var scanner = PropertyScanner(bytes, in: PropertyPlace(.publish), isTolerant: true)
        self.init()
        while let item = try? scanner.next() { list.append(Property(item)) }
    }

    /// Names and values for people, of the raw property bytes of a PUBLISH, in order.
    ///
    /// Bytes that are no properties end the list, and one row says how many they are. Past the limit one row says how many
    /// bytes are not shown.
    public static func describe(
        _ bytes: UnsafeRawBufferPointer, limit: Int = 1000
    ) -> [(name: String, value: String)] {
        var scanner = PropertyScanner(bytes, in: PropertyPlace(.publish), isTolerant: true)
        var rows: [(name: String, value: String)] = []
        while rows.count < limit, let item = try? scanner.next() { rows.append(Property(item).described) }
        if rows.count >= limit && scanner.remaining > 0 { rows.append(("…", "\(scanner.remaining) bytes more")) }
        if scanner.unreadable > 0 { rows.append(("…", "\(scanner.unreadable) bytes that are no properties")) }
        return rows
    }
}

extension Property {
    /// Name and value for people. A user property shows its own name behind "user:", so that it cannot pass for one of
    /// the standard's.
    public var described: (name: String, value: String) {
        switch value {
        case .byte(let number):
            switch id {
            case .payloadFormatIndicator: (id.name, number == 1 ? "1 (UTF-8)" : "0 (bytes)")
            case .maximumQoS: (id.name, String(number))
            default: (id.name, number == 0 ? "no" : "yes")
            }
        case .twoBytes(let number):
            (id.name, id == .serverKeepAlive ? "\(number) s" : String(number))
        case .fourBytes(let number):
            (id.name, id == .maximumPacketSize ? "\(number) B" : "\(number) s")
        case .variable(let number): (id.name, String(number))
        case .string(let text): (id.name, text)
        case .pair(let name, let text): ("user: \(name)", text)
        case .binary(let bytes):
            if let text = String(validating: bytes, as: UTF8.self),
                // Text that would drive a terminal is shown as bytes.
                !text.unicodeScalars.contains(where: { $0.value < 32 })
            {
                (id.name, text)
            } else {
                (id.name, "0x" + HexDigit.lower(bytes, separator: " "))
            }
        }
    }
}
