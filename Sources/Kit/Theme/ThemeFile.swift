/// A theme file as read: JSON values with the lines they stand on, so that a warning can say where.
package indirect enum ThemeValue {
    case text(String, line: Int)
    case list([ThemeValue], line: Int)
    case object([(key: String, line: Int, value: ThemeValue)], line: Int)

    package var line: Int {
        switch self {
        case .text(_, let line), .list(_, let line), .object(_, let line): line
        }
    }
}

/// Reads the JSON that themes are written in: objects, arrays and strings, at most 16 deep.
package struct ThemeReader {
    /// Why a file cannot be read at all.
    package struct Failure: Error {
        package let line: Int
        package let text: String
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package mutating func read() throws(Failure) -> ThemeValue {
        let value = try self.value(depth: 0)
        skipSpace()
        if place < bytes.count { throw Failure(line: line, text: "something stands behind the last brace") }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> ThemeValue {
        skipSpace()
        let start = line
        // The file may be anybody's: without a bound, a million brackets would end the stack.
        guard depth < 16 else { throw Failure(line: line, text: "more than 16 levels stand in one another") }
        guard place < bytes.count else { throw Failure(line: line, text: "the file ends early") }
        switch bytes[place] {
        case UInt8(ascii: "{"):
            return .object(try members(depth: depth), line: start)
        case UInt8(ascii: "["):
            return .list(try elements(depth: depth), line: start)
        case UInt8(ascii: "\""):
            return .text(try string(), line: start)
        default:
            throw Failure(line: line, text: "expected a string, a list or an object")
        }
    }

    private mutating func members(depth: Int) throws(Failure) -> [(key: String, line: Int, value: ThemeValue)] {
        var members: [(key: String, line: Int, value: ThemeValue)] = []
        place += 1
        if take("}") { return members }
        repeat {
            skipSpace()
            let start = line
            let key = try string()
            guard take(":") else { throw Failure(line: line, text: "a colon is missing after \"\(key)\"") }
            members.append((key, start, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw Failure(line: line, text: "a comma or a closing brace is missing") }
        return members
    }

    private mutating func elements(depth: Int) throws(Failure) -> [ThemeValue] {
        var elements: [ThemeValue] = []
        place += 1
        if take("]") { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while take(",")
        guard take("]") else { throw Failure(line: line, text: "a comma or a closing bracket is missing") }
        return elements
    }

    private mutating func string() throws(Failure) -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
            throw Failure(line: line, text: "expected a string in quotes")
        }
        place += 1
        let start = place
        while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
            bytes[place] != UInt8(ascii: "\\")
        {
            place += 1
        }
        // Nearly all of them end here: a start reads hundreds.
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            defer { place += 1 }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }
        var text = Array(bytes[start..<place])
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            // Names and colours need no escapes; a backslash stands for what follows.
            if bytes[place] == UInt8(ascii: "\\") {
                place += 1
                // One of JSON's that stands for a character: it stays, to be seen in what is said of it.
                if place < bytes.count, !"\"\\/".utf8.contains(bytes[place]) { text.append(UInt8(ascii: "\\")) }
            }
            if place < bytes.count, bytes[place] == 0x0A { line += 1 }
            // Without controls: what is read here comes back in warnings, which the terminal shows.
            if place < bytes.count, bytes[place] >= 0x20 { text.append(bytes[place]) }
            place += 1
        }
        guard place < bytes.count else { throw Failure(line: line, text: "a string has no end") }
        place += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count, bytes[place] <= 0x20 {
            if bytes[place] == 0x0A { line += 1 }
            place += 1
        }
    }
}
