/// A request as a `curl` command that runs as it is pasted in sh(1): values put in, secrets as `$NAME`.
public struct CurlCommand {
    /// Stands for a secret while the request is put together: letters and digits only, which no encoding changes.
    private static let mark = "qMartletSecretZ"

    /// The command of a draft; `variables` are put in. What stands for nothing becomes `$NAME` too.
    /// - Returns: nil when there is no URL to speak of; why is said by the resolver.
    public static func text(
        of draft: RequestDraft, variables: Variables,
        generate: @escaping (String, [String]) -> TemplateExpander.Generated = TemplateExpander.named,
        tag: @escaping (String) -> TemplateExpander.Generated = RequestResolver.withoutTags
    ) -> String? {
        var names: [String] = []
        func marked(_ name: String) -> String {
            // `{{$NAME}}` is a variable of the shell alone: where a secret was written out.
            let variable = shellName(name.hasPrefix("$") ? String(name.dropFirst()) : name)
            if !names.contains(variable) { names.append(variable) }
            return "\(mark)\(names.firstIndex(of: variable) ?? 0)Z"
        }
        var expander = TemplateExpander(variables: variables) { name, secret in
            if case .environment(let variable) = secret { return marked(variable) }
            return marked(name)
        }
        let file = draft.body.fileCall
        expander.generate = { name, arguments in
            if name == TemplateFile.name {
                return TemplateFile(arguments) == file
                    ? .value("") : .none("{{\(name)}} among other text has no word in curl")
            }
            let made = generate(name, arguments)
            if case .value = made { return made }
            return .value(marked(name))
        }
        // Variables without a value are the shell's to give; so are secrets that are written out.
        let outcome = RequestResolver.resolve(draft.namingSecrets(), with: expander) { url in
            if case .value(let value) = tag(url) { .value(value) } else { .value(marked(EntityTags.name)) }
        }
        guard let request = outcome.request else { return nil }
        var command = CurlCommand(names: names)
        command.write(request, draft)
        return command.lines.joined(separator: " \\\n  ")
    }

    private var names: [String]
    private var lines: [String] = []

    private init(names: [String]) { self.names = names }

    /// `api-token` as a shell writes it: `API_TOKEN`.
    private static func shellName(_ name: String) -> String {
        let name = String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return name.first?.isNumber ?? true ? "_\(name)" : name
    }

    // MARK: - Options

    private mutating func write(_ request: ResolvedRequest, _ draft: RequestDraft) {
        let url = request.url.text
        lines.append("curl \(quoted(url))")
        if url.contains(where: { "[]{}".contains($0) }) { lines.append("-g") }
        writeMethod(request)
        for field in request.headers {
            lines.append("-H \(quoted(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"))")
        }
        for name in draft.options.omittedHeaders { lines.append("-H \(quoted("\(name):"))") }
        switch request.auth {
        case .none: break
        case .basic(let name, let password): lines.append("-u \(quoted("\(name):\(password)"))")
        case .digest(let name, let password): lines.append("--digest -u \(quoted("\(name):\(password)"))")
        case .bearer(let token): lines.append("-H \(quoted("Authorization: Bearer \(token)"))")
        }
        if let file = draft.body.fileCall { write(file) } else { writeBody(request.body) }
        writeOptions(request.options)
    }

    private mutating func writeMethod(_ request: ResolvedRequest) {
        var usual = "POST"
        if case .none = request.body { usual = "GET" }
        if request.method == "HEAD", case .none = request.body {
            lines.append("-I")
        } else if request.method != usual {
            lines.append("-X \(quoted(request.method))")
            // A method that means a body is sent with the length of none (RFC 9110 8.6), which curl leaves out.
            if case .none = request.body, ["POST", "PUT", "PATCH"].contains(request.method) {
                lines.append("-H 'Content-Length: 0'")
            }
        }
    }

    private mutating func writeBody(_ body: ResolvedRequest.Body) {
        switch body {
        case .none: break
        case .bytes(let bytes): lines.append("--data-raw \(quoted(String(decoding: bytes, as: UTF8.self)))")
        case .file(let path):
            let path = opened(path)
            lines.append("--data-binary \(quoted("@\(path)"))")
        case .multipart(let parts):
            for part in parts { lines.append(form(part)) }
        }
    }

    /// A body that is what a file holds.
    private mutating func write(_ file: TemplateFile) {
        let path = opened(file.path)
        switch file.form {
        case .whole: lines.append("--data-binary \(quoted("@\(path)"))")
        case .joined: lines.append("-d \(quoted("@\(path)"))")
        case .encoded: lines.append("--data-urlencode \(quoted("@\(path)"))")
        }
    }

    private mutating func form(_ part: RequestBody.Part) -> String {
        var settings = ""
        if let type = part.contentType { settings += ";type=\(type)" }
        if let filename = part.filename { settings += ";filename=\(doubleQuoted(filename))" }
        switch part.content {
        case .file(let path):
            let path = doubleQuoted(opened(path))
            return "-F \(quoted("\(part.name)=@\(path)\(settings)"))"
        case .text(let text) where settings.isEmpty: return "--form-string \(quoted("\(part.name)=\(text)"))"
        case .text(let text): return "-F \(quoted("\(part.name)=\(doubleQuoted(text))\(settings)"))"
        }
    }

    /// A path as the shell gives it: in quotes it would not know `~`.
    private mutating func opened(_ path: String) -> String {
        guard path.hasPrefix("~/") else { return path }
        if !names.contains("HOME") { names.append("HOME") }
        return "\(Self.mark)\(names.firstIndex(of: "HOME") ?? 0)Z\(path.dropFirst())"
    }

    /// How `-F` quotes.
    private func doubleQuoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private mutating func writeOptions(_ options: RequestOptions) {
        if options.followsRedirects { lines.append("-L --max-redirs \(options.maximumRedirects)") }
        let tls = options.tls
        if !tls.verify { lines.append("-k") }
        write("--cacert", path: tls.ca)
        write("--cert", path: tls.certificate)
        write("--key", path: tls.key)
        if case .literal(let password) = tls.keyPassword { lines.append("--pass \(quoted(password))") }
        if options.proxy == "none" {
            lines.append("--noproxy '*'")
        } else if !options.proxy.isEmpty {
            // The name is looked up by the proxy, as here.
            lines.append("-x \(quoted(options.proxy.replacing("socks5://", with: "socks5h://")))")
        }
        if let seconds = options.connectTimeout { lines.append("--connect-timeout \(number(seconds))") }
        if let seconds = options.totalTimeout { lines.append("-m \(number(seconds))") }
        if let seconds = options.idleTimeout {
            lines.append("--speed-limit 1 --speed-time \(Int(max(1, min(seconds, 86_400))))")
        }
        if options.onlyHTTP1 { lines.append("--http1.1") }
    }

    private mutating func write(_ option: String, path: String) {
        guard !path.isEmpty else { return }
        let path = opened(path)
        lines.append("\(option) \(quoted(path))")
    }

    private func number(_ seconds: Double) -> String {
        let text = "\(seconds)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    // MARK: - Quoting

    /// A word for sh(1): as it is, or in single quotes; secrets as variables in double quotes.
    private func quoted(_ text: String) -> String {
        var word = ""
        var rest = text[...]
        while let start = rest.firstRange(of: Self.mark) {
            let digits = rest[start.upperBound...].prefix { $0.isNumber }
            let end = digits.endIndex
            guard let index = Int(digits), names.indices.contains(index), end < rest.endIndex, rest[end] == "Z" else {
                break
            }
            word += Self.single(rest[..<start.lowerBound])
            word += "\"$\(names[index])\""
            rest = rest[rest.index(after: end)...]
        }
        word += Self.single(rest)
        return word.isEmpty ? "''" : word
    }

    /// A word as it is pasted in sh(1).
    public static func word(_ text: String) -> String { text.isEmpty ? "''" : single(text[...]) }

    private static func single(_ text: Substring) -> String {
        if text.isEmpty { return "" }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "_./:=@%+,-".utf8.contains(byte)
            }
        }
        return isPlain ? String(text) : "'\(text.replacing("'", with: "'\\''"))'"
    }
}

extension RequestBody {
    /// The file of a text that is one call of it and nothing else.
    fileprivate var fileCall: TemplateFile? {
        switch self {
        case .json(let text), .xml(let text), .text(let text):
            let calls = TemplateCall.all(in: text)
            guard calls.count == 1, calls[0].range.count == text.utf8.count else { return nil }
            return calls[0].name == TemplateFile.name ? TemplateFile(calls[0].arguments) : nil
        case .none, .form, .multipart, .file: return nil
        }
    }
}
