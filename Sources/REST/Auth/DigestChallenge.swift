import Text

/// A Digest challenge of a server and the answer to it (RFC 7616).
struct DigestChallenge: Hashable, Sendable {
    /// The hash function.
    enum Algorithm: String, Sendable {
        case md5 = "MD5"
        case sha256 = "SHA-256"
    }

    var realm = ""
    var nonce = ""
    var opaque: String?
    var algorithm = Algorithm.md5
    /// Whether the session variant is asked for (`-sess`).
    var isSession = false
    /// Whether `qop` was offered with `auth`; without it the older form of RFC 2069 is answered.
    var hasQoP = false
    /// Whether only `auth-int` was offered, which covers the body too.
    var coversBody = false
    /// Whether only the nonce was too old.
    var isStale = false
    /// What the server wrote for the algorithm, to write it back.
    private var algorithmText: String?

    /// The best challenge among the `WWW-Authenticate` fields that can be answered.
    init?(_ fields: [String]) {
        let found = fields.flatMap(Self.challenges).compactMap(DigestChallenge.init(parameters:))
        // The stronger one, wherever it stands; else the first, as the server prefers (RFC 7616 3.7).
        guard let best = found.first(where: { $0.algorithm == .sha256 }) ?? found.first else { return nil }
        self = best
    }

    /// Whether one of the challenges is of Basic (RFC 7617).
    static func asksForBasic(_ fields: [String]) -> Bool {
        fields.flatMap(FieldList.items).contains { item in
            // `basic=...` is a parameter of the challenge before it, not a scheme.
            item.prefix { $0 != " " && $0 != "=" }.lowercased() == "basic" && !item.dropFirst(5).hasPrefix("=")
        }
    }

    /// Why none of the challenges can be answered; nil when one can, and when there is none.
    static func problem(_ fields: [String]) -> String? {
        let found = fields.flatMap(challenges)
        guard DigestChallenge(fields) == nil else { return nil }
        guard let first = found.first else { return "it asks for no Digest" }
        if (first["nonce"] ?? "").isEmpty { return "its Digest challenge has no nonce and cannot be answered" }
        let algorithm = (first["algorithm"] ?? "MD5").uppercased()
        if Algorithm(rawValue: algorithm.hasSuffix("-SESS") ? String(algorithm.dropLast(5)) : algorithm) == nil {
            return "it asks for Digest with the algorithm '\(algorithm.clipped)', which is not known here"
        }
        return "it asks for Digest with the qop '\((first["qop"] ?? "").clipped)', which is not known here"
    }

    private init?(parameters: [String: String]) {
        guard let nonce = parameters["nonce"], !nonce.isEmpty else { return nil }
        self.nonce = nonce
        realm = parameters["realm"] ?? ""
        opaque = parameters["opaque"]
        algorithmText = parameters["algorithm"]
        // MD5 where none is named (RFC 7616 3.3).
        var name = (algorithmText ?? "MD5").uppercased()
        if name.hasSuffix("-SESS") {
            isSession = true
            name.removeLast(5)
        }
        guard let algorithm = Algorithm(rawValue: name) else { return nil }
        self.algorithm = algorithm
        if let qop = parameters["qop"] {
            let offered = FieldList.tokens(qop)
            guard offered.contains("auth") || offered.contains("auth-int") else { return nil }
            // `auth` where both are offered: the other one needs the whole body in memory.
            coversBody = !offered.contains("auth")
            hasQoP = true
        }
        isStale = parameters["stale"]?.lowercased() == "true"
    }

    /// The `Authorization` value for a request.
    ///
    /// - Parameters:
    ///   - count: how often the nonce has been used, this time included.
    ///   - clientNonce: a fresh random text.
    ///   - body: what `auth-int` covers.
    func authorization(
        username: String, password: String, method: String, target: String, count: Int, clientNonce: String,
        body: [UInt8] = []
    ) -> String {
        func hash(_ text: String) -> String { hash(bytes: Array(text.utf8)) }
        func hash(bytes: [UInt8]) -> String {
            let bytes = algorithm == .md5 ? Hash.md5(bytes) : Hash.sha256(bytes)
            return HexDigit.lower(bytes)
        }
        // A1 of RFC 7616 3.4.2; `request` below is the hash of A2 (3.4.3).
        var secret = hash("\(username):\(realm):\(password)")
        // `-sess` binds the secret to this pair of nonces (RFC 7616 3.4.2).
        if isSession { secret = hash("\(secret):\(nonce):\(clientNonce)") }
        // `nc` has eight hexadecimal digits (RFC 7616 3.4).
        let number = padded(count, 8, radix: 16)
        let quality = coversBody ? "auth-int" : "auth"
        let request = hash("\(method):\(target)" + (coversBody ? ":\(hash(bytes: body))" : ""))
        let response =
            hasQoP
            ? hash("\(secret):\(nonce):\(number):\(clientNonce):\(quality):\(request)")
            : hash("\(secret):\(nonce):\(request)")
        var text = "Digest username=\"\(Self.quoted(username))\", realm=\"\(Self.quoted(realm))\""
        text += ", nonce=\"\(Self.quoted(nonce))\", uri=\"\(target)\", response=\"\(response)\""
        // Neither this nor qop and nc stand in quotes (RFC 7616 3.4).
        if let algorithmText { text += ", algorithm=\(algorithmText)" }
        if let opaque { text += ", opaque=\"\(Self.quoted(opaque))\"" }
        if hasQoP { text += ", qop=\(quality), nc=\(number), cnonce=\"\(clientNonce)\"" }
        return text
    }

    private static func quoted(_ text: String) -> String {
        // Scalar by scalar: a mark over a quote does not keep it from ending the text.
        let scalars = text.unicodeScalars.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The Digest challenges in one field, which may hold several of several schemes (RFC 9110 11.6.1).
    private static func challenges(_ field: String) -> [[String: String]] {
        var found: [[String: String]] = []
        var isDigest = false
        for item in FieldList.items(field) {
            var item = item
            let space = item.firstIndex { $0 == " " || $0 == "=" }
            // A word and a blank begin a challenge; a word and `=` belong to the one before.
            if let space, item[space] == " ", !item[..<space].isEmpty, !item.hasPrefix("\"") {
                isDigest = item[..<space].lowercased() == "digest"
                if isDigest { found.append([:]) }
                item = item[space...].drop { $0 == " " }
            } else if space == nil {
                // A word alone is a challenge without parameters, as `Negotiate` is: what follows is no Digest's.
                isDigest = false
            }
            guard isDigest, let equals = item.firstIndex(of: "="), !found.isEmpty else { continue }
            let name = item[..<equals].filter { $0 != " " }.lowercased()
            let value = item[item.index(after: equals)...].trimming(\.isFieldBlank)
            // A quoted string that does not end tells nothing.
            guard !value.hasPrefix("\"") || value.count > 1 && value.hasSuffix("\"") else { continue }
            found[found.count - 1][name] = FieldList.unquoted(value)
        }
        return found
    }
}
