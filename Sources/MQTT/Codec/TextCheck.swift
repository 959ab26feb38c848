/// What is wrong with the bytes of an MQTT string (MQTT 5 1.5.4).
package enum TextFault: Hashable, Sendable {
    /// Not UTF-8; a surrogate, an overlong form or a code point beyond U+10FFFF counts as that.
    case invalidUTF8
    /// U+0000.
    case null
    /// `+` or `#`, where wildcards are not allowed.
    case wildcard

    /// The rule that a topic breaks with it.
    var topicRule: ProtocolRule {
        switch self {
        case .invalidUTF8: .topicIsUTF8
        case .null: .topicHasNoNull
        case .wildcard: .topicHasNoWildcard
        }
    }

    /// Ends a sentence that starts with what it is about: "the topic …".
    package var words: String {
        switch self {
        case .invalidUTF8: "is not valid UTF-8."
        case .null: "contains the character U+0000."
        case .wildcard: "contains a wildcard, + or #."
        }
    }
}

/// Looks at every byte of an MQTT string once; eight at a time while it is ASCII.
@inline(__always)
package func textFault(_ bytes: UnsafeRawBufferPointer, allowingWildcards: Bool) -> TextFault? {
    guard let base = bytes.baseAddress else { return nil }
    var index = 0
    let count = bytes.count
    while index &+ 8 <= count {
        let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // A high bit, a zero byte, or (exclusive or makes it zero) a '+' or '#': the slow path finds out which.
        // A borrow can raise a false alarm in the byte above; it cannot hide one.
        var suspicious = word | (word &- 0x0101_0101_0101_0101)
        if !allowingWildcards {
            suspicious |= (word ^ 0x2B2B_2B2B_2B2B_2B2B) &- 0x0101_0101_0101_0101
            suspicious |= (word ^ 0x2323_2323_2323_2323) &- 0x0101_0101_0101_0101
        }
        if suspicious & 0x8080_8080_8080_8080 != 0 {
            return slowTextFault(bytes, from: index, allowingWildcards: allowingWildcards)
        }
        index &+= 8
    }
    while index < count {
        let byte = base.load(fromByteOffset: index, as: UInt8.self)
        if byte == 0 || byte >= 0x80 || (!allowingWildcards && (byte == 0x2B || byte == 0x23)) {
            return slowTextFault(bytes, from: index, allowingWildcards: allowingWildcards)
        }
        index &+= 1
    }
    return nil
}

/// The byte-by-byte check, by the table of well-formed sequences (Unicode 3.9, table 3-7).
@inline(never)
private func slowTextFault(_ bytes: UnsafeRawBufferPointer, from start: Int, allowingWildcards: Bool) -> TextFault? {
    var index = start
    while index < bytes.count {
        let lead = bytes[index]
        index += 1
        if lead < 0x80 {
            if lead == 0 { return .null }
            if !allowingWildcards && (lead == 0x2B || lead == 0x23) { return .wildcard }
            continue
        }
        let more: Int
        var range: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: more = 1
        case 0xE0: (more, range) = (2, 0xA0...0xBF)
        case 0xED: (more, range) = (2, 0x80...0x9F)
        case 0xE1...0xEF: more = 2
        case 0xF0: (more, range) = (3, 0x90...0xBF)
        case 0xF1...0xF3: more = 3
        case 0xF4: (more, range) = (3, 0x80...0x8F)
        default: return .invalidUTF8
        }
        guard index + more <= bytes.count else { return .invalidUTF8 }
        for offset in 0..<more {
            guard range.contains(bytes[index + offset]) else { return .invalidUTF8 }
            range = 0x80...0xBF
        }
        index += more
    }
    return nil
}
