/// Walks over the properties of a packet and checks them: known, allowed here, not twice, in range. Makes nothing.
///
/// A tolerant one goes on where a rule is broken, and to the end where a property cannot be read: the length of all is known.
struct PropertyScanner {
    /// One property, its value still on the wire.
    struct Item {
        var id: PropertyID
        /// The value of integers.
        var number: UInt32 = 0
        /// The value of strings and binary data, or the name of a pair.
        var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        /// The value of a pair.
        var second = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    private var reader: WireReader
    private let place: PropertyPlace
    private var seen: UInt64 = 0

    /// Bytes that are not walked over yet.
    var remaining: Int { reader.rest.count }
    /// Bytes at the end that could not be read.
    private(set) var unreadable = 0
    /// The first of what was let pass.
    var noted: ProtocolViolation? { reader.noted }

    /// The bytes after the property length.
    init(_ bytes: UnsafeRawBufferPointer, in place: PropertyPlace, isTolerant: Bool = false) {
        reader = WireReader(bytes, in: place.packet, isTolerant: isTolerant)
        self.place = place
    }

    /// The next property, or nil at the end.
    mutating func next() throws(ProtocolViolation) -> Item? {
        // Taken before the identifier is read, which belongs to what cannot be read.
        let left = reader.rest.count
        do throws(ProtocolViolation) {
            return try read()
        } catch {
            try reader.tolerate(.propertiesAreValid, error)
            _ = reader.skipRest()
            unreadable = left
            return nil
        }
    }

    @inline(__always)
    private mutating func read() throws(ProtocolViolation) -> Item? {
        if reader.isAtEnd { return nil }
        // The identifier is a variable byte integer, but all of them fit in one byte.
        let code = try reader.byte()
        guard let id = PropertyID(rawValue: code) else {
            throw reader.malformed("Property \(code) does not exist.")
        }
        // Read on: it has a form, allowed here or not.
        if !id.isAllowed(in: place) {
            try reader.tolerate(
                .propertiesAreValid, reader.malformed("\(id.name) is not a property of \(place.name)."))
        }
        // Every identifier is below 64.
        let bit = UInt64(1) << UInt64(code)
        if seen & bit != 0 && !id.mayRepeat(in: place) {
            try object("\(id.name) is there twice.", to: id)
        }
        seen |= bit
        var item = Item(id: id)
        switch id.form {
        case .byte: item.number = UInt32(try reader.byte())
        case .twoBytes: item.number = UInt32(try reader.twoBytes())
        case .fourBytes: item.number = try reader.fourBytes()
        case .variable: item.number = try reader.variable()
        case .string: item.bytes = try reader.text(id.name)
        case .binary: item.bytes = try reader.binary()
        case .pair:
            item.bytes = try reader.text("The name of a user property")
            item.second = try reader.text("The value of a user property")
        }
        try check(item)
        return item
    }

    private mutating func check(_ item: Item) throws(ProtocolViolation) {
        switch item.id {
        case .maximumQoS:
            // 2 is said by leaving it out (MQTT 5 3.2.2.3.4).
            if item.number > 1 {
                let words = "Maximum QoS is \(item.number), neither 0 nor 1."
                try reader.tolerate(.maximumQoSExists, reader.forbidden(words))
            }
        case .payloadFormatIndicator, .requestProblemInformation, .requestResponseInformation, .retainAvailable,
            .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable,
            .sharedSubscriptionAvailable:
            if item.number > 1 {
                try object("\(item.id.name) is \(item.number), neither 0 nor 1.", to: item.id)
            }
        case .receiveMaximum, .maximumPacketSize, .subscriptionIdentifier:
            if item.number == 0 { try object("\(item.id.name) is 0.", to: item.id) }
        case .topicAlias:
            if item.number == 0 {
                let violation = ProtocolViolation(.topicAliasInvalid, in: place.packet, "The topic alias is 0.")
                try reader.tolerate(.topicAliasIsAllowed, violation)
            }
        case .responseTopic:
            if let fault = textFault(item.bytes, allowingWildcards: false) {
                // A wildcard would make it a filter (MQTT 5 3.3.2.3.5).
                try object("The response topic \(fault.words)", to: item.id)
            }
            if item.bytes.isEmpty { try object("The response topic is empty.", to: item.id) }
        default: break
        }
    }

    /// A property that is one of this packet's, and breaks what its own section says.
    private mutating func object(_ text: String, to id: PropertyID) throws(ProtocolViolation) {
        var violation = reader.forbidden(text)
        violation.section = id.section(in: place.packet)
        try reader.tolerate(.propertiesAreValid, violation)
    }
}
