/// What is secret by its name: the one table, for headers, queries, forms, JSON, XML, settings and variables.
extension Secret {
    /// Anywhere among the letters of a name.
    private static let parts = [
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "secret", "token", "credential",
        "apikey", "privatekey", "accesskey", "accountkey", "authkey", "subscriptionkey", "functionskey", "masterkey",
        "sharedkey", "securitykey", "signingkey", "encryptionkey", "licensekey", "sessionkey", "sessionid", "sessid",
        "authorization", "cookie", "bearer", "signature", "assertion", "samlresponse", "authcode", "otpcode", "csrf",
        "xsrf",
    ]
    /// A word of a name: `user_otp`, `otpValue`.
    private static let words: Set = ["otp", "totp", "jwt", "psk", "pwd", "pw", "hmac"]
    /// A word that in a setting or in the text of a body is mostly something else: the pin of a board.
    private static let fieldWords: Set = ["pin", "pincode", "sid", "sig", "tan", "cvv", "cvc"]
    /// A whole name that as a setting is something else: the path of a key, a session's length.
    private static let fields: Set = ["auth", "key", "code", "session"]

    /// Names that hold such letters and no secret, in small letters: a flag of CORS, the kind of a token.
    private static let openNames: Set = ["accesscontrolallowcredentials", "tokentype"]

    /// Whether the value of something so called should not be seen: a variable, a setting, a member.
    public static func isSecretName(_ name: String) -> Bool {
        let letters = String(name.lowercased().filter { $0.isLetter })
        if openNames.contains(letters) { return false }
        // Only alone: `bypass` and `passenger` hold it.
        return letters == "pass" || parts.contains { letters.contains($0) } || !words.isDisjoint(with: words(of: name))
    }

    /// Whether a field of a request that is so called holds what nobody should read: a header, a part of a query or form.
    public static func isSecretField(_ name: String) -> Bool {
        if isSecretName(name) { return true }
        let words = words(of: name)
        if !fieldWords.isDisjoint(with: words) { return true }
        // `X-Auth` and `x-key` are names as good as without the `X-` of old (RFC 6648).
        return fields.contains((words.first == "x" ? words.dropFirst() : words[...]).joined())
    }

    /// The words of `api-key`, `api_key` and `apiKey` in small letters.
    private static func words(of name: String) -> [String] {
        var words: [String] = [""]
        var wasSmall = false
        // A name may be anything that a server sends.
        for character in name.prefix(256) {
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
