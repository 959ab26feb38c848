import Text

/// The first place at which bytes are not JSON.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// The offset of the byte.
    public let offset: Int
    /// What is wrong, in words.
    public let description: String
}

extension JSONValue {
    /// How deep objects and lists may stand in one another.
    public static let maximumDepth = 128

    /// Reads one JSON text (RFC 8259), with or without a byte order mark, at most 128 deep.
    public init(reading bytes: some Collection<UInt8>) throws(JSONError) {
        // As a result: what a closure throws here would lose its type.
        let result = bytes.withContiguousStorageIfAvailable { Self.read($0) }
        self = try (result ?? Array(bytes).withUnsafeBufferPointer { Self.read($0) }).get()
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
        guard let base = bytes.baseAddress else {
            return .failure(JSONError(offset: 0, description: Flaw.endsEarly.words("JSON")))
        }
        var reader = JSONReader(base: base, end: bytes.count)
        do {
            return .success(try reader.document())
        } catch {
            return .failure(error)
        }
    }
}

/// Reads the bytes into values, and stops at the first that does not fit.
private struct JSONReader {
    let base: UnsafePointer<UInt8>
    let end: Int
    var place = 0

    mutating func document() throws(JSONError) -> JSONValue {
        // RFC 8259 8.1 lets a reader pass over the mark, though nobody may send it.
        if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { place = 3 }
        let value = try self.value(depth: 0)
        skipSpace()
        if place < end { throw error(.extraAfterEnd, at: place) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard place < end else { throw error(.endsEarly, at: place) }
        let start = place
        switch base[place] {
        case 0x22: return JSONValue(.string(try string()), offset: start)
        case 0x7B, 0x5B:
            // The reader calls itself: without a bound a few kilobytes of brackets end the program.
            guard depth < JSONValue.maximumDepth else {
                throw JSONError(offset: place, description: "JSON is more than \(JSONValue.maximumDepth) levels deep")
            }
            return base[place] == 0x7B ? try object(depth: depth + 1) : try array(depth: depth + 1)
        case 0x5D, 0x7D, 0x2C: throw error(.missingValue, at: place)
        case 0x3A: throw error(.unexpected, at: place)
        default: break
        }
        let (kind, close) = JSONScanner.word(base, place, end)
        let text = String(decoding: UnsafeBufferPointer(start: base + place, count: close - place), as: UTF8.self)
        place = close
        switch (kind, text) {
        case (.number, _): return JSONValue(.number(text), offset: start)
        case (.literal, "null"): return JSONValue(.null, offset: start)
        case (.literal, _): return JSONValue(.bool(text == "true"), offset: start)
        default: throw error(.notAWord, at: start)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        let start = place
        var elements: [JSONValue] = []
        place += 1
        if !take(0x5D) {
            repeat {
                elements.append(try value(depth: depth))
            } while take(0x2C)
            try close(0x5D)
        }
        return JSONValue(.array(elements), offset: start)
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        let start = place
        var members: [JSONMember] = []
        place += 1
        if !take(0x7D) {
            repeat {
                skipSpace()
                let nameOffset = place
                guard place < end else { throw error(.endsEarly, at: place) }
                guard base[place] == 0x22 else { throw error(.missingKey, at: place) }
                // Names are compared without their escapes: "\u0061" is "a" (RFC 8259 8.3).
                let name = JSONText.plain(try string())
                guard take(0x3A) else { throw error(place < end ? .missingColon : .endsEarly, at: place) }
                members.append(JSONMember(name, try value(depth: depth), offset: nameOffset))
            } while take(0x2C)
            try close(0x7D)
        }
        return JSONValue(.object(members), offset: start)
    }

    private mutating func close(_ bracket: UInt8) throws(JSONError) {
        if take(bracket) { return }
        guard place < end else { throw error(.endsEarly, at: place) }
        throw error(base[place] == 0x5D || base[place] == 0x7D ? .mismatchedBracket : .missingComma, at: place)
    }

    private mutating func string() throws(JSONError) -> String {
        let start = place + 1
        var flaws = FirstFlaw()
        place = JSONScanner.string(base, place, end, &flaws)
        if let problem = flaws.problem { throw error(problem.flaw, at: problem.offset) }
        return String(decoding: UnsafeBufferPointer(start: base + start, count: place - 1 - start), as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard place < end, base[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() { place = UTF8Bytes.endOfSpace(base, place, end) }

    private func error(_ flaw: Flaw, at offset: Int) -> JSONError {
        JSONError(offset: offset, description: flaw.words("JSON"))
    }
}

/// Where the scanner says what is wrong with a string.
private struct FirstFlaw: PieceSink {
    var problem: Problem?

    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {}

    mutating func flaw(_ flaw: Flaw, at offset: Int) {
        if problem == nil { problem = Problem(flaw: flaw, offset: offset) }
    }
}
