import Glibc
public import REST
import Text

extension CurlArguments {
    /// The request that they describe. Reads the files of `-d @FILE` and `-F name=<FILE`; those of `-T` and `-F name=@FILE`
    /// are read while they are sent.
    ///
    /// - Throws: ``Problem`` with what is wrong in one line.
    public func request() throws(Problem) -> Request {
        var request = Request(.get, url)
        try setBody(of: &request)
        for part in query { append(query: part.contains("=") ? try Self.urlencoded(part) : part, to: &request) }
        if asksForHead { request.method = .head }
        if let method {
            guard let token = Method(rawValue: method) else {
                throw Problem(description: "'\(method)' is no method; use letters, digits and - only")
            }
            request.method = token
        }
        try setHeaders(of: &request)
        if let bearer {
            request.authorization = .bearer(bearer)
        } else if let user {
            let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                throw Problem(description: "-u has no password; write USER:PASSWORD, or USER: for an empty one")
            }
            request.authorization =
                scheme == .digest
                ? .digest(username: parts[0], password: parts[1]) : .basic(username: parts[0], password: parts[1])
        }
        setOptions(of: &request)
        return request
    }

    private func setOptions(of request: inout Request) {
        var options = Request.Options()
        options.maximumRedirects =
            followsRedirects ? (maximumRedirects < 0 ? Int.max : maximumRedirects) : 0
        options.trustsRedirects = trustsRedirects
        options.keepsMethodOnRedirect = keepsMethod || method != nil
        // As curl: patience without an end unless told otherwise, but a connection has to stand some time.
        options.timeouts.connect = connectTimeout.map { $0 == 0 ? 300 : $0 } ?? 300
        options.timeouts.idle = nil
        options.timeouts.total = totalTimeout.flatMap { $0 == 0 ? nil : $0 }
        options.onlyHTTP1 = onlyHTTP1
        options.asksForCompression = isCompressed
        options.decodes = isCompressed
        if let maximumSize { options.limits.body = maximumSize } else { options.limits.body = Int.max }
        options.tls.verify = !isInsecure
        options.tls.caFile = ca
        options.tls.keyPassword = keyPassword
        options.tls.keyFile = key
        if let certificate {
            options.tls.certificateFile = certificate
            // FILE:PASSWORD, unless a file has that name as it stands.
            if let colon = certificate.lastIndex(of: ":"), access(certificate, F_OK) != 0 {
                options.tls.certificateFile = String(certificate[..<colon])
                options.tls.keyPassword = keyPassword ?? String(certificate[certificate.index(after: colon)...])
            }
        }
        if let proxy {
            options.proxy = proxy.isEmpty ? .none : .url(Self.with(proxyUser, in: proxy))
        }
        if let noProxy, noProxy == "*" || noProxy.split(separator: ",").contains(where: { url.contains("://\($0)") }) {
            options.proxy = .none
        }
        request.options = options
    }

    private static func with(_ user: String?, in proxy: String) -> String {
        guard let user, !proxy.contains("@") else { return proxy }
        let encoded = user.utf8.map { byte -> String in
            byte == UInt8(ascii: ":") ? ":" : PercentEncoding.component([byte])
        }.joined()
        guard let scheme = proxy.firstRange(of: "://") else { return "\(encoded)@\(proxy)" }
        return proxy[..<scheme.upperBound] + encoded + "@" + proxy[scheme.upperBound...]
    }

    private func setHeaders(of request: inout Request) throws(Problem) {
        if data.contains(where: { if case .json = $0 { true } else { false } }) {
            add("Content-Type", "application/json", to: &request)
            add("Accept", "application/json", to: &request)
        } else if !data.isEmpty, !putsDataIntoQuery {
            add("Content-Type", "application/x-www-form-urlencoded", to: &request)
        }
        var lines: [String] = []
        for header in headers {
            guard header.hasPrefix("@") else {
                lines.append(header)
                continue
            }
            let text = String(decoding: try Self.file(String(header.dropFirst())), as: UTF8.self)
            lines += text.split(whereSeparator: \.isNewline).map(String.init)
        }
        for line in lines {
            if let colon = line.firstIndex(of: ":") {
                let name = String(line[..<colon])
                let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                request.fields.removeAll { isDefault($0) && $0.name.lowercased() == name.lowercased() }
                if value.isEmpty {
                    request.omittedFields.insert(name.lowercased())
                } else {
                    request.fields.append(Field(name, String(value)))
                }
            } else if line.last == ";" {
                request.fields.append(Field(String(line.dropLast()), ""))
            } else {
                throw Problem(description: "-H '\(line.prefix { $0 != " " })' has no colon; write 'Name: value'")
            }
        }
    }

    /// Whether a field is one that the data options put there.
    private func isDefault(_ field: Field) -> Bool {
        ["application/json", "application/x-www-form-urlencoded"].contains(field.value)
    }

    private func add(_ name: String, _ value: String, to request: inout Request) {
        request.fields.append(Field(name, value))
    }

    private func setBody(of request: inout Request) throws(Problem) {
        let kinds = [!data.isEmpty, !forms.isEmpty, upload != nil].filter { $0 }.count
        guard kinds <= 1 else { throw Problem(description: "only one of -d, -F and -T can be the body") }
        if let upload {
            request.method = .put
            request.body = .file(path: upload == "-" || upload == "." ? "/dev/stdin" : upload)
            if url.hasSuffix("/"), upload != "-", upload != "." {
                request.url += PercentEncoding.component(Array((upload.split(separator: "/").last ?? "").utf8))
            }
        } else if !forms.isEmpty {
            request.method = .post
            var parts: [Request.Part] = []
            for form in forms { parts.append(try Self.part(form.text, isLiteral: form.isLiteral)) }
            request.body = .multipart(parts)
        } else if !data.isEmpty {
            var bytes: [UInt8] = []
            for piece in data {
                let (more, isJSON) = try Self.bytes(of: piece)
                if !bytes.isEmpty, !isJSON { bytes.append(UInt8(ascii: "&")) }
                bytes += more
            }
            if putsDataIntoQuery {
                append(query: String(decoding: bytes, as: UTF8.self), to: &request)
            } else {
                request.method = .post
                request.body = .bytes(bytes)
            }
        }
    }

    private func append(query: String, to request: inout Request) {
        let hash = request.url.firstIndex(of: "#") ?? request.url.endIndex
        let head = request.url[..<hash]
        request.url = head + (head.contains("?") ? "&" : "?") + query + request.url[hash...]
    }

    private static func bytes(of data: Data) throws(Problem) -> ([UInt8], isJSON: Bool) {
        switch data {
        case .raw(let text): return (Array(text.utf8), false)
        case .binary(let text):
            return (text.hasPrefix("@") ? try file(String(text.dropFirst())) : Array(text.utf8), false)
        case .json(let text):
            return (text.hasPrefix("@") ? try file(String(text.dropFirst())) : Array(text.utf8), true)
        case .text(let text):
            guard text.hasPrefix("@") else { return (Array(text.utf8), false) }
            // As curl: line ends and NULs of a file are taken out.
            return (try file(String(text.dropFirst())).filter { ![0x0A, 0x0D, 0x00].contains($0) }, false)
        case .urlencoded(let text): return (Array(try urlencoded(text).utf8), false)
        }
    }

    /// `content`, `=content`, `name=content`, `@file`, `name@file`.
    private static func urlencoded(_ text: String) throws(Problem) -> String {
        guard let mark = text.firstIndex(where: { $0 == "=" || $0 == "@" }) else {
            return PercentEncoding.component(Array(text.utf8))
        }
        let name = text[..<mark]
        let rest = String(text[text.index(after: mark)...])
        let content = text[mark] == "@" ? try file(rest) : Array(rest.utf8)
        return (name.isEmpty ? "" : "\(name)=") + PercentEncoding.component(content)
    }

    /// `name=content`, `name=@file;type=...;filename=...`, `name=<file`.
    private static func part(_ text: String, isLiteral: Bool) throws(Problem) -> Request.Part {
        guard let equals = text.firstIndex(of: "=") else {
            throw Problem(description: "-F '\(text.prefix { $0 != ":" })' has no =; write NAME=CONTENT or NAME=@FILE")
        }
        let name = String(text[..<equals])
        let content = String(text[text.index(after: equals)...])
        if isLiteral { return Request.Part(name, .bytes(Array(content.utf8))) }
        var pieces = content.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        var type: String?
        var filename: String?
        while pieces.count > 1, let last = pieces.last {
            let setting = last.drop { $0 == " " }
            if setting.hasPrefix("type=") {
                type = String(setting.dropFirst(5))
            } else if setting.hasPrefix("filename=") {
                filename = String(setting.dropFirst(9).filter { $0 != "\"" })
            } else {
                break
            }
            pieces.removeLast()
        }
        let value = pieces.joined(separator: ";")
        switch value.first {
        case "@":
            let path = String(value.dropFirst())
            return Request.Part(
                name, .file(path: path == "-" ? "/dev/stdin" : path),
                filename: filename ?? path.split(separator: "/").last.map(String.init) ?? path,
                contentType: type ?? "application/octet-stream")
        case "<":
            return Request.Part(
                name, .bytes(try file(String(value.dropFirst()))), filename: filename, contentType: type)
        default:
            return Request.Part(name, .bytes(Array(value.utf8)), filename: filename, contentType: type)
        }
    }

    /// The bytes of a file; `-` for standard input.
    private static func file(_ path: String) throws(Problem) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Problem(description: "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Problem(description: "cannot read \(path): \(String(cString: strerror(errno)))")
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
