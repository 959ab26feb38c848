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
        if claim.isJSONLines {
            let lines = JSONLines(bytes)
            // The marks of records are control characters, which JSON has none of.
            if lines.flaw == nil, lines.count > 0 { return (found == .binary ? .text : .json, nil) }
            if let flaw = lines.flaw, found != .binary { return (found, "says NDJSON, is not: \(flaw)") }
        }
        // Short items may look like anything: whoever says what they are is asked first.
        if claimed == .cbor { return bytes.withBytes(CBORItem.isAll) ? (.cbor, nil) : (found, "says CBOR, is not") }
        if claimed == .json, found == .json { return (found, notOneValue(bytes)) }
        switch (claimed, found) {
        case (.json, .json), (.json, .number), (.xml, .xml), (.html, .html), (.text, .text), (.text, .number):
            return (claimed == .text ? found : claimed, nil)
        // HTML may be well-formed as XML is, and may begin with any text.
        case (.html, .xml), (.html, .text), (.html, .number): return (.html, nil)
        case (.json, .text):
            // A string, a word or a number alone is JSON too.
            guard let problem = JSONFlaw.first(in: bytes) else { return (.json, nil) }
            return (.text, "says JSON, is not: \(problem)")
        case (.xml, .html): return (.html, "says XML, is HTML")
        case (.text, .json), (.text, .xml), (.text, .html): return (found, nil)
        case (_, .binary): return (.binary, notUTF8(bytes, claim) ?? "says \(claimed.label), is not text")
        default: return (found, "says \(claimed.label), is \(found.label)")
        }
    }
}

extension PayloadKind {
    /// How the beginning of something is laid out while the rest is on its way: what it looks like, and is not judged yet.
    public static func kind(ofBeginning bytes: PayloadBytes, claim: MediaType?) -> PayloadKind {
        let found = bytes.withBytes { detect($0) }
        switch (claim?.kind, found) {
        case (.html, .xml), (.html, .text), (.html, .number): return .html
        case (.json, .number), (.json, .text): return .json
        default: return found
        }
    }

    /// What is wrong with bytes that are said to be something, in words: that they are something else, or where they break
    /// off; nil when nothing is. About a megabyte is read.
    public static func remark(on bytes: PayloadBytes, claim: MediaType?) -> String? {
        let (kind, mismatch) = judge(bytes, claim: claim)
        if mismatch != nil || kind != .json || claim?.kind != .json { return mismatch }
        return JSONFlaw.first(in: bytes).map { "says JSON, is not: \($0)" }
    }

    /// What is said of JSON that goes on after its first value.
    private static func notOneValue(_ bytes: PayloadBytes) -> String? {
        guard let flaw = JSONFlaw.second(in: bytes) else { return nil }
        let lines = JSONLines(bytes)
        guard lines.flaw == nil, lines.count > 1 else { return "says JSON, is not: \(flaw)" }
        return "says JSON, is NDJSON: \(grouped(lines.count)) values, a line each"
    }

    /// What is said of text whose only fault is that it is in another charset than UTF-8; nil when that is not so.
    private static func notUTF8(_ bytes: PayloadBytes, _ claim: MediaType) -> String? {
        guard claim.charset.map({ ["utf-8", "utf8"].contains($0.lowercased()) }) ?? true else { return nil }
        let flaw = bytes.withBytes { bytes -> (place: Int, byte: UInt8)? in
            let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(1 << 16))
            let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
            return start.withMemoryRebound(to: UInt8.self) { buffer in
                guard isText, let base = buffer.baseAddress,
                    let place = UTF8Bytes.firstFlaw(base, 0, buffer.count)
                else { return nil }
                return (place, buffer[place])
            }
        }
        guard let flaw else { return nil }
        let hex = String(flaw.byte, radix: 16, uppercase: true)
        let place = "byte \(hex) at offset \(grouped(flaw.place))"
        let words =
            claim.charset == nil
            ? "names no charset, so that UTF-8 holds, and \(place) is none" : "says UTF-8, and is not: \(place)"
        return "\(words); it may be ISO-8859-1"
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

    /// Where a second value begins, in words; nil when there is none, or something else is wrong before.
    static func second(in bytes: PayloadBytes) -> String? {
        let text = TypedText(bytes, as: .json)
        text.advance(units: reach)
        guard let flaw = text.flaw, flaw.words == Flaw.extraAfterEnd.words(JSONScanner.name) else { return nil }
        let (line, column) = place(bytes, flaw.offset)
        return "\(Flaw.extraAfterEnd.words("it")) at line \(grouped(line)) column \(grouped(column))"
    }

    /// The line and the column of a byte, counted from one, in characters of the bytes as they came.
    static func place(_ bytes: PayloadBytes, _ offset: Int) -> (line: Int, column: Int) {
        bytes.withBytes { bytes in
            var line = 1
            var column = 1
            for byte in bytes.prefix(offset) {
                if byte == 0x0A {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    // Other bytes go on with a character that is counted already.
                    column += 1
                }
            }
            return (line, column)
        }
    }
}
