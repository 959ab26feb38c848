import Text

/// Walks over a JSON text in place, without building anything of it. What is no JSON ends the walk.
struct JSONCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next byte that is no white space; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte.isSpace else { return byte }
            position += 1
        }
        return nil
    }

    /// Passes a byte if it is the next one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// Passes a string; answers the bytes between its quotes.
    mutating func string() -> UnsafeRawBufferPointer? {
        guard take(0x22) else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                position += 1
                return UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1])
            // This may lead beyond the end, where every loop stops.
            case 0x5C: position += 2
            default: position += 1
            }
        }
        return nil
    }

    /// Passes a number, true, false or null; answers its bytes.
    mutating func word() -> UnsafeRawBufferPointer? {
        guard peek() != nil else { return nil }
        let start = position
        loop: while position < bytes.count {
            switch bytes[position] {
            case 0x2C, 0x3A, 0x7D, 0x5D, 0x7B, 0x5B, 0x22, 0x20, 0x0A, 0x0D, 0x09: break loop
            default: position += 1
            }
        }
        return position > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<position]) : nil
    }

    /// Passes a whole value of any kind; false where the text is broken.
    mutating func skipValue() -> Bool {
        var depth = 0
        repeat {
            switch peek() {
            case nil: return false
            case 0x22: if string() == nil { return false }
            case 0x7B, 0x5B:
                position += 1
                depth += 1
            // Only counted: which bracket closes which is not asked.
            case 0x7D, 0x5D:
                position += 1
                depth -= 1
            case 0x2C, 0x3A:
                if depth == 0 { return false }
                position += 1
            default: if word() == nil { return false }
            }
        } while depth > 0
        // Below 0 where a closing bracket came first.
        return depth == 0
    }
}
