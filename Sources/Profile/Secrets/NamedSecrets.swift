import Glibc
import Text

/// Finds what is secret by the name that it stands behind, and puts something else in its place. Variables stay: they
/// are names.
public struct NamedSecrets: Sendable {
    /// Whether a field of that name is secret, and a member of a body.
    let isSecretField: @Sendable (String) -> Bool
    let isSecretMember: @Sendable (String) -> Bool
    /// What stands in the place of a secret of that name.
    let replacement: @Sendable (String) -> String

    /// For a program's own screen and log: dots.
    public static let shown = NamedSecrets(
        isSecretField: Secret.isSecretField, isSecretMember: Secret.isSecretName, replacement: { _ in Secret.dots })
    /// For the eyes of others: dots, rather too many.
    public static let told = NamedSecrets(
        isSecretField: Secret.isSecretField, isSecretMember: Secret.isSecretField, replacement: { _ in Secret.dots })
    /// For what is written down to be sent again: variables, which are asked for.
    static let kept = NamedSecrets(
        isSecretField: Secret.isSecretField, isSecretMember: Secret.isSecretField,
        replacement: { "{{\(variable($0))}}" })
    /// For a shell: variables of its own, as ``CurlCommand`` writes them.
    static let copied = NamedSecrets(
        isSecretField: Secret.isSecretField, isSecretMember: Secret.isSecretName,
        replacement: { "{{$\(variable($0).uppercased())}}" })

    /// The ways to say who one is that stand before a secret (RFC 9110 11.1), and such as people write there.
    static let schemes = ["basic", "bearer", "digest", "token", "apikey", "negotiate", "hmac", "aws4-hmac-sha256"]

    /// A variable's name like a field's.
    private static func variable(_ name: String) -> String {
        let plain = String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return plain.first?.isLetter == true ? plain : "secret"
    }

    static func isOnlyVariables(_ text: String) -> Bool {
        let calls = TemplateCall.all(in: text)
        // A text in quotes is no name: what stands there is what is meant.
        return !calls.isEmpty && !calls.contains(where: \.holdsText)
            && calls.reduce(0) { $0 + $1.range.count } == text.utf8.count
    }

    // MARK: - Fields

    /// A field whose value is not secret any more; a scheme before it stays.
    public func field(_ field: DraftField) -> DraftField {
        DraftField(field.name, sent(field.value, of: field.name), isEnabled: field.isEnabled)
    }

    /// The value of a field of that name.
    public func value(_ value: String, of name: String) -> String {
        guard !value.isEmpty, !Self.isOnlyVariables(value) else { return value }
        let parts = value.split(separator: " ", maxSplits: 1)
        // `ApiKey {{key}}` tells nothing, whatever the scheme is called.
        if parts.count == 2, Self.isOnlyVariables(String(parts[1])) { return value }
        let hasScheme = parts.count == 2 && Self.schemes.contains(parts[0].lowercased())
        guard hasScheme || isSecretField(name) else { return value }
        return hasScheme ? "\(parts[0]) \(replacement(name))" : replacement(name)
    }

    // MARK: - What they are

    /// Puts one character in the place of what it finds, which is in no text that is sent.
    private static let marked = NamedSecrets(
        isSecretField: Secret.isSecretField, isSecretMember: Secret.isSecretName, replacement: { _ in "\u{1}" })

    /// The secret that stands in the value of a field of that name, which is its end; nil when there is none.
    package static func secret(in value: String, of name: String) -> String? {
        let kept = marked.value(value, of: name)
        return kept == value ? nil : String(value.dropFirst(kept.count - 1))
    }

    /// The secrets that stand in a URL, by their names, with the bytes that they are.
    package static func secrets(in url: String) -> [(name: String, range: Range<Int>)] {
        let bytes = Array(url.utf8)
        let kept = Array(marked.url(url).utf8).split(separator: 1, omittingEmptySubsequences: false)
        // A mark that the text has itself would tell nothing.
        guard kept.count > 1, !bytes.contains(1) else { return [] }
        var found: [(name: String, range: Range<Int>)] = []
        var position = 0
        for (before, after) in zip(kept, kept.dropFirst()) {
            let start = position + before.count
            // What follows the last secret is the end: searched for, an empty text would be found at once.
            let isLast = after.endIndex == kept.last?.endIndex
            let end = isLast ? bytes.count - after.count : bytes[start...].firstRange(of: after)?.lowerBound
            guard let end, start <= end else { return found }
            // A secret in a URL stands behind `name=`, or else it is the password before the host.
            let word = before.split { "?&;#".utf8.contains($0) }.last ?? []
            let name = word.last == UInt8(ascii: "=") ? String(decoding: word.dropLast(), as: UTF8.self) : "password"
            found.append((name, start..<end))
            position = end
        }
        return found
    }

    // MARK: - URLs

    /// A URL without the password before its host and the secret values in its query.
    public func url(_ url: String) -> String {
        var url = url
        // A password ends at the one, and values stand behind the others: most addresses have none of them.
        let isPlain = url.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return true }
            return "@?#".utf8.allSatisfy { memchr(start, Int32($0), bytes.count) == nil }
        }
        if isPlain { return url }
        var rest = url.startIndex
        if let password = Self.password(in: url) {
            if !Self.isOnlyVariables(String(url[password])) {
                let before = url[..<password.lowerBound]
                url = before + replacement("password") + url[password.upperBound...]
                // The indices of the old text say nothing of the new one.
                rest = url.index(url.startIndex, offsetBy: before.count)
            } else {
                rest = password.upperBound
            }
        }
        let bytes = Array(url.utf8)
        // What stands within a call's quotes ends nothing.
        let start = Self.end(from: url.utf8.distance(from: url.startIndex, to: rest), in: bytes) {
            "?#".utf8.contains($0)
        }
        guard start < bytes.count else { return url }
        var result = String(decoding: bytes[...start], as: UTF8.self)
        var position = start + 1
        while true {
            // The fragment too: an implicit grant answers with `#access_token=` (RFC 6749 4.2.2).
            let end = Self.end(from: position, in: bytes) { "&;#?".utf8.contains($0) }
            result += pair(bytes[position..<end])
            guard end < bytes.count else { return result }
            result.unicodeScalars.append(Unicode.Scalar(bytes[end]))
            position = end + 1
        }
    }

    /// `name=value` without a secret value.
    private func pair(_ bytes: ArraySlice<UInt8>) -> String {
        let pair = String(decoding: bytes, as: UTF8.self)
        let equals = Self.end(from: 0, in: Array(bytes)) { $0 == UInt8(ascii: "=") } + bytes.startIndex
        guard equals < bytes.endIndex else { return pair }
        let name = String(decoding: bytes[..<equals], as: UTF8.self)
        let value = String(decoding: bytes[(equals + 1)...], as: UTF8.self)
        // Where to be sent back to, or on to.
        let kept = self.value(value.contains("://") ? url(value) : coded(value), of: PercentEncoding.decode(name))
        return "\(name)=\(kept)"
    }

    /// A value that may be a URL in percent-encoding, without the secrets in it; everything else stays as it is written.
    func coded(_ value: String) -> String {
        guard value.contains("%") else { return value }
        let bytes = Array(value.utf8)
        var plain: [UInt8] = []
        // Where each byte stands in the value, and where the last one ends.
        var places: [Int] = []
        var place = 0
        while place < bytes.count {
            places.append(place)
            let step = PercentEncoding.step(bytes, place)
            plain.append(step.byte)
            place += step.length
        }
        places.append(bytes.count)
        guard let url = String(validating: plain, as: UTF8.self), url.contains("://") else { return value }
        var result: [UInt8] = []
        var kept = 0
        for secret in Self.secrets(in: url) where places[secret.range.lowerBound] >= kept {
            result += bytes[kept..<places[secret.range.lowerBound]] + Array(replacement(secret.name).utf8)
            kept = places[secret.range.upperBound]
        }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }

    /// The name and the password of a URL, decoded; nil where it has no password.
    static func login(in url: String) -> (name: String, password: String)? {
        password(in: url).map { range in
            let name = url[start(in: url)..<url.index(before: range.lowerBound)]
            return (PercentEncoding.decode(name), PercentEncoding.decode(url[range]))
        }
    }

    /// Behind the first `://`, wherever it stands (``URLAuthority`` wants it at a scheme): rather dots too many.
    private static func start(in url: some StringProtocol) -> String.Index {
        url.firstRange(of: "://")?.upperBound ?? url.startIndex
    }

    /// Where the password stands in a URL, also one that holds a character that should have been coded: then nothing says
    /// where the host begins but the last `@`.
    static func password(in url: some StringProtocol) -> Range<String.Index>? {
        let bytes = Array(url.utf8)
        let start = url.utf8.distance(from: url.startIndex, to: start(in: url))
        let range = URLPasswords.password(in: bytes[...], from: start, lastAt: bytes.lastIndex(of: UInt8(ascii: "@")))
        return range.map { range in
            let first = url.utf8.index(url.startIndex, offsetBy: range.lowerBound)
            return first..<url.utf8.index(first, offsetBy: range.count)
        }
    }
}
