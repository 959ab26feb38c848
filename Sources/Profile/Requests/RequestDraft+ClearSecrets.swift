import Payloads
import Text

/// A secret of a request that stands in the profile as it is, for everyone who reads the file.
public struct ClearSecret: Hashable, Sendable {
    /// Where in the request it stands.
    enum Place: Hashable, Sendable {
        case auth, keyPassword
        case header(Int), query(Int), form(Int), part(Int)
        /// In the text of the URL, and in that of a body of JSON.
        case url(Range<Int>), json(Range<Int>)
    }

    let place: Place
    /// What it is, for people: `bearer token`, `header X-Api-Key`.
    public let words: String
    /// What a reference to it may be called.
    public let name: String
    /// The secret.
    public let value: String

    /// Whether a reference may also be one that the person is asked for: in a text there is none.
    public var mayBeAsked: Bool { place == .auth || place == .keyPassword }
    /// Whether a reference may be a file; what a URL or JSON holds is encoded, which is done with variables.
    public var mayBeFile: Bool {
        switch place {
        case .url, .json: false
        default: true
        }
    }
}

extension RequestDraft {
    /// What is secret in the request and written out, by the same names that dots are put for on the screen.
    public var clearSecrets: [ClearSecret] {
        var found: [ClearSecret] = []
        func add(_ place: ClearSecret.Place, _ words: String, _ name: String, _ secret: Secret?) {
            // `{{token}}` alone is a literal by its type, but shows nothing.
            guard let secret, secret.isLiteral, case .literal(let value) = secret else { return }
            found.append(ClearSecret(place: place, words: words, name: name, value: value))
        }
        switch auth {
        case .none: break
        case .basic(_, let password), .digest(_, let password): add(.auth, "password", "password", password)
        case .bearer(let token): add(.auth, "bearer token", "token", token)
        case .oauth2(let draft): add(.auth, "client secret", "client secret", draft.clientSecret)
        case .aws(let draft): add(.auth, "secret access key", "aws secret access key", draft.secretKey)
        case .sas(let draft): add(.auth, "key of the signature", "sas key", draft.key)
        case .apiKey(let name, let value, _): add(.auth, "API key", name.isEmpty ? "api key" : name, value)
        }
        add(.keyPassword, "key password", "key password", options.tls.keyPassword)
        func add(_ rows: [DraftField], _ what: String, _ place: (Int) -> ClearSecret.Place) {
            for (index, row) in rows.enumerated() {
                // Of `Bearer x` the value is `x`: the scheme stays in the file.
                guard let value = NamedSecrets.secret(in: row.value, of: row.name) else { continue }
                found.append(
                    ClearSecret(place: place(index), words: "\(what) \(row.name)", name: row.name, value: value))
            }
        }
        add(headers, "header", ClearSecret.Place.header)
        add(query, "query parameter", ClearSecret.Place.query)
        switch body {
        case .form(let rows): add(rows, "form field", ClearSecret.Place.form)
        case .multipart(let parts):
            for (index, part) in parts.enumerated() {
                guard case .text(let text) = part.content, let value = NamedSecrets.secret(in: text, of: part.name)
                else { continue }
                found.append(
                    ClearSecret(place: .part(index), words: "part \(part.name)", name: part.name, value: value))
            }
        case .json(let text): found += Self.clearSecrets(inJSON: text)
        // Dots are put there too, but by a guess at the text: nothing tells how a reference would have to be written.
        case .none, .file, .xml, .text, .graphQL: break
        }
        for part in NamedSecrets.secrets(in: url) {
            found.append(
                ClearSecret(
                    place: .url(part.range), words: "\(part.name) in the URL", name: part.name,
                    value: PercentEncoding.decode(String(decoding: Array(url.utf8)[part.range], as: UTF8.self))))
        }
        return found
    }

    private static func clearSecrets(inJSON text: String) -> [ClearSecret] {
        let bytes = Array(text.utf8)
        return NamedSecrets.secrets(inJSON: text).map { name, range in
            let raw = String(decoding: bytes[range], as: UTF8.self)
            return ClearSecret(
                place: .json(range), words: "\(name) in the body", name: name,
                // As it is meant, without its escapes: `|json` writes them again.
                value: JSONValue(.string(raw)).text ?? raw)
        }
    }

    /// Puts a reference in the place of a secret that still stands there.
    public mutating func refer(_ clear: ClearSecret, to secret: Secret) {
        // Rows and offsets hold only while nothing was typed since it was found.
        guard clearSecrets.contains(clear) else { return }
        switch clear.place {
        case .auth: auth.secret = secret
        case .keyPassword: options.tls.keyPassword = secret
        case .header(let index): headers[index].value = Self.referring(headers[index].value, clear.value, secret)
        case .query(let index): query[index].value = Self.referring(query[index].value, clear.value, secret)
        case .form(let index):
            guard case .form(var rows) = body else { return }
            rows[index].value = Self.referring(rows[index].value, clear.value, secret)
            body = .form(rows)
        case .part(let index):
            guard case .multipart(var parts) = body, case .text(let text) = parts[index].content else { return }
            parts[index].content = .text(Self.referring(text, clear.value, secret))
            body = .multipart(parts)
        case .url(let range):
            guard case .environment(let name) = secret else { return }
            // Coded again when it is put in: the variable holds what is meant.
            url = Self.replacing(range, of: url, by: "{{$\(name)|url}}")
        case .json(let range):
            guard case .environment(let name) = secret, case .json(let text) = body else { return }
            body = .json(Self.replacing(range, of: text, by: "{{$\(name)|json}}"))
        }
    }

    private static func replacing(_ range: Range<Int>, of text: String, by call: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[..<range.lowerBound] + call.utf8 + bytes[range.upperBound...], as: UTF8.self)
    }

    /// A value whose last part is a secret, with a template for it in its place.
    private static func referring(_ value: String, _ clear: String, _ secret: Secret) -> String {
        let call: String? =
            switch secret {
            case .environment(let name): "{{$\(name)}}"
            // The file ends with a line end.
            case .file(let path): TemplateFile(path, .joined).call
            case .literal, .command, .prompt, .token: nil
            }
        return call.map { value.dropLast(clear.count) + $0 } ?? value
    }
}
