import Glibc
import Payloads

/// What is secret by its name: the one table, for headers, queries, forms, JSON, XML, settings and variables.
///
/// It is asked of every row of a table and every word of a body, with every letter that is typed: so it reads bytes.
extension Secret {
    /// Anywhere among the letters of a name.
    private static let parts: [SecretNamePart] = [
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "secret", "token", "credential",
        "apikey", "privatekey", "accesskey", "accountkey", "authkey", "subscriptionkey", "functionskey", "masterkey",
        "sharedkey", "securitykey", "signingkey", "encryptionkey", "licensekey", "sessionkey", "sessionid", "sessid",
        "authorization", "cookie", "bearer", "signature", "assertion", "samlresponse", "authcode", "otpcode", "csrf",
        "xsrf",
    ]
    /// A word of a name: `user_otp`, `otpValue`.
    private static let words: [SecretNamePart] = ["otp", "totp", "jwt", "psk", "pwd", "pw", "hmac"]
    /// A word that in a setting or in the text of a body is mostly something else: the pin of a board.
    private static let fieldWords: [SecretNamePart] = ["pin", "pincode", "sid", "sig", "tan", "cvv", "cvc"]
    /// A whole name that as a setting is something else: the path of a key, a session's length.
    private static let fields: [SecretNamePart] = ["auth", "key", "code", "session"]

    /// Names that hold such letters and no secret, in small letters: a flag of CORS, the kind of a token, the
    /// name of a shared key.
    private static let openNames: [SecretNamePart] = ["accesscontrolallowcredentials", "tokentype", "pskidentity"]
    /// Only alone: `bypass` and `passenger` hold it.
    private static let wholeNames: [SecretNamePart] = ["pass"]

    /// The most bytes of a name whose words are looked at: it may be anything that a server sends.
    private static let longest = 256

    /// Whether the value of something so called should not be seen: a variable, a setting, a member.
    public static func isSecretName(_ name: String) -> Bool { isSecret(name, isField: false) }

    /// Whether a field of a request that is so called holds what nobody should read: a header, a part of a query or form.
    public static func isSecretField(_ name: String) -> Bool { isSecret(name, isField: true) }

    private static func isSecret(_ name: String, isField: Bool) -> Bool {
        var text = name
        return text.withUTF8 { isSecret(UnsafeRawBufferPointer($0), isField: isField) } ?? isSecret(any: name, isField)
    }

    /// Of a name that is short and ASCII, which nearly all are; nil of any other.
    static func isSecret(_ name: UnsafeRawBufferPointer, isField: Bool) -> Bool? {
        guard name.count <= longest else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: longest, alignment: 1) { letters in
            var (count, word, present) = (0, 0, UInt32(0))
            // Where the letters begin: `X-Auth` is a name as good as without the `X-` of old (RFC 6648).
            var start = 0
            var (wasSmall, isWord) = (false, false)
            func endWord() {
                let letters = UnsafeRawBufferPointer(rebasing: letters[word..<count])
                if word == 0, count == 1, letters[0] == UInt8(ascii: "x") { start = 1 }
                isWord = isWord || isOne(of: words, letters) || isField && isOne(of: fieldWords, letters)
                word = count
            }
            for byte in name {
                if byte >= 0x80 { return nil }
                let small = byte | 0x20
                guard small >= 0x61, small <= 0x7A else {
                    if word < count { endWord() }
                    wasSmall = false
                    continue
                }
                let isSmall = byte == small
                if wasSmall, !isSmall { endWord() }
                letters[count] = small
                present |= SecretNamePart.bit(small)
                count += 1
                wasSmall = isSmall
            }
            if word < count { endWord() }
            let all = UnsafeRawBufferPointer(rebasing: letters[..<count])
            let rest = UnsafeRawBufferPointer(rebasing: letters[start..<count])
            if isOne(of: openNames, all) { return false }
            return isWord || isOne(of: wholeNames, all) || holdsPart(all, present)
                || isField && isOne(of: fields, rest)
        }
    }

    /// Of a name in any letters, of any length.
    private static func isSecret(any name: String, _ isField: Bool) -> Bool {
        func isOne(of table: [SecretNamePart], _ text: String) -> Bool {
            var text = text
            return text.withUTF8 { self.isOne(of: table, UnsafeRawBufferPointer($0)) }
        }
        var letters = String(name.lowercased().filter { $0.isLetter })
        if isOne(of: openNames, letters) { return false }
        if isOne(of: wholeNames, letters) { return true }
        if letters.withUTF8({ holdsPart(UnsafeRawBufferPointer($0), .max) }) { return true }
        let words = words(of: name)
        if words.contains(where: { isOne(of: Self.words, $0) || isField && isOne(of: fieldWords, $0) }) { return true }
        return isField && isOne(of: fields, (words.first == "x" ? words.dropFirst() : words[...]).joined())
    }

    private static func isOne(of table: [SecretNamePart], _ letters: UnsafeRawBufferPointer) -> Bool {
        guard let start = letters.baseAddress else { return false }
        return table.contains { $0.count == letters.count && memcmp($0.start, start, $0.count) == 0 }
    }

    /// Whether one of the parts stands among some small letters.
    /// - Parameter present: which of them there are, so that most parts need not be looked for.
    private static func holdsPart(_ letters: UnsafeRawBufferPointer, _ present: UInt32) -> Bool {
        parts.contains { $0.letters & ~present == 0 && ByteSearch.isFound($0.bytes, in: letters) }
    }

    /// The words of `api-key`, `api_key` and `apiKey` in small letters.
    private static func words(of name: String) -> [String] {
        var words: [String] = [""]
        var wasSmall = false
        for character in name.prefix(longest) {
            guard character.isLetter else {
                if words.last != "" { words.append("") }
                wasSmall = false
                continue
            }
            if wasSmall, character.isUppercase { words.append("") }
            words[words.count - 1] += character.lowercased()
            wasSmall = character.isLowercase
        }
        return words.filter { !$0.isEmpty }
    }
}
