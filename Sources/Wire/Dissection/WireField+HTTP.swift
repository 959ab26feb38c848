import Profile
public import REST
import Text

/// The fields of an HTTP exchange, as they were sent and received.
extension WireField {
    /// What a request says: its line and its fields, and the size of its content. Ranges are in ``Sent/bytes``; those of
    /// HTTP/2, whose fields travel packed, are empty.
    public static func fields(ofRequest hop: Hop, revealsSecrets: Bool = false) -> [WireField] {
        let sent = hop.sent
        var maker = HTTPFieldMaker(isRequest: true, revealsSecrets: revealsSecrets)
        // HTTP/2 has no text that was sent: its fields are told from the list.
        if sent.bytes.isEmpty {
            let packed = hop.packing?.request ?? []
            maker.stream(of: hop, packed)
            maker.requestLine([sent.method, sent.target, hop.connection?.version ?? ""], at: 0..<0)
            maker.all(sent.fields, packed)
            maker.content(sent.bodySize, at: 0..<0)
        } else {
            let end = maker.head(sent.bytes)
            maker.content(sent.bodySize, at: end..<sent.bytes.count)
        }
        return maker.fields
    }

    /// What an answer says: its line and fields, those behind its content, and the sizes of the content as it came and as
    /// it is without its codings. Ranges are in ``Response/head``.
    ///
    /// - Parameter decodedSize: bytes of the content without its codings; nil where nobody knows.
    public static func fields(ofResponse hop: Hop, decodedSize: Int? = nil, revealsSecrets: Bool = false) -> [WireField]
    {
        guard let response = hop.response else { return [] }
        var maker = HTTPFieldMaker(isRequest: false, revealsSecrets: revealsSecrets)
        for early in response.informational {
            maker.statusLine(response.version, early.status, early.reason, at: 0..<0)
            for field in early.fields { maker.field(field.name, field.value, at: 0..<0) }
        }
        if response.head.isEmpty {
            let packed = hop.packing?.response ?? []
            maker.stream(of: hop, packed)
            maker.statusLine(response.version, response.status, response.reason, at: 0..<0)
            // `:status` travels as the first of them.
            maker.all(response.fields, Array(packed.dropFirst()))
        } else {
            _ = maker.head(response.head)
        }
        maker.content(of: response, decodedSize: decodedSize)
        for field in response.trailers { maker.field(field.name, field.value, at: 0..<0, section: "RFC 9110 6.5") }
        for breach in response.breaches {
            maker.fields.append(
                WireField("Breach", breach.description, at: 0..<0, filterName: "_ws.expert", section: breach.section))
        }
        return maker.fields
    }
}

/// Makes the fields of one head.
struct HTTPFieldMaker {
    var fields: [WireField] = []
    let isRequest: Bool
    let revealsSecrets: Bool

    init(isRequest: Bool, revealsSecrets: Bool) {
        self.isRequest = isRequest
        self.revealsSecrets = revealsSecrets
    }

    /// The lines of a head of HTTP/1.1; answers with where it ends.
    mutating func head(_ bytes: [UInt8]) -> Int {
        var start = 0
        var isFirst = true
        while start < bytes.count {
            // A bare LF ends a line as well (RFC 9112 2.2).
            let next = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            var end = next
            while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
            // The empty line; one before the first line is part of a sloppy head.
            if end == start, !isFirst { return next }
            line(Field.text(bytes[start..<end]), at: start..<end, isFirst: isFirst)
            isFirst = false
            start = next
        }
        return bytes.count
    }

    private mutating func line(_ text: String, at range: Range<Int>, isFirst: Bool) {
        if isFirst {
            // At most three words: a reason phrase has blanks of its own (RFC 9112 4).
            let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            if isRequest {
                requestLine(words, at: range)
            } else {
                statusLine(words[0], Int(words.dropFirst().first ?? "") ?? 0, words.dropFirst(2).first ?? "", at: range)
            }
        } else if let line = FieldLine(text) {
            field(String(line.name), String(line.value), at: range)
        } else {
            fields.append(WireField("Line", text, meaning: "No field", at: range, filterName: "_ws.malformed"))
        }
    }

    mutating func requestLine(_ words: [String], at range: Range<Int>) {
        let target = words.count > 1 ? words[1] : ""
        let shown = revealsSecrets ? target : NamedSecrets.told.url(target)
        // The target is a part of the line: both are hidden, or both shown.
        let isSecret = NamedSecrets.told.url(target) != target
        let line = ([words[0], shown] + words.dropFirst(2)).joined(separator: " ")
        fields.append(
            WireField(
                "Request Line", line, at: range, filterName: "http.request.line", isSecret: isSecret,
                section: "RFC 9112 3"))
        let places = Self.places(words, at: range)
        let parts = [
            ("Method", words[0], "http.request.method", "RFC 9110 9"),
            ("Request Target", shown, "http.request.uri", "RFC 9112 3.2"),
            ("HTTP Version", words.count > 2 ? words[2] : "", "http.request.version", "RFC 9112 2.3"),
        ]
        for (part, place) in zip(parts, places) where !part.1.isEmpty {
            fields.append(
                WireField(
                    part.0, part.1, at: place, filterName: part.2, depth: 1,
                    isSecret: isSecret && part.2 == "http.request.uri", section: part.3))
        }
    }

    mutating func statusLine(_ version: String, _ status: Int, _ reason: String, at range: Range<Int>) {
        let line = "\(version) \(status)\(reason.isEmpty ? "" : " \(reason)")"
        fields.append(
            WireField("Status Line", line, at: range, filterName: "http.response.line", section: "RFC 9112 4"))
        let places = Self.places([version, String(status), reason], at: range)
        let parts = [
            ("HTTP Version", version, "http.response.version", "RFC 9112 2.3"),
            ("Status Code", String(status), "http.response.code", "RFC 9110 15"),
            ("Reason Phrase", reason, "http.response.phrase", "RFC 9112 4"),
        ]
        for (part, place) in zip(parts, places) where !part.1.isEmpty {
            fields.append(WireField(part.0, part.1, at: place, filterName: part.2, depth: 1, section: part.3))
        }
    }

    /// Where the words of a line stand; nowhere, where the line does not.
    private static func places(_ words: [String], at range: Range<Int>) -> [Range<Int>] {
        var start = range.lowerBound
        return words.map { word in
            let end = min(start + word.utf8.count, range.upperBound)
            defer { start = min(end + 1, range.upperBound) }
            return range.isEmpty ? range : start..<end
        }
    }

    mutating func field(_ name: String, _ value: String, at range: Range<Int>, section: String = "RFC 9110 5") {
        let told = NamedSecrets.told.sent(value, of: name)
        var meaning = HeaderCatalog.entry(name)?.summary[...] ?? ""
        // Behind the semicolon stands what is for those who write a request.
        if !isRequest, let end = meaning.firstIndex(of: ";") { meaning = meaning[..<end] }
        let field = WireField(
            name, revealsSecrets ? value : told, meaning: String(meaning), at: range,
            filterName: Self.filterName(name), isSecret: told != value, section: section)
        fields.append(field)
    }

    /// Wireshark's name for a field: `http.content_type`.
    static func filterName(_ name: String) -> String {
        "http." + name.lowercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// HTTP/2 numbers its requests; the client's have odd numbers (RFC 9113 5.1.1).
    mutating func stream(of hop: Hop, _ packed: [Packing.PackedField]) {
        guard let connection = hop.connection, connection.version == "HTTP/2" else { return }
        let stream = hop.packing?.stream
        fields.append(
            WireField(
                // Stream 1 is the first request, and each further one takes the next odd number.
                "Stream Identifier", String(stream ?? 2 * connection.earlierRequests + 1),
                meaning: stream == nil ? "By the count of requests on this connection" : "", at: 0..<0,
                filterName: "http2.streamid", isImplied: stream == nil, section: "RFC 9113 5.1.1"))
        let size = packed.reduce(0) { $0 + $1.size }
        let known = packed.count { $0.form == .indexed }
        fields.append(
            WireField(
                "Field Compression", "HPACK",
                meaning: packed.isEmpty
                    ? "All fields travel packed; how each was packed was not seen"
                    : "\(packed.count) fields in \(grouped(size)) B, \(known) of them by a number of the table alone",
                at: 0..<0, isImplied: packed.isEmpty, section: "RFC 7541"))
    }

    /// Fields, each with how it travelled where that is known of all of them.
    mutating func all(_ all: [Field], _ packed: [Packing.PackedField]) {
        // A list that does not fit is not guessed at: a number beside the wrong field is worse than none.
        let isKnown = packed.count == all.count
        for (index, field) in all.enumerated() {
            self.field(field.name, field.value, at: 0..<0)
            guard isKnown else { continue }
            let words = Self.words(packed[index])
            let meaning = fields[fields.count - 1].meaning
            fields[fields.count - 1].meaning = meaning.isEmpty ? words : "\(words); \(meaning)"
        }
    }

    private static func words(_ packed: Packing.PackedField) -> String {
        let name = packed.isNameIndexed ? ", its name by a number" : ""
        return switch packed.form {
        case .indexed: "\(packed.size) B: by its number in the table"
        case .added: "\(packed.size) B: written out\(name), in the table from here on"
        case .plain: "\(packed.size) B: written out\(name), not for the table"
        case .neverIndexed: "\(packed.size) B: written out\(name), never for a table"
        }
    }

    mutating func content(_ size: Int, at range: Range<Int>) {
        guard size > 0 else { return }
        fields.append(
            WireField(
                "Content", "\(grouped(size)) B", at: range, filterName: "http.file_data", section: "RFC 9110 6.4"))
    }

    mutating func content(of response: Response, decodedSize: Int?) {
        var words = response.isComplete ? "" : "It did not come to its end"
        // An announced size says more than that it did not end: by how much.
        if let announced = response.announcedSize, announced != response.bodySize {
            words = "\(grouped(announced)) B were announced"
        }
        fields.append(
            WireField(
                "Content", "\(grouped(response.bodySize)) B", meaning: words, at: 0..<0, filterName: "http.file_data",
                section: "RFC 9110 6.4"))
        guard !response.decoded.isEmpty, let decodedSize else { return }
        fields.append(
            WireField(
                "Content without its codings", "\(grouped(decodedSize)) B",
                meaning: "\(response.decoded.reversed().joined(separator: ", ")) taken off", at: 0..<0, isImplied: true,
                section: "RFC 9110 8.4"))
    }
}

extension WireField {
    /// A URL as it is shown: without a password, and without tokens in its query.
    public static func shown(url: String) -> String { NamedSecrets.told.url(url) }
}
