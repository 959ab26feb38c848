import Text

extension ResponseReader {
    /// Reads `5;name=value` (RFC 9112 7.1): the size in hexadecimal; extensions mean nothing here.
    mutating func readChunkSize(_ line: ArraySlice<UInt8>) throws(ResponseProblem) {
        let digits = line.prefix { HexDigit.value($0) != nil }
        func refusal(_ what: String) -> ResponseProblem {
            ResponseProblem(
                kind: .malformed, line: lineNumber, what: "the size of a chunk \(what) in '\(Self.shown(line))'",
                section: "RFC 9112 7.1")
        }
        guard !digits.isEmpty else { throw refusal("is not a number") }
        // Sixteen digits are 64 bits; Int refuses the highest one.
        guard digits.count <= 16, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw refusal("is larger than any")
        }
        let rest = line.dropFirst(digits.count).drop { $0 == 0x20 || $0 == 0x09 }
        if let first = rest.first, first != UInt8(ascii: ";") {
            note("the size of a chunk is followed by more than an extension", "RFC 9112 7.1.1")
        } else if rest.isEmpty, digits.count < line.count {
            note("the size of a chunk is followed by blanks", "RFC 9112 7.1")
        }
        // The chunk of no bytes is the last one (RFC 9112 7.1).
        state = size == 0 ? .trailers : .chunk(left: size)
    }
}
