import REST
import Text

/// The request that a curl command asks for, put together as curl 7.88 does it: what a pasted command becomes, and what
/// `martlet request` sends.
///
/// What is otherwise here, and why:
/// - `Accept-Encoding` is the client's own, also of `--compressed`: it names what can be decoded here.
/// - No `Expect: 100-continue`. A body of no bytes has its `Content-Length` also where curl leaves it out (RFC 9110 8.6).
/// - What may not stand in a URL is percent-encoded (RFC 3986), which curl sends as it is or refuses.
/// - Cookies of a file and those of `-b` or `-H` are one field (RFC 6265 5.4), where curl sends two for `-H`.
/// - Percent-encoding is in capitals (RFC 3986 6.2.2.1), which curl writes small in a query that an option adds.
/// - Blanks around the value of a field are taken off (RFC 9110 5.5).
/// - Of a file of `-d @FILE` line breaks and NUL are taken out, as curl's manual says: 7.88 also drops the rest of a line
///   after a NUL or a carriage return in it.
/// - A file that cannot be read is an error, where curl warns and sends nothing of it.
public struct CurlRequest: Sendable {
    /// What follows the header.
    public enum Body: Hashable, Sendable {
        /// Nothing.
        case none
        /// These bytes.
        case bytes([UInt8])
        /// The bytes of a file, streamed.
        case file(String)
        /// `multipart/form-data` (RFC 7578).
        case multipart([Part])
    }

    /// One part of a multipart body.
    public struct Part: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What it holds: `.bytes` or `.file`.
        public var content: Body
        /// The file name told to the server; nil for none.
        public var filename: String?
        /// Its Content-Type; nil for none.
        public var type: String?
    }

    /// The method.
    public var method = "GET"
    /// The URL with its query.
    public var url = ""
    /// Header fields, those among them that curl adds for the body.
    public var headers: [(name: String, value: String)] = []
    /// Names of fields that are added by default and were taken away, in lower case.
    public var omitted: Set<String> = []
    /// Fields for a proxy alone.
    public var proxyHeaders: [(name: String, value: String)] = []
    /// What follows them.
    public var body = Body.none
    /// What the answer's Last-Modified has to be for its body to be wanted (`-z`).
    public var condition: TimeCondition?
    /// What a person should know of it, in words.
    public var warnings: [String] = []

    /// A moment, and on which side of it an answer has to have changed.
    public struct TimeCondition: Hashable, Sendable {
        /// Seconds since 1970.
        public var moment: Int
        /// Whether it has to be younger and not older.
        public var isSince: Bool
    }

    /// Whether an `Authorization` among the headers is sent in place of `-u` and `--oauth2-bearer`.
    public var hasOwnAuthorization = false

    /// What there is of files while a request is put together.
    public struct Files: Sendable {
        /// The bytes that stand for a file in the body, in the query or in a part.
        public var content: @Sendable (TemplateFile) throws(CurlArguments.Problem) -> [UInt8]
        /// The lines of a file of headers.
        public var lines: @Sendable (_ path: String) throws(CurlArguments.Problem) -> [String]
        /// When a file changed last, in seconds since 1970; nil when there is none.
        public var changed: @Sendable (_ path: String) -> Int?
        /// Whether `{{...}}` is a call, whose value is encoded when it is known, and not text.
        public var hasCalls: Bool

        /// Files as they are read.
        public init(
            hasCalls: Bool, content: @escaping @Sendable (TemplateFile) throws(CurlArguments.Problem) -> [UInt8],
            lines: @escaping @Sendable (_ path: String) throws(CurlArguments.Problem) -> [String],
            changed: @escaping @Sendable (_ path: String) -> Int? = { _ in nil }
        ) {
            self.hasCalls = hasCalls
            self.content = content
            self.lines = lines
            self.changed = changed
        }
    }

    /// Puts together what the arguments ask for.
    /// - Throws: ``CurlArguments/Problem`` of the first thing that cannot be done.
    public init(_ asked: CurlArguments, _ files: Files) throws(CurlArguments.Problem) {
        var builder = CurlRequestBuilder(asked, files)
        self = try builder.request()
    }

    init() {}
}

/// Puts a ``CurlRequest`` together.
struct CurlRequestBuilder {
    typealias Problem = CurlArguments.Problem

    private let asked: CurlArguments
    private let files: CurlRequest.Files
    private var made = CurlRequest()

    init(_ asked: CurlArguments, _ files: CurlRequest.Files) { (self.asked, self.files) = (asked, files) }

    mutating func request() throws(Problem) -> CurlRequest {
        if let conflict = asked.conflict { throw conflict }
        made.url = asked.url
        // A variable may hold the scheme.
        if !made.url.isEmpty, URLAuthority.mark(in: made.url) == nil, !(files.hasCalls && made.url.hasPrefix("{{")) {
            made.url = "http://\(made.url)"
        }
        if !asked.keepsDots { made.url = CurlURL.withoutDots(made.url) }
        try setHeaders()
        try setBody()
        // In this order: -X counts over what -I and the body have chosen.
        if asked.asksForHead { made.method = "HEAD" }
        if let method = asked.method { made.method = method }
        return made
    }

    // MARK: - Header

    private mutating func setHeaders() throws(Problem) {
        for line in lines(asked.headers) {
            guard let field = Self.field(line) else {
                // As curl; the line may be the half of a secret.
                if !line.isEmpty {
                    let words = line.prefix { $0 != " " }.prefix(20)
                    made.warnings.append("-H '\(words)' has no colon and is left out; write 'Name: value'")
                }
                continue
            }
            // `Name:` takes a default away, `Name;` sends it empty.
            if let value = field.value {
                made.headers.append((field.name, value))
            } else {
                made.omitted.insert(field.name.lowercased())
            }
        }
        for line in lines(asked.proxyHeaders) {
            // As curl: what is no field is left out, and what is taken away was not sent anyhow.
            if let field = Self.field(line), let value = field.value { made.proxyHeaders.append((field.name, value)) }
        }
        // After the fields of -H, before what options add: only the former speak of it.
        made.hasOwnAuthorization = isSettled("authorization")
        if let agent = asked.userAgent {
            if agent.isEmpty { made.omitted.insert("user-agent") } else { add("User-Agent", agent) }
        }
        // With a blank, as RFC 6265 4.2.1 has it; curl joins them without.
        if !asked.cookies.isEmpty { add("Cookie", asked.cookies.joined(separator: "; ")) }
        if let referer = asked.referer, !referer.isEmpty { add("Referer", referer) }
        try setConditions()
        if asked.asksForTransferCoding, !isSettled("te") {
            // TE holds for one hop, which Connection says (RFC 9110 10.1.4).
            if let place = made.headers.firstIndex(where: { $0.name.lowercased() == "connection" }) {
                made.headers[place].value += made.headers[place].value.isEmpty ? "TE" : ", TE"
            } else {
                made.headers.append(("Connection", "TE"))
            }
            made.headers.append(("TE", "gzip"))
        }
        if RESTClient.isWebSocket(made.url) {
            // Data is the first message there, which has no type: the handshake is a GET without content.
        } else if asked.isJSON {
            add("Content-Type", "application/json")
            add("Accept", "application/json")
        } else if !asked.data.isEmpty, !asked.putsDataIntoQuery {
            add("Content-Type", "application/x-www-form-urlencoded")
        }
    }

    /// Lines of fields, those of `@FILE` among them.
    private mutating func lines(_ headers: [String]) -> [String] {
        var lines: [String] = []
        for header in headers {
            guard header.hasPrefix("@") else {
                lines.append(header)
                continue
            }
            do throws(Problem) {
                lines += try files.lines(String(header.dropFirst()))
            } catch {
                made.warnings.append("-H \(header): \(error.description); no field of it is sent")
            }
        }
        return lines
    }

    /// `Name: value`, `Name;` for an empty one, `Name:` for none at all; nil when it is no field.
    private static func field(_ line: String) -> (name: String, value: String?)? {
        if let colon = line.firstIndex(of: ":") {
            let value = String(line[line.index(after: colon)...]).trimmed
            return (String(line[..<colon]), value.isEmpty ? nil : value)
        }
        return line.last == ";" ? (String(line.dropLast()), "") : nil
    }

    private mutating func setConditions() throws(Problem) {
        if case .from(let start) = asked.continuation, start > 0, asked.upload == nil {
            add("Range", "bytes=\(start)-")
        } else if let range = asked.range {
            add("Range", "bytes=\(range)")
        }
        if let path = asked.comparedTag {
            // Without a file there is no tag yet, where one will be saved.
            let tag: String?
            do throws(Problem) {
                // As curl, which takes the ends of lines out.
                tag = try files.lines(path).joined().trimmed
            } catch {
                guard asked.savedTag != nil else { throw Problem(error.description, status: 26) }
                tag = nil
            }
            // As curl: an empty tag matches nothing, and all of it comes.
            made.headers.append(("If-None-Match", tag.map { $0.isEmpty ? "\"\"" : $0 } ?? "\"\""))
        }
        guard let text = asked.timeCondition else { return }
        let mark = text.first
        let rest = mark.map { "+-=".contains($0) } == true ? String(text.dropFirst()) : text
        guard let moment = LenientDate.seconds(rest) ?? files.changed(rest) else {
            made.warnings.append("-z \(text): that is neither a date nor a file; it is left out")
            return
        }
        let date = HTTPDate.text(moment)
        switch mark {
        case "=": return add("Last-Modified", date)
        case "-": add("If-Unmodified-Since", date)
        default: add("If-Modified-Since", date)
        }
        made.condition = CurlRequest.TimeCondition(moment: moment, isSince: mark != "-")
    }

    /// Adds a field of an option, unless `-H` says otherwise.
    private mutating func add(_ name: String, _ value: String) {
        if !isSettled(name.lowercased()) { made.headers.append((name, value)) }
    }

    private func isSettled(_ name: String) -> Bool {
        made.omitted.contains(name) || made.headers.contains { $0.name.lowercased() == name }
    }

    // MARK: - Body

    private mutating func setBody() throws(Problem) {
        var queries: [String] = []
        for query in asked.query {
            queries.append(query.hasPrefix("+") ? String(query.dropFirst()) : text(try urlencoded(query)))
        }
        // `-T` first, `-F` next: where both are possible `conflict` has refused already.
        if let upload = asked.upload {
            made.method = "PUT"
            made.body = .file(upload == "." ? "-" : upload)
            if upload != "-", upload != "." { made.url = CurlURL.adding(file: upload, to: made.url) }
        } else if !asked.forms.isEmpty {
            made.method = "POST"
            var parts: [CurlRequest.Part] = []
            for form in asked.forms { parts.append(try part(form.text, isLiteral: form.isLiteral)) }
            made.body = .multipart(parts)
        } else if !asked.data.isEmpty {
            let bytes = try data()
            if asked.putsDataIntoQuery {
                // They take the place of what --url-query says.
                queries = [text(bytes)]
            } else {
                made.method = "POST"
                made.body = .bytes(bytes)
            }
        }
        for query in queries { made.url = CurlURL.adding(query: query, to: made.url) }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func data() throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, piece) in asked.data.enumerated() {
            var isJSON = false
            let more: [UInt8]
            switch piece {
            case .raw(let text): more = Array(text.utf8)
            case .text(let text): more = try content(text, .joined)
            case .binary(let text): more = try content(text, .whole)
            case .json(let text):
                more = try content(text, .whole)
                isJSON = true
            case .urlencoded(let text): more = try urlencoded(text)
            }
            // Pieces of a form are joined as pairs; those of --json are parts of one text.
            if index > 0, !isJSON { bytes.append(UInt8(ascii: "&")) }
            bytes += more
        }
        return bytes
    }

    private func content(_ text: String, _ form: TemplateFile.Form) throws(Problem) -> [UInt8] {
        guard text.hasPrefix("@") else { return Array(text.utf8) }
        return try files.content(TemplateFile(String(text.dropFirst()), form))
    }

    /// `content`, `=content`, `name=content`, `@file`, `name@file`: an `=` counts before an `@`.
    private func urlencoded(_ text: String) throws(Problem) -> [UInt8] {
        guard let mark = text.firstIndex(of: "=") ?? text.firstIndex(of: "@") else { return encoded(text) }
        let name = text[..<mark]
        let rest = String(text[text.index(after: mark)...])
        let content = text[mark] == "@" ? try files.content(TemplateFile(rest, .encoded)) : encoded(rest)
        return name.isEmpty ? content : Array("\(name)=".utf8) + content
    }

    /// Encoded but for calls, whose values are not known yet.
    private func encoded(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var made: [UInt8] = []
        var position = 0
        for call in files.hasCalls ? TemplateCall.all(in: text) : [] {
            made += Array(TemplateFile.encoded(bytes[position..<call.range.lowerBound]).utf8) + bytes[call.range]
            position = call.range.upperBound
        }
        return made + Array(TemplateFile.encoded(bytes[position...]).utf8)
    }

    /// `name=content`, `name=@file;type=...;filename=...`, `name=<file`.
    private func part(_ text: String, isLiteral: Bool) throws(Problem) -> CurlRequest.Part {
        guard let equals = text.firstIndex(of: "=") else {
            throw Problem("-F '\(text.prefix { $0 != ":" })' has no =; write NAME=CONTENT or NAME=@FILE")
        }
        let name = String(text[..<equals])
        if name.isEmpty { throw Problem("-F '\(text)' has no name before its =; write NAME=CONTENT or NAME=@FILE") }
        let written = text[text.index(after: equals)...]
        if isLiteral { return CurlRequest.Part(name: name, content: .bytes(Array(written.utf8))) }
        if written.hasPrefix("(") {
            throw Problem("-F '\(name)=(': parts within parts are not sent; quote the ( with \\\"")
        }
        let value = CurlForm.value(written)
        if value.isList { throw Problem("-F \(name): several files of one name are not sent; write -F for each") }
        if let other = value.others.first(where: { $0.hasPrefix("headers=") || $0.hasPrefix("encoder=") }) {
            throw Problem("-F \(name): \(other.prefix { $0 != "=" })= is not done; use type= and filename=")
        }
        if let type = value.type, !CurlForm.isType(type), !(files.hasCalls && type.contains("{{")) {
            throw Problem("-F \(name): type=\(type) is no type; write it as text/plain")
        }
        switch value.mark {
        case "@":
            let filename = value.filename ?? value.content.split(separator: "/").last.map(String.init) ?? value.content
            let type = CurlForm.type(of: filename) ?? CurlForm.type(of: value.content) ?? "application/octet-stream"
            return CurlRequest.Part(
                name: name, content: .file(value.content), filename: filename, type: value.type ?? type)
        case "<":
            let known = CurlForm.type(of: value.filename ?? value.content)
            // A field of text needs no type (RFC 7578 4.4): text/plain is what it has without.
            let type = known == "text/plain" && value.filename == nil ? nil : known
            return CurlRequest.Part(
                name: name, content: .bytes(try files.content(TemplateFile(value.content))), filename: value.filename,
                type: value.type ?? type)
        default:
            return CurlRequest.Part(
                name: name, content: .bytes(Array(value.content.utf8)), filename: value.filename,
                type: value.type ?? value.filename.flatMap(CurlForm.type))
        }
    }
}

extension CurlArguments {
    /// Whether `--json` is among the data, which says what is sent and wanted.
    var isJSON: Bool { data.contains { if case .json = $0 { true } else { false } } }

    /// Why two options cannot stand together; nil when they can.
    var conflict: Problem? {
        let hasData = !data.isEmpty && !putsDataIntoQuery
        let kinds = [hasData, !forms.isEmpty, upload != nil].filter { $0 }.count
        if kinds > 1 { return Problem("only one of -d, -F and -T can be the body") }
        return asksForHead && kinds > 0 ? Problem("-I asks for the header alone; it takes no -d, -F or -T") : nil
    }
}
