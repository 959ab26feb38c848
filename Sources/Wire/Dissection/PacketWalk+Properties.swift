import MQTT

extension PacketWalk {
    /// Properties behind their length (MQTT 5 2.2.2); answers with those that are there, a bit each. What is no property
    /// ends them and not the packet: their length is known.
    @discardableResult
    mutating func properties(of group: PacketPart = .properties) throws(Stop) -> UInt64 {
        let start = position
        let length = Int(try variable(.propertyLength, before: end))
        let close = position + length
        // To read on as far as the length and the packet both allow: what is there is shown before the damage.
        let limit = min(close, end)
        try show(group, start..<limit)
        try show(.propertyLength, start..<position, UInt32(length), depth: 1)
        if close > end {
            let left = end - position
            malformed("Property Length says \(length) B, and \(left) follow", at: start..<position)
        }
        let place = group == .willProperties ? PropertyPlace.will : PropertyPlace(packet)
        var seen: UInt64 = 0
        while position < limit {
            let begin = position
            do throws(Stop) {
                // The rest of the group is not to be read: where the next property begins nobody knows.
                guard try property(in: place, before: limit, &seen) else { break }
            } catch {
                guard error == .damage else { throw error }
                // The note stands; the walk goes on behind the group.
                position = max(begin, position)
                break
            }
        }
        try showOmitted(seen, in: place)
        // Also behind damage: the length says where the packet goes on.
        position = limit
        // Behind a length that goes beyond the end there is nothing to be read.
        if close > end { throw .damage }
        return seen
    }

    /// One property; false where nobody knows what follows.
    private mutating func property(in place: PropertyPlace, before limit: Int, _ seen: inout UInt64) throws(Stop)
        -> Bool
    {
        let start = position
        // A variable byte integer, but all of them fit in one byte.
        let code = try byte(.propertyID, before: limit)
        guard let id = PropertyID(rawValue: code) else {
            try show(.propertyID, start..<position, UInt32(code), depth: 1)
            malformed("property \(code) does not exist", at: start..<limit)
            return false
        }
        try show(.property, start..<position, UInt32(code), depth: 1, property: id)
        try show(.propertyID, start..<position, UInt32(code), depth: 2, property: id)
        let value = position
        switch id.form {
        case .byte:
            let number = try byte(.propertyNumber, before: limit)
            try show(.propertyNumber, value..<position, UInt32(number), depth: 2, property: id)
        case .twoBytes:
            let number = try twoBytes(.propertyNumber, before: limit)
            try show(.propertyNumber, value..<position, UInt32(number), depth: 2, property: id)
        case .fourBytes:
            let number = try fourBytes(.propertyNumber, before: limit)
            try show(.propertyNumber, value..<position, number, depth: 2, property: id)
        case .variable:
            let number = try variable(.propertyNumber, before: limit)
            try show(.propertyNumber, value..<position, number, depth: 2, property: id)
        case .string: try string(.propertyTextLength, .propertyText, before: limit, depth: 2, property: id)
        case .binary: try string(.propertyTextLength, .propertyBytes, before: limit, depth: 2, property: id)
        case .pair:
            try string(.propertyKeyLength, .propertyKey, before: limit, depth: 2, property: id)
            try string(.propertyValueLength, .propertyValue, before: limit, depth: 2, property: id)
        }
        // Identifiers go up to 0x2A: each has a bit of its own.
        let bit = UInt64(1) << UInt64(code)
        check(id, in: place, at: start..<position, isAgain: seen & bit != 0, value: value)
        seen |= bit
        return true
    }

    private mutating func check(
        _ id: PropertyID, in place: PropertyPlace, at range: Range<Int>, isAgain: Bool, value: Int
    ) {
        guard visitor.wantsNotes else { return }
        if !id.isAllowed(in: place) { breach("\(id.name) is not a property of \(place.name)", at: range) }
        if isAgain, !id.mayRepeat(in: place) { breach("\(id.name) is there twice", at: range) }
        // Only numbers are asked: of a text its length would be looked at too.
        let isZero = bytes[value..<range.upperBound].allSatisfy { $0 == 0 }
        switch id {
        case .receiveMaximum, .maximumPacketSize, .subscriptionIdentifier, .topicAlias:
            if isZero { breach("\(id.name) is 0", at: value..<range.upperBound) }
        default:
            let number = bytes[value]
            if id.form == .byte, number > 1 {
                breach("\(id.name) is \(number), neither 0 nor 1", at: value..<range.upperBound)
            }
        }
    }

    /// The values that the standard gives to what was left out, where it gives one (MQTT 5 3.1.2.11, 3.2.2.3, 3.3.2.3).
    private mutating func showOmitted(_ seen: UInt64, in place: PropertyPlace) throws(Stop) {
        guard visitor.wantsNotes else { return }
        // Nothing is implied of what is there, even if it is wrong.
        for (id, number) in Self.defaults(in: place) where seen & UInt64(1) << UInt64(id.rawValue) == 0 {
            try implied(.property, number, depth: 1, property: id)
        }
    }

    private static func defaults(in place: PropertyPlace) -> [(PropertyID, UInt32)] {
        if place == .will { return [(.willDelayInterval, 0), (.payloadFormatIndicator, 0)] }
        switch place.packet {
        case .connect:
            return [
                (.sessionExpiryInterval, 0), (.receiveMaximum, 65_535), (.topicAliasMaximum, 0),
                (.requestResponseInformation, 0), (.requestProblemInformation, 1),
            ]
        case .connectAck:
            return [
                (.receiveMaximum, 65_535), (.maximumQoS, 2), (.retainAvailable, 1), (.topicAliasMaximum, 0),
                (.wildcardSubscriptionAvailable, 1), (.subscriptionIdentifierAvailable, 1),
                (.sharedSubscriptionAvailable, 1),
            ]
        case .publish: return [(.payloadFormatIndicator, 0)]
        default: return []
        }
    }
}
