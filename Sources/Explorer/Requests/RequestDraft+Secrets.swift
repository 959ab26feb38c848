import Payloads

/// Keeping secrets out of what is written down.
extension RequestDraft {
    /// The request with secrets that are written out replaced by variables of the environment: for a command to copy.
    func namingSecrets() -> RequestDraft {
        replacingSecrets { name, _ in .environment(name) }
    }

    /// The request as a history may hold it: secrets that are written out are asked for when it is sent again, and so are
    /// values of fields whose names say that they are secret. Variables stay, they are names.
    public func withoutSecrets() -> RequestDraft {
        var draft = replacingSecrets { _, _ in .prompt }
        draft.url = Self.withoutSecrets(url: url)
        draft.pathParameters = pathParameters.map(Self.withoutSecret)
        draft.query = query.map(Self.withoutSecret)
        draft.headers = headers.map(Self.withoutSecret)
        draft.options.proxy = Self.withoutSecrets(url: options.proxy)
        switch body {
        case .none, .file: break
        case .xml(let text): draft.body = .xml(Self.withoutSecrets(text: text))
        case .text(let text): draft.body = .text(Self.withoutSecrets(text: text))
        case .json(let text): draft.body = .json(Self.withoutSecrets(json: text))
        case .form(let rows): draft.body = .form(rows.map(Self.withoutSecret))
        case .multipart(let parts):
            draft.body = .multipart(
                parts.map { part in
                    var part = part
                    if case .text(let text) = part.content {
                        part.content = .text(Self.withoutSecret(DraftField(part.name, text)).value)
                    }
                    return part
                })
        }
        return draft
    }

    private func replacingSecrets(_ replacement: (_ name: String, _ secret: Secret) -> Secret) -> RequestDraft {
        func replaced(_ secret: Secret, _ name: String) -> Secret {
            guard case .literal(let text) = secret, !text.isEmpty, !Self.isOnlyVariables(text) else { return secret }
            return replacement(name, secret)
        }
        var draft = self
        switch auth {
        case .none: break
        case .basic(let username, let password):
            draft.auth = .basic(username: username, password: replaced(password, "PASSWORD"))
        case .digest(let username, let password):
            draft.auth = .digest(username: username, password: replaced(password, "PASSWORD"))
        case .bearer(let token): draft.auth = .bearer(replaced(token, "TOKEN"))
        case .apiKey(let name, let value, let inQuery):
            draft.auth = .apiKey(name: name, value: replaced(value, "API_KEY"), inQuery: inQuery)
        }
        if let password = options.tls.keyPassword { draft.options.tls.keyPassword = replaced(password, "KEY_PASSWORD") }
        return draft
    }

    // MARK: - Names that say secret

    /// Whether a field of that name holds what nobody should read.
    static func isSecret(name: String) -> Bool {
        // A file's `key` is a path; a field's is not.
        Secret.isSecretName(name)
            || ["auth", "key", "sig", "signature"].contains(name.lowercased().filter { $0 != "-" && $0 != "_" })
    }

    static func isOnlyVariables(_ text: String) -> Bool {
        let calls = TemplateCall.all(in: text)
        return !calls.isEmpty && calls.reduce(0) { $0 + $1.range.count } == text.utf8.count
    }

    static let schemes = ["basic", "bearer", "digest", "token", "apikey", "negotiate"]

    private static func withoutSecret(_ field: DraftField) -> DraftField {
        guard !field.value.isEmpty, !isOnlyVariables(field.value) else { return field }
        var field = field
        let scheme = field.value.split(separator: " ", maxSplits: 1)
        let hasScheme = scheme.count == 2 && schemes.contains(scheme[0].lowercased())
        guard isSecret(name: field.name) || hasScheme else { return field }
        if hasScheme {
            if isOnlyVariables(String(scheme[1])) { return field }
            field.value = "\(scheme[0]) {{\(variable(field.name))}}"
        } else {
            field.value = "{{\(variable(field.name))}}"
        }
        return field
    }

    /// A variable's name like a field's.
    static func variable(_ name: String) -> String {
        let plain = String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return plain.first?.isLetter == true ? plain : "secret"
    }

    /// A URL without the password before its host and the secret values in its query.
    private static func withoutSecrets(url: String) -> String {
        var url = url
        let hostStart = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let hostEnd = url[hostStart...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        if let at = url[hostStart..<hostEnd].lastIndex(of: "@"), let colon = url[hostStart..<at].firstIndex(of: ":"),
            !isOnlyVariables(String(url[url.index(after: colon)..<at]))
        {
            url.replaceSubrange(url.index(after: colon)..<at, with: "{{password}}")
        }
        guard let question = url.firstIndex(of: "?") else { return url }
        let hash = url[question...].firstIndex(of: "#") ?? url.endIndex
        let pairs = url[url.index(after: question)..<hash].split(separator: "&", omittingEmptySubsequences: false).map {
            pair -> String in
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else { return String(pair) }
            return sides[0] + "=" + withoutSecret(DraftField(sides[0], sides[1])).value
        }
        return url[...question] + pairs.joined(separator: "&") + url[hash...]
    }

    /// JSON with the strings of secret members replaced; everything else as it was typed.
    private static func withoutSecrets(json text: String) -> String {
        var bytes = Array(text.utf8)
        var replacements: [(range: Range<Int>, name: String)] = []
        bytes.withUnsafeBytes { buffer in
            var secret: String?
            SyntaxTokens.json(buffer) { kind, range in
                switch kind {
                case .key:
                    let name = String(decoding: buffer[range], as: UTF8.self).filter { $0 != "\"" }
                    secret = isSecret(name: name) ? name : nil
                case .string, .number:
                    if let name = secret, range.count > 2 || kind == .number { replacements.append((range, name)) }
                    secret = nil
                case .punctuation where buffer[range.lowerBound] == UInt8(ascii: ":"): break
                default: secret = nil
                }
            }
        }
        for (range, name) in replacements.reversed() {
            let value = String(decoding: bytes[range], as: UTF8.self).filter { $0 != "\"" }
            if isOnlyVariables(value) { continue }
            bytes.replaceSubrange(range, with: Array("\"{{\(variable(name))}}\"".utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
