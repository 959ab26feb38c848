import Text

/// Reads a JSON payload and writes it again the way cJSON does, which is how mosquitto prints `%J`: without blanks or laid
/// out, escapes resolved; but a number keeps its text, which double precision would round.
struct JSONTranscoder {
    /// How deep arrays and objects may lie in one another.
    static let deepest = 1000

    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    private var scratch: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        // The byte order mark is passed over, as cJSON does.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// Writes the value; false when the bytes are not one JSON text. What was written by then has to be taken out again.
    mutating func write(to writer: inout JSONWriter) -> Bool {
        skipBlanks()
        guard value(&writer, depth: 0) else { return false }
        skipBlanks()
        // What follows a value makes it none.
        return index == bytes.count
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte.isSpace { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func value(_ writer: inout JSONWriter, depth: Int) -> Bool {
        switch next {
        // cJSON's own bound (CJSON_NESTING_LIMIT): the walk is by recursion, and a payload may be all brackets.
        case 0x7B: return depth < Self.deepest && object(&writer, depth: depth)
        case 0x5B: return depth < Self.deepest && array(&writer, depth: depth)
        case 0x22:
            guard string() else { return false }
            scratch.withUnsafeBytes { writer.string($0) }
            return true
        case 0x74: return word("true", &writer)
        case 0x66: return word("false", &writer)
        case 0x6E: return word("null", &writer)
        default: return number(&writer)
        }
    }

    private mutating func object(_ writer: inout JSONWriter, depth: Int) -> Bool {
        index += 1
        writer.beginObject()
        skipBlanks()
        if !take(0x7D) {
            repeat {
                skipBlanks()
                guard next == 0x22, string() else { return false }
                scratch.withUnsafeBytes { writer.key($0) }
                skipBlanks()
                guard take(0x3A) else { return false }
                skipBlanks()
                guard value(&writer, depth: depth + 1) else { return false }
                skipBlanks()
            } while take(0x2C)
            guard take(0x7D) else { return false }
        }
        writer.endObject()
        return true
    }

    private mutating func array(_ writer: inout JSONWriter, depth: Int) -> Bool {
        index += 1
        writer.beginArray()
        skipBlanks()
        if !take(0x5D) {
            repeat {
                skipBlanks()
                guard value(&writer, depth: depth + 1) else { return false }
                skipBlanks()
            } while take(0x2C)
            guard take(0x5D) else { return false }
        }
        writer.endArray()
        return true
    }

    private mutating func word(_ text: StaticString, _ writer: inout JSONWriter) -> Bool {
        let expected = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[index...].starts(with: expected) else { return false }
        index += expected.count
        writer.literal(text)
        return true
    }

    /// The string at `index`, escapes resolved, into `scratch`.
    private mutating func string() -> Bool {
        index += 1
        scratch.removeAll(keepingCapacity: true)
        while let byte = next {
            switch byte {
            case 0x22:
                index += 1
                return true
            case 0x5C: guard escape() else { return false }
            // Control characters stand as they are: cJSON takes them, too.
            default:
                scratch.append(byte)
                index += 1
            }
        }
        return false
    }

    /// The escape whose backslash is at `index`. Half a pair is no text, as to cJSON.
    private mutating func escape() -> Bool {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
        let escape = JSONEscape.read(base, index, bytes.count)
        guard escape.kind == .character, let scalar = Unicode.Scalar(escape.value) else { return false }
        scratch += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        index += escape.length
        return true
    }

    /// A number of RFC 8259 6.
    private mutating func number(_ writer: inout JSONWriter) -> Bool {
        let start = index
        _ = take(0x2D)
        let whole = digits()
        // No leading zeros.
        guard whole > 0, whole == 1 || bytes[index - whole] != 0x30 else { return false }
        if take(0x2E), digits() == 0 { return false }
        if next == 0x65 || next == 0x45 {
            index += 1
            if next == 0x2B || next == 0x2D { index += 1 }
            guard digits() > 0 else { return false }
        }
        // As it was written: 0.1 stays 0.1, and 2^53 + 1 too.
        writer.literal(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        return true
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
        return index - start
    }
}
