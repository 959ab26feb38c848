import Text

/// How an entry is written down: one line of names and values as a form has them, names that repeat in order. What is
/// as it comes by default is left out; names of later versions are passed over.
extension RequestHistory.Entry {
    /// The entry as a line, without its end.
    public var line: String {
        var pairs: [(String, String)] = [("at", String(at)), ("url", url)]
        func add(_ name: String, _ value: String?, unless usual: String = "") {
            if let value, value != usual { pairs.append((name, value)) }
        }
        add("status", status.map(String.init))
        add("failure", failure)
        add("duration", String(duration), unless: "0")
        add("size", String(size), unless: "0")
        add("answer", answer)
        add("name", draft.name)
        add("folder", draft.folder)
        add("method", draft.method, unless: "GET")
        add("draft", draft.url)
        for field in draft.pathParameters { add("path", Self.written(field)) }
        for field in draft.query { add("query", Self.written(field)) }
        for field in draft.headers { add("header", Self.written(field)) }
        addAuth(add)
        add("inherit", draft.inheritsAuth ? nil : "0")
        addBody(add)
        addOptions(add)
        for check in draft.checkRows { add("check", Self.written([check.isEnabled ? "1" : "0", check.text])) }
        return FormPairs.form(pairs)
    }

    private typealias Adding = (_ name: String, _ value: String?, _ usual: String) -> Void

    private func addAuth(_ add: Adding) {
        switch draft.auth {
        case .none: break
        case .basic(let name, let secret): add("basic", Self.written([name] + Self.words(secret)), "")
        case .digest(let name, let secret): add("digest", Self.written([name] + Self.words(secret)), "")
        case .bearer(let secret): add("bearer", Self.written(Self.words(secret)), "")
        case .apiKey(let name, let secret, let inQuery):
            add("key", Self.written([name, inQuery ? "query" : "header"] + Self.words(secret)), "")
        case .oauth2, .aws, .sas: add("auth", draft.auth.line, "")
        }
    }

    private func addBody(_ add: Adding) {
        switch draft.body {
        case .none: break
        // No text is usual: an empty body is not the same as none, and must come back.
        case .json(let text): add("json", text, "\u{0}")
        case .xml(let text): add("xml", text, "\u{0}")
        case .text(let text): add("text", text, "\u{0}")
        case .graphQL(let text): add("graphql", text, "\u{0}")
        case .file(let path): add("file", path, "\u{0}")
        // Without a row the name alone tells that there is a form.
        case .form(let rows):
            add("body", "form", "")
            for row in rows { add("field", Self.written(row), "") }
        case .multipart(let parts):
            add("body", "multipart", "")
            for part in parts {
                var words = [part.isEnabled ? "1" : "0", part.name]
                switch part.content {
                case .text(let text): words += ["text", text]
                case .file(let path): words += ["file", path]
                }
                add("part", Self.written(words + [part.contentType ?? "", part.filename ?? ""]), "")
            }
        }
    }

    private func addOptions(_ add: Adding) {
        let options = draft.options
        // One name for both: -1 follows none, which is not the same as a limit of 0.
        add("redirects", options.followsRedirects ? String(options.maximumRedirects) : "-1", "20")
        add("connect", options.connectTimeout.map { "\($0)" }, "")
        add("idle", options.idleTimeout.map { "\($0)" }, "")
        add("total", options.totalTimeout.map { "\($0)" }, "")
        add("proxy", options.proxy, "")
        add("http1", options.onlyHTTP1 ? "1" : nil, "")
        add("cookies", options.usesCookies ? nil : "0", "")
        add("omitted", options.omittedHeaders.joined(separator: ","), "")
        let tls = options.tls
        add("verify", tls.verify ? nil : "0", "")
        add("ca", tls.ca, "")
        add("cafolder", tls.caFolder, "")
        add("alpn", tls.alpn.joined(separator: ","), "")
        add("certificate", tls.certificate, "")
        add("privatekey", tls.key, "")
        add("keypassword", tls.keyPassword.map { Self.written(Self.words($0)) }, "")
        add("servername", tls.serverName, "")
    }

    /// Words in one value.
    private static func written(_ words: [String]) -> String {
        words.map { PercentEncoding.component($0) }.joined(separator: " ")
    }

    private static func written(_ field: DraftField) -> String {
        written([field.isEnabled ? "1" : "0", field.name, field.value])
    }

    /// Where a secret is; one that is written out never comes here.
    private static func words(_ secret: Secret) -> [String] {
        switch secret {
        case .literal(let text): ["literal", text]
        case .environment(let name): ["env", name]
        case .file(let path): ["file", path]
        case .command(let words): ["command"] + words
        case .prompt: ["prompt"]
        case .token(let name): ["token", name]
        }
    }

    // MARK: - Reading

    /// Reads a line; nil for one that is none, such as the half of one that a crash left.
    public init?(line: some StringProtocol) {
        // What a line leaves out is as it comes by default.
        self.init(at: 0, draft: RequestDraft(), url: "", status: nil, failure: nil, duration: 0, size: 0)
        var moment: Moment?
        for pair in FormPairs.read(line, plusIsSpace: true) {
            guard let value = pair.value else { return nil }
            if pair.name == "at" { moment = Moment(value) } else { take(pair.name, value) }
        }
        // The first half of a line may still be pairs: without a URL nothing of it is of use.
        guard let moment, !url.isEmpty || !draft.url.isEmpty else { return nil }
        at = moment
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "url": url = value
        case "status": status = Int(value)
        case "failure": failure = value
        case "duration": duration = Int64(value) ?? 0
        case "size": size = Int(value) ?? 0
        case "answer": answer = value
        case "name": draft.name = value
        case "folder": draft.folder = value
        case "method": draft.method = value
        case "draft": draft.url = value
        case "path": Self.field(value).map { draft.pathParameters.append($0) }
        case "query": Self.field(value).map { draft.query.append($0) }
        case "header": Self.field(value).map { draft.headers.append($0) }
        case "json": draft.body = .json(value)
        case "xml": draft.body = .xml(value)
        case "text": draft.body = .text(value)
        case "graphql": draft.body = .graphQL(value)
        case "file": draft.body = .file(value)
        case "body": draft.body = value == "multipart" ? .multipart([]) : .form([])
        case "field":
            if case .form(let rows) = draft.body, let row = Self.field(value) { draft.body = .form(rows + [row]) }
        case "part":
            if case .multipart(let parts) = draft.body, let part = Self.part(value) {
                draft.body = .multipart(parts + [part])
            }
        default: takeOther(name, value)
        }
    }

    private mutating func takeOther(_ name: String, _ value: String) {
        let words = Self.words(value)
        switch name {
        case "basic": draft.auth = .basic(username: words.first ?? "", password: Self.secret(words.dropFirst()))
        case "digest": draft.auth = .digest(username: words.first ?? "", password: Self.secret(words.dropFirst()))
        case "bearer": draft.auth = .bearer(Self.secret(words[...]))
        case "key" where words.count > 2:
            draft.auth = .apiKey(name: words[0], value: Self.secret(words.dropFirst(2)), inQuery: words[1] == "query")
        case "auth": RequestAuth(line: value).map { draft.auth = $0 }
        case "inherit": draft.inheritsAuth = value != "0"
        case "check" where words.count == 2: draft.checkRows.append(RequestCheck(words[1], isEnabled: words[0] == "1"))
        case "redirects":
            let count = Int(value) ?? 20
            draft.options.followsRedirects = count >= 0
            if count >= 0 { draft.options.maximumRedirects = min(count, 1000) }
        case "connect": draft.options.connectTimeout = Double(value)
        case "idle": draft.options.idleTimeout = Double(value)
        case "total": draft.options.totalTimeout = Double(value)
        case "proxy": draft.options.proxy = value
        case "http1": draft.options.onlyHTTP1 = value == "1"
        case "cookies": draft.options.usesCookies = value != "0"
        case "omitted": draft.options.omittedHeaders = value.split(separator: ",").map(String.init)
        case "verify": draft.options.tls.verify = value != "0"
        case "ca": draft.options.tls.ca = value
        case "cafolder": draft.options.tls.caFolder = value
        case "alpn": draft.options.tls.alpn = value.split(separator: ",").map(String.init)
        case "certificate": draft.options.tls.certificate = value
        case "privatekey": draft.options.tls.key = value
        case "keypassword": draft.options.tls.keyPassword = Self.secret(words[...])
        case "servername": draft.options.tls.serverName = value
        default: break
        }
    }

    private static func words(_ value: String) -> [String] {
        value.split(separator: " ", omittingEmptySubsequences: false).map { PercentEncoding.decode($0) }
    }

    private static func field(_ value: String) -> DraftField? {
        let words = words(value)
        return words.count == 3 ? DraftField(words[1], words[2], isEnabled: words[0] == "1") : nil
    }

    private static func part(_ value: String) -> RequestBody.Part? {
        let words = words(value)
        guard words.count == 6 else { return nil }
        return RequestBody.Part(
            words[1], words[2] == "file" ? .file(words[3]) : .text(words[3]),
            contentType: words[4].isEmpty ? nil : words[4], filename: words[5].isEmpty ? nil : words[5],
            isEnabled: words[0] == "1")
    }

    private static func secret(_ words: ArraySlice<String>) -> Secret {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "literal": return .literal(rest.first ?? "")
        case "env": return .environment(rest.first ?? "")
        case "file": return .file(rest.first ?? "")
        case "command": return .command(rest)
        case "token": return .token(rest.first ?? "")
        // A kind of a later version is asked for rather than taken for nothing.
        default: return .prompt
        }
    }
}
