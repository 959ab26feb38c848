import Text

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

/// The check character by character.
@inline(never)
private func slowTextFault(_ bytes: UnsafeRawBufferPointer, from start: Int, allowingWildcards: Bool) -> TextFault? {
    bytes.withMemoryRebound(to: UInt8.self) { bytes in
        guard let base = bytes.baseAddress else { return nil }
        // At a character's beginning: all before it was ASCII.
        var index = start
        while index < bytes.count {
            let (value, length) = UTF8Bytes.scalar(base, index, bytes.count)
            if length == 0 { return .invalidUTF8 }
            if value == 0 { return .null }
            if !allowingWildcards, value == 0x2B || value == 0x23 { return .wildcard }
            index += length
        }
        return nil
    }
}
