import Text

/// Puts dots in the place of secrets, wherever what was sent is shown: of those that were put in, as they are and in the
/// codings they travel in, and of those that a name tells (``NamedSecrets``).
public struct SecretMask: Sendable {
    /// The longest first: one may hold another.
    private let patterns: [[UInt8]]
    private let firsts: Set<UInt8>
    private static let dots = Array(Secret.dots.utf8)
    /// What is shorter would hit anything.
    private static let shortest = 3

    /// A mask of what is secret by name alone.
    public static let named = SecretMask([])

    /// A mask of some secrets, and of what is made of them for Basic (RFC 7617): `name:password`.
    /// - Parameter urls: URLs that may hold a name and a password before their host.
    public init(_ secrets: [String], basic: [String] = [], urls: [String] = []) {
        var texts: Set<String> = []
        var secrets = secrets
        var basic = basic
        // Clients make a Basic field of it: that pair is secret in its own coding.
        for url in urls {
            guard let login = NamedSecrets.login(in: url) else { continue }
            secrets.append(login.password)
            basic.append("\(login.name):\(login.password)")
        }
        for secret in secrets {
            texts.formUnion([
                // In a URL, a form, JSON and Base64 the same secret has other bytes.
                secret, PercentEncoding.component(secret), PercentEncoding.form(secret), JSONString.escaped(secret),
                Base64.encode(secret.utf8),
            ])
        }
        for pair in basic { texts.insert(Base64.encode(pair.utf8)) }
        patterns = texts.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
        firsts = Set(patterns.map { $0[0] })
    }

    /// A sentence without secrets.
    public func sentence(_ text: String) -> String { NamedSecrets.shown.sentence(values(text)) }

    /// A URL without secrets.
    public func url(_ url: String) -> String { NamedSecrets.shown.url(values(url)) }

    /// The value of a field, as it was sent or came, without secrets.
    public func value(_ value: String, of name: String) -> String { NamedSecrets.shown.sent(values(value), of: name) }

    /// A line of a head, `name: value`, without secrets.
    public func line(_ line: String) -> String {
        guard let field = FieldLine(line) else { return values(line) }
        let kept = value(String(field.value), of: String(field.name))
        // The blanks around it are as they were.
        return String(line[..<field.value.startIndex]) + kept + line[field.value.endIndex...]
    }

    /// A request as it was written without secrets.
    public func request(_ bytes: [UInt8]) -> [UInt8] { NamedSecrets.shown.request(values(bytes)) }

    // MARK: - Values

    private func values(_ text: String) -> String {
        patterns.isEmpty ? text : String(decoding: values(Array(text.utf8)), as: UTF8.self)
    }

    func values(_ bytes: [UInt8]) -> [UInt8] {
        guard !patterns.isEmpty else { return bytes }
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            // Most bytes begin none: bodies have megabytes.
            if firsts.contains(bytes[index]), let pattern = patterns.first(where: { bytes[index...].starts(with: $0) })
            {
                masked += Self.dots
                index += pattern.count
            } else {
                masked.append(bytes[index])
                index += 1
            }
        }
        return masked
    }
}
