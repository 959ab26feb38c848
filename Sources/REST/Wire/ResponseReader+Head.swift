import Text

extension ResponseReader {
    /// Reads `HTTP/1.1 200 OK` (RFC 9112 4), of which the reason may be missing.
    mutating func readStatusLine(_ line: ArraySlice<UInt8>) throws(ResponseProblem) {
        try checkNUL(line)
        func refusal(_ what: String, _ section: String) -> ResponseProblem {
            ResponseProblem(
                kind: .malformed, line: lineNumber, what: "\(what) in '\(Self.shown(line))'", section: section)
        }
        // `HTTP/`, which `checkBeginning` has let through.
        var rest = line.dropFirst(5)
        guard let major = rest.popFirst(), major.isDigit else { throw refusal("no version", "RFC 9112 2.3") }
        var version = String(UnicodeScalar(major))
        if rest.first == UInt8(ascii: ".") {
            guard let minor = rest.dropFirst().first, minor.isDigit else { throw refusal("no version", "RFC 9112 2.3") }
            rest = rest.dropFirst(2)
            version += ".\(UnicodeScalar(minor))"
        }
        guard rest.first == 0x20 else { throw refusal("no blank after the version", "RFC 9112 4") }
        guard ["1.0", "1.1", "2.0", "2"].contains(version) else {
            throw refusal("version \(version), which this connection does not speak,", "RFC 9110 2.5")
        }
        let blanks = rest.prefix { $0 == 0x20 }.count
        rest = rest.dropFirst(blanks)
        let digits = rest.prefix { $0.isDigit }
        guard digits.count == 3, let status = Int(String(decoding: digits, as: UTF8.self)), status >= 100 else {
            throw refusal("a status that is no number from 100 to 999", "RFC 9110 15")
        }
        rest = rest.dropFirst(3)
        response.version = "HTTP/\(version)"
        response.status = status
        response.reason = Field.text(rest.trimmedSpace)
        if line.prefix(4) != [0x48, 0x54, 0x54, 0x50] { note("HTTP is written in small letters", "RFC 9112 2.3") }
        if version.first == "2" {
            note("HTTP/2 has no status line, and this is none of its connections", "RFC 9113 8.3")
        }
        if blanks > 1 { note("more than one blank stands before the status", "RFC 9112 4") }
        if rest.first != 0x20 { note("no blank follows the status", "RFC 9112 4") }
        checkControls(rest, "the reason phrase")
    }

    /// Reads one line of a header or trailer section (RFC 9112 5).
    mutating func readField(_ line: ArraySlice<UInt8>, isTrailer: Bool) throws(ResponseProblem) {
        try checkNUL(line)
        if line.first == 0x20 || line.first == 0x09 {
            guard pending != nil else {
                throw ResponseProblem(
                    kind: .malformed, line: lineNumber, what: "it begins with a blank and no field comes before it",
                    section: "RFC 9112 2.2")
            }
            note("the field's value is folded", "RFC 9112 5.2")
            let more = line.trimmedSpace
            checkControls(more, "the value")
            if pending?.value.isEmpty == false, !more.isEmpty { pending?.value.append(0x20) }
            pending?.value += more
            return
        }
        // This line does not go on with the field before it, which is over.
        try endField(isTrailer: isTrailer)
        guard let field = FieldLine(bytes: line) else {
            throw ResponseProblem(
                kind: .malformed, line: lineNumber, what: "no colon in '\(Self.shown(line))'", section: "RFC 9112 5")
        }
        var name = field.name
        while name.last == 0x20 || name.last == 0x09 { name.removeLast() }
        if name.count < field.name.count { note("a blank stands before the colon", "RFC 9112 5.1") }
        if name.isEmpty {
            note("the field has no name", "RFC 9110 5.1")
        } else if Method(rawValue: Field.text(name)) == nil {
            note("the field's name holds characters that none may have", "RFC 9110 5.1")
        }
        let value = field.value.trimmedSpace
        checkControls(value, "the value of \(Self.shown(name))")
        pending = (Array(name), Array(value), lineNumber)
    }

    /// The field that was being read has come to its end.
    mutating func endField(isTrailer: Bool) throws(ResponseProblem) {
        guard let field = pending else { return }
        pending = nil
        let made = Field(Field.text(field.name[...]), Field.text(field.value[...].trimmedSpace))
        if isTrailer { return response.trailers.append(made) }
        response.fields.append(made)
        switch made.name.lowercased() {
        case "content-length": try takeLength(made.value, field.line)
        case "transfer-encoding": takeCodings(made.value)
        default: break
        }
    }

    /// The empty line after the fields.
    mutating func endHead(_ take: (Event) -> Void) throws(ResponseProblem) {
        try endField(isTrailer: false)
        let status = response.status
        // The answer itself is still to come (RFC 9110 15.2). Behind 101 HTTP has nothing more to say.
        if (100..<200).contains(status), status != 101 {
            response.add(.init(status: status, reason: response.reason, fields: response.fields, head: response.head))
            take(.head(response))
            var next = Response(status: 0)
            next.informational = response.informational
            next.furtherInformational = response.furtherInformational
            next.breaches = response.breaches
            next.furtherBreaches = response.furtherBreaches
            // What a 1xx says of its framing means nothing for the answer behind it.
            (response, length, hasLength, isChunked) = (next, nil, false, false)
            (beginning, isAmbiguous) = (0, false)
            state = .statusLine
            return
        }
        // Whatever its fields say (RFC 9112 6.3, 1 and 2).
        let hasBody =
            !isHead && !(isUpgrade && status == 101) && status != 204 && status != 304
            && !(isConnect && status / 100 == 2)
        checkFraming()
        let options = response.fields.list(of: "connection")
        let isPersistent =
            response.version == "HTTP/1.0" ? options.contains("keep-alive") : response.version == "HTTP/1.1"
        // What can be read in two ways may leave a part of itself for the next answer.
        keepsConnection = isPersistent && !options.contains("close") && !isAmbiguous
        // In the order of RFC 9112 6.3: a coding goes before a length, and without both the connection's end is the
        // end.
        if !hasBody {
            state = .body(left: 0)
        } else if isChunked {
            state = .chunkSize
        } else if let length, response.transferCodings.isEmpty {
            state = .body(left: length)
        } else {
            state = .bodyUntilClose
            keepsConnection = false
        }
        if !isChunked, response.transferCodings.isEmpty { response.announcedSize = length }
        take(.head(response))
        if state == .body(left: 0) { finish(take) }
    }

    private mutating func checkFraming() {
        let status = response.status
        if isChunked || !response.transferCodings.isEmpty {
            if length != nil {
                note("it has a length and a transfer coding, which counts", "RFC 9112 6.3")
                isAmbiguous = true
            }
            if response.version == "HTTP/1.0" {
                note("HTTP/1.0 knows no transfer coding", "RFC 9112 6.1")
                isAmbiguous = true
            }
            if status == 204 { note("an answer of 204 has no transfer coding", "RFC 9112 6.1") }
        }
        if status == 204, length != nil { note("an answer of 204 has no length", "RFC 9110 8.6") }
    }

    /// Reads a Content-Length as curl does: the digits at its beginning, and the last of several counts.
    private mutating func takeLength(_ value: String, _ number: Int) throws(ResponseProblem) {
        let section = "RFC 9110 8.6"
        var digits = Substring(value)
        if digits.first == "+" { digits.removeFirst() }
        let rest = digits.drop { "0123456789".contains($0) }
        digits = digits[..<rest.startIndex]
        guard !digits.isEmpty else {
            throw ResponseProblem(
                kind: .malformed, line: number,
                what: "Content-Length '\(Self.shown(Array(value.utf8)[...]))' is no number",
                section: section)
        }
        let found = Int(digits)
        // The same length several times is one length (RFC 9110 8.6).
        let list = FieldList.items(value)
        if list.count > 1, Set(list).count == 1, found != nil {
            note("Content-Length names the same length several times", section, at: number)
        } else if !rest.isEmpty || value.hasPrefix("+") {
            note("Content-Length '\(Self.shown(Array(value.utf8)[...]))' is more than a number", section, at: number)
            isAmbiguous = true
        }
        if found == nil {
            note("Content-Length is too large for any body: it is read to the connection's end", section, at: number)
            isAmbiguous = true
        }
        if hasLength {
            if length == found {
                note("Content-Length stands there again", section, at: number)
            } else {
                note("a second, different Content-Length: the last counts", "RFC 9112 6.3", at: number)
                isAmbiguous = true
            }
        }
        (length, hasLength) = (found, true)
    }

    private mutating func takeCodings(_ value: String) {
        for coding in FieldList.tokens(value) {
            switch coding {
            case "", "identity": break
            case "chunked":
                if isChunked { note("chunked is named twice", "RFC 9112 6.1") }
                isChunked = true
            default:
                if isChunked {
                    note("chunked is not the last transfer coding", "RFC 9112 6.1")
                    isAmbiguous = true
                }
                response.transferCodings.append(coding)
            }
        }
    }

    // MARK: - Bytes

    private func checkNUL(_ line: ArraySlice<UInt8>) throws(ResponseProblem) {
        guard line.contains(0) else { return }
        throw ResponseProblem(
            kind: .malformed, line: lineNumber, what: "a NUL byte in '\(Self.shown(line))'", section: "RFC 9110 5.5")
    }

    private mutating func checkControls(_ bytes: ArraySlice<UInt8>, _ place: String) {
        // A CR has a breach of its own, of the line.
        if bytes.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D || $0 == 0x7F }) {
            note("\(place) holds a control character", "RFC 9110 5.5")
        }
    }

    /// The first bytes for a message, what is not plain ASCII as `\xNN`.
    static func shown(_ bytes: ArraySlice<UInt8>, limit: Int = 60) -> String {
        let shown = bytes.prefix(limit).map { byte in
            (0x20..<0x7F).contains(byte)
                ? String(UnicodeScalar(byte))
                : "\\x" + HexDigit.upper([byte])
        }.joined()
        return bytes.count > limit ? shown + "..." : shown
    }
}
