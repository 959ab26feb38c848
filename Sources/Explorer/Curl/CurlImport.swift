import Text

/// A request out of a `curl` command as people paste it from a browser, a manual or a colleague.
public struct CurlImport: Sendable {
    /// The request.
    public private(set) var draft = RequestDraft()
    /// What has no meaning here or is not done, as it was written: `-s`, `-o out.json`.
    public private(set) var ignored: [String] = []
    /// What a person should know of it, in words.
    public private(set) var notes: [String] = []

    /// Pieces of the body in the order of their options.
    private enum Piece {
        case text(String)
        case file(String)
    }
    private var method: String?
    private var pieces: [Piece] = []
    private var parts: [RequestBody.Part] = []
    private var isGet = false
    private var isHead = false
    private var upload: String?
    private var isJSON = false
    private var urls: [String] = []
    private var queries: [String] = []
    private var user: String?
    private var isDigest = false

    /// Whether a text is a `curl` command.
    public static func isCurl(_ text: String) -> Bool { command(in: text) != nil }

    /// Reads a command.
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        guard var lexer = Self.command(in: text) else { return nil }
        var words: [String] = []
        while words.count < Self.maximumWords, let word = lexer.next() { words.append(word) }
        notes = lexer.notes
        if words.count == Self.maximumWords { notes.append("only the first \(Self.maximumWords) words are read") }
        if !lexer.rest.isEmpty { ignored.append(Self.clipped(lexer.rest)) }
        let mine = words.prefix { $0 != "--next" }
        if mine.count < words.count { notes.append("only the first of several requests is taken") }
        let (options, arguments) = CurlOption.read(mine)
        draft.options.followsRedirects = false
        for option in options { take(option) }
        urls += arguments
        finish()
    }

    /// The longest command that is read, in bytes.
    private static let longest = 4 << 20
    /// The most words: no shell takes many more, and each may become a row.
    private static let maximumWords = 10_000

    /// What stands after `curl`, still to be read, whatever stands before it: a prompt, `sudo`, variables for its
    /// environment.
    private static func command(in text: String) -> ShellWords? {
        guard text.utf8.count <= longest else { return nil }
        var lexer = ShellWords(text)
        while let word = lexer.next() {
            if word == "curl" || word == "curl.exe" || word.hasSuffix("/curl") && !word.contains(":") { return lexer }
            let isBefore = ["$", "%", "❯", "sudo", "time", "env"].contains(word) || word.contains("=")
            guard isBefore else { return nil }
        }
        return nil
    }

    private static func clipped(_ text: String) -> String { text.count > 60 ? "\(text.prefix(59))…" : text }

    // MARK: - Options

    private mutating func take(_ option: CurlOption) {
        let value = option.value
        switch option.name {
        case "url": urls.append(value)
        case "request": method = value
        case "header": header(value, option)
        case "data", "data-ascii": data(value, mayBeFile: true, stripsLines: true)
        case "data-binary": data(value, mayBeFile: true, stripsLines: false)
        case "data-raw": pieces.append(.text(value))
        case "data-urlencode": if let text = encoded(option) { pieces.append(.text(text)) }
        case "json":
            isJSON = true
            data(value, mayBeFile: true, stripsLines: false)
        case "get": isGet = true
        case "url-query":
            if value.hasPrefix("+") {
                queries.append(String(value.dropFirst()))
            } else if let text = encoded(option) {
                queries.append(text)
            }
        case "form": form(value, option)
        case "form-string": formString(value)
        case "upload-file": upload = value
        case "head": isHead = true
        case "user": user = value
        case "digest": isDigest = true
        case "basic": isDigest = false
        case "oauth2-bearer": draft.auth = .bearer(.literal(value))
        case "cookie": value.contains("=") ? add("Cookie", value) : ignored.append(option.written)
        case "user-agent": add("User-Agent", value)
        case "referer": add("Referer", value.hasSuffix(";auto") ? String(value.dropLast(5)) : value)
        case "range": add("Range", "bytes=\(value)")
        case "compressed": add("Accept-Encoding", "gzip, deflate, br")
        case "time-cond": timeCondition(value, option)
        default: takeTransport(option)
        }
    }

    /// What says how the request travels.
    private mutating func takeTransport(_ option: CurlOption) {
        let value = option.value
        switch option.name {
        case "location", "location-trusted": draft.options.followsRedirects = true
        case "max-redirs":
            // -1 is without end, which is as good as the most there is.
            draft.options.maximumRedirects = Int(value).map { $0 < 0 ? 1000 : min($0, 1000) } ?? 20
        case "insecure": draft.options.tls.verify = false
        case "cacert": draft.options.tls.ca = value
        case "cert":
            let split = value.lastIndex(of: ":")
            draft.options.tls.certificate = split.map { String(value[..<$0]) } ?? value
            if let split { draft.options.tls.keyPassword = .literal(String(value[value.index(after: split)...])) }
        case "key": draft.options.tls.key = value
        case "pass": draft.options.tls.keyPassword = .literal(value)
        case "proxy": draft.options.proxy = value.isEmpty ? "none" : value.contains("://") ? value : "http://\(value)"
        case "socks5", "socks5-hostname": draft.options.proxy = "socks5://\(value)"
        case "noproxy" where value == "*": draft.options.proxy = "none"
        case "max-time": draft.options.totalTimeout = seconds(option)
        case "connect-timeout": draft.options.connectTimeout = seconds(option)
        case "http1.1": draft.options.onlyHTTP1 = true
        case "http2", "http2-prior-knowledge": draft.options.onlyHTTP1 = false
        case "globoff": break
        default: ignored.append(Self.clipped(option.written))
        }
    }

    private mutating func seconds(_ option: CurlOption) -> Double? {
        guard let value = Double(option.value), value > 0, value.isFinite else {
            ignored.append(option.written)
            return nil
        }
        return value
    }

    private mutating func add(_ name: String, _ value: String) { draft.headers.append(DraftField(name, value)) }

    private mutating func header(_ text: String, _ option: CurlOption) {
        if text.hasPrefix("@") { return ignored.append(option.written) }
        if let colon = text.firstIndex(of: ":") {
            let value = String(text[text.index(after: colon)...]).trimmedBlanks
            // `Name:` takes a header of curl's own away; ours are others.
            if value.isEmpty { ignored.append("-H '\(text)'") } else { add(String(text[..<colon]), value) }
        } else if text.hasSuffix(";") {
            add(String(text.dropLast()), "")
        } else {
            ignored.append(option.written)
        }
    }

    private mutating func timeCondition(_ value: String, _ option: CurlOption) {
        // A date as HTTP writes it can be sent on; `yesterday` and files cannot.
        let date = value.hasPrefix("-") ? String(value.dropFirst()) : value
        guard date.hasSuffix("GMT") else { return ignored.append(option.written) }
        add(value.hasPrefix("-") ? "If-Unmodified-Since" : "If-Modified-Since", date)
    }

    // MARK: - Bodies

    private mutating func data(_ value: String, mayBeFile: Bool, stripsLines: Bool) {
        guard mayBeFile, value.hasPrefix("@") else { return pieces.append(.text(value)) }
        pieces.append(.file(String(value.dropFirst())))
        if stripsLines { notes.append("-d takes the line breaks out of \(value.dropFirst()), here they are sent") }
    }

    /// The five forms of `--data-urlencode`, those that read files ignored.
    private mutating func encoded(_ option: CurlOption) -> String? {
        let value = option.value
        let equals = value.firstIndex(of: "=")
        let at = value.firstIndex(of: "@")
        if let at, equals.map({ at < $0 }) ?? true {
            ignored.append(option.written)
            return nil
        }
        guard let equals else { return PercentEncoding.component(value) }
        let content = PercentEncoding.component(String(value[value.index(after: equals)...]))
        let name = value[..<equals]
        return name.isEmpty ? content : "\(name)=\(content)"
    }

    private mutating func form(_ text: String, _ option: CurlOption) {
        guard let equals = text.firstIndex(of: "=") else { return ignored.append(option.written) }
        let name = String(text[..<equals])
        var fields = CurlForm.fields(text[text.index(after: equals)...])
        let content = fields.removeFirst()
        var part = RequestBody.Part(name, .text(content.text))
        if !content.isQuoted, content.text.hasPrefix("@") {
            part.content = .file(CurlForm.unquoted(content.text.dropFirst()))
        }
        if !content.isQuoted, content.text.hasPrefix("<") {
            part.content = .file(CurlForm.unquoted(content.text.dropFirst()))
            notes.append("the file of \(name) is sent with its name")
        }
        for field in fields {
            let pair = field.text.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            switch pair[0].trimmedBlanks {
            case "type": part.contentType = CurlForm.unquoted(pair[1][...])
            case "filename": part.filename = CurlForm.unquoted(pair[1][...])
            default: ignored.append("\(name): \(field.text)")
            }
        }
        parts.append(part)
    }

    private mutating func formString(_ text: String) {
        guard let equals = text.firstIndex(of: "=") else { return }
        parts.append(RequestBody.Part(String(text[..<equals]), .text(String(text[text.index(after: equals)...]))))
    }

    // MARK: - The end

    private mutating func finish() {
        draft.url = urls.first ?? ""
        if urls.count > 1 { notes.append("only the first of \(urls.count) URLs is taken") }
        if !draft.url.isEmpty, !draft.url.contains("://"), !draft.url.hasPrefix("{{") {
            draft.url = "http://" + draft.url
        }
        queries.forEach { addToURL($0) }
        if let user { setUser(user) }
        if isGet {
            for case .text(let text) in pieces { addToURL(text) }
            pieces = []
        }
        setBody()
        draft.method = method ?? defaultMethod
    }

    private var defaultMethod: String {
        if isHead { return "HEAD" }
        if upload != nil { return "PUT" }
        return draft.body == .none ? "GET" : "POST"
    }

    private mutating func addToURL(_ text: String) {
        let hash = draft.url.firstIndex(of: "#") ?? draft.url.endIndex
        let fragment = draft.url[hash...]
        let url = draft.url[..<hash]
        draft.url = "\(url)\(url.contains("?") ? "&" : "?")\(text)\(fragment)"
    }

    private mutating func setUser(_ user: String) {
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        // Without a password curl asks for it.
        let password: Secret = parts.count > 1 ? .literal(parts[1]) : .prompt
        let name = parts.first ?? ""
        draft.auth = isDigest ? .digest(username: name, password: password) : .basic(username: name, password: password)
    }

    private mutating func setBody() {
        if let upload {
            draft.body = .file(upload)
            if draft.url.hasSuffix("/") { draft.url += upload.split(separator: "/").last ?? "" }
        } else if !parts.isEmpty {
            draft.body = .multipart(parts)
        } else if pieces.count == 1, case .file(let path) = pieces[0] {
            draft.body = .file(path)
            if contentType == nil { add("Content-Type", isJSON ? "application/json" : Self.formType) }
        } else if !pieces.isEmpty {
            setText()
        }
        if isJSON, !draft.headers.contains(where: { $0.name.lowercased() == "accept" }) {
            add("Accept", "application/json")
        }
    }

    private static let formType = "application/x-www-form-urlencoded"
    private var contentType: String? {
        draft.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased()
    }

    private mutating func setText() {
        var texts: [String] = []
        for piece in pieces {
            switch piece {
            case .text(let text): texts.append(text)
            case .file(let path): ignored.append("@\(path) among other data")
            }
        }
        let text = texts.joined(separator: isJSON ? "" : "&")
        let type = contentType ?? (isJSON ? "application/json" : Self.formType)
        if type.contains("json") {
            draft.body = .json(text)
        } else if type.contains("xml") {
            draft.body = .xml(text)
        } else if type.hasPrefix(Self.formType), let rows = CurlForm.rows(of: text) {
            draft.body = .form(rows)
        } else {
            let looksLikeJSON = text.trimmedBlanks.hasPrefix("{") || text.trimmedBlanks.hasPrefix("[")
            draft.body = looksLikeJSON ? .json(text) : .text(text)
            // Said by no header, it is what curl says.
            if contentType == nil { add("Content-Type", Self.formType) }
            if looksLikeJSON, contentType?.hasPrefix(Self.formType) == true {
                notes.append("curl calls this JSON a form: set Content-Type to application/json if the server minds")
            }
        }
    }
}
