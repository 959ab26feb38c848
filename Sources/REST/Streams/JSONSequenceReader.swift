/// Reads JSON text sequences (RFC 7464): each value stands behind RS and ends with LF.
///
/// A value may have line breaks within; it is told with the LF behind its last bracket, and not with the next RS, which
/// may come a day later.
struct JSONSequenceReader: Sendable {
    private var record: BoundedBytes
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// What stands before the first RS is no value.
    private var isBehindMark = false

    init(limit: Int) { record = BoundedBytes(limit: limit) }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        var start = bytes.startIndex
        for place in bytes.indices {
            let byte = bytes[place]
            if byte == 0x1E {
                if isBehindMark { record.append(bytes[start..<place]) }
                tellRecord(tell)
                (start, isBehindMark) = (place + 1, true)
            } else if byte == 0x0A, depth == 0, !isInString, isBehindMark {
                record.append(bytes[start..<place])
                start = place + 1
                tellRecord(tell)
            } else {
                look(at: byte)
            }
        }
        if isBehindMark { record.append(bytes[start...]) }
    }

    mutating func end(_ tell: (StreamEvent) -> Void) { tellRecord(tell) }

    private mutating func look(at byte: UInt8) {
        if isEscaped { return isEscaped = false }
        switch byte {
        case UInt8(ascii: "\\") where isInString: isEscaped = true
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "{"), UInt8(ascii: "["): if !isInString { depth += 1 }
        case UInt8(ascii: "}"), UInt8(ascii: "]"): if !isInString { depth = max(0, depth - 1) }
        default: break
        }
    }

    private mutating func tellRecord(_ tell: (StreamEvent) -> Void) {
        // RS ends whatever was open: a value that was cut off costs no other one (RFC 7464 2.3).
        (depth, isInString, isEscaped) = (0, false, false)
        record.dropCarriageReturn()
        let (bytes, cut) = record.take()
        // Several RS in a row have no empty values between them (RFC 7464 2.1).
        if cut > 0 || !bytes.allSatisfy({ $0 <= 0x20 }) { tell(StreamEvent(bytes, cut: cut)) }
    }
}
