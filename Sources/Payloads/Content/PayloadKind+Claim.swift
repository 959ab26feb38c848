import Text

extension PayloadKind {
    /// What `bytes` are, judged by themselves and by what they are said to be; and words when the two do not fit.
    ///
    /// The bytes decide what is laid out, for a claim that they do not fulfil would show something that was not sent.
    public static func judge(
        _ bytes: PayloadBytes, claim: MediaType?
    ) -> (kind: PayloadKind, mismatch: String?) {
        let found = bytes.withBytes { detect($0) }
        guard let claim, let claimed = claim.kind, found != .empty else { return (found, nil) }
        switch (claimed, found) {
        case (.json, .json), (.json, .number), (.xml, .xml), (.html, .html), (.text, .text), (.text, .number):
            return (claimed == .text ? found : claimed, nil)
        case (.html, .xml), (.html, .text), (.html, .number): return (.html, nil)
        case (.json, .text):
            // A string, a word or a number alone is JSON too.
            guard let problem = JSONFlaw.first(in: bytes) else { return (.json, nil) }
            return (.text, "says JSON, is not: \(problem)")
        case (.xml, .html): return (.html, "says XML, is HTML")
        case (.text, .json), (.text, .xml), (.text, .html): return (found, nil)
        case (_, .binary): return (.binary, "says \(claimed.label), is not text")
        default: return (found, "says \(claimed.label), is \(found.label)")
        }
    }
}

/// Where JSON is broken, by lines and columns of the bytes as they are.
enum JSONFlaw {
    /// Bytes read at most to find one.
    private static let reach = 1 << 20

    /// What is wrong near the start of `bytes`, in words; nil when nothing is.
    static func first(in bytes: PayloadBytes) -> String? {
        let index = LineIndex<JSONScanner>(bytes)
        _ = index.advance(units: reach)
        guard let problem = index.problem else { return nil }
        let (line, column) = place(bytes, problem.offset)
        return "\(problem.flaw.words("it")) at line \(grouped(line)) column \(grouped(column))"
    }

    private static func place(_ bytes: PayloadBytes, _ offset: Int) -> (line: Int, column: Int) {
        bytes.withBytes { bytes in
            var line = 1
            var column = 1
            for byte in bytes.prefix(offset) {
                if byte == 0x0A {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            return (line, column)
        }
    }
}
