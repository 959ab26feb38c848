/// Whether the first bytes are those of a status line, and what they are when not.
extension ResponseReader {
    private static let beginning = Array("HTTP/".utf8)

    /// Looks whether bytes can begin a status line; also when only some of them are here.
    mutating func checkBeginning(_ bytes: Slice<UnsafeRawBufferPointer>) throws(ResponseProblem) {
        for byte in bytes {
            guard beginning < Self.beginning.count else { return }
            let isSame = byte == Self.beginning[beginning] || byte == Self.beginning[beginning] | 0x20
            guard isSame else {
                let isFirst = response.informational.isEmpty
                throw ResponseProblem(
                    kind: isFirst ? .notHTTP : .malformed, line: lineNumber, what: "no status line begins there",
                    section: "RFC 9112 4")
            }
            beginning += 1
        }
    }

    /// statusLine -> bodyUntilClose: what came is no status line, and HTTP/0.9 is taken.
    mutating func beginBody(_ take: (Event) -> Void) {
        response.version = "HTTP/0.9"
        note("no status line: all that comes is the body", "RFC 1945 6")
        take(.head(response))
        // The bytes that "HTTP/" begins with, too.
        if !line.isEmpty { take(.held(line)) }
        line.removeAll()
        state = .bodyUntilClose
    }
}
