/// A list of ciphers of TLS 1.2 and before as OpenSSL writes it (ciphers(1)), made into the names of those that BoringSSL
/// has.
///
/// NIOSSL hands a list on as it is and ends the process when nothing of it is known, so a person's own is read here first.
/// A word that is not known means no cipher, as in OpenSSL, where it may well be one that BoringSSL never had.
public struct CipherList: Equatable, Sendable {
    /// The ciphers in their order, by OpenSSL's names; empty when there is none.
    public private(set) var names: [String] = []

    /// What NIOSSL takes; nil when there is no cipher in the list.
    public var text: String? { names.isEmpty ? nil : names.joined(separator: ":") }

    /// Reads a list: names and classes, `A+B` for what is both, `!` never, `-` taken out, `+` put last, `@STRENGTH` sorted.
    public init(_ text: String) {
        var listed: [Cipher] = []
        var banned: [Cipher] = []
        // `DEFAULT@SECLEVEL=1` is two words.
        let words = text.replacing("@", with: ":@").split(whereSeparator: { ":, ;".contains($0) })
        for word in words {
            if word.first == "@" {
                // A level of security is OpenSSL's own; BoringSSL has nothing that would be beneath it.
                if word == "@STRENGTH" { listed.sort { $0.strength > $1.strength } }
                continue
            }
            let mark = "!-+".contains(word.prefix(1)) ? word.first : nil
            let kinds = (mark == nil ? word : word.dropFirst()).split(separator: "+").map(String.init)
            let meant = Cipher.all.filter { cipher in !kinds.isEmpty && kinds.allSatisfy(cipher.isOf) }
            switch mark {
            case "!":
                banned += meant
                listed.removeAll(where: meant.contains)
            case "-": listed.removeAll(where: meant.contains)
            case "+": listed = listed.filter { !meant.contains($0) } + listed.filter(meant.contains)
            default: listed += meant.filter { !listed.contains($0) && !banned.contains($0) }
            }
        }
        names = listed.map(\.name)
    }

    /// One that BoringSSL has, with what classes are made of.
    private struct Cipher: Equatable {
        var name: String
        /// The name that IANA has for it.
        var standardName: String
        var exchange: String
        var authentication: String
        var encryption: String
        var code: String

        /// In the order in which BoringSSL prefers them.
        static let all: [Cipher] = [
            .init("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "AES128GCM", "AEAD"),
            .init("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE_RSA_WITH_AES_128_GCM_SHA256", "AES128GCM", "AEAD"),
            .init("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "AES256GCM", "AEAD"),
            .init("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE_RSA_WITH_AES_256_GCM_SHA384", "AES256GCM", "AEAD"),
            .init("ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20", "AEAD"),
            .init("ECDHE-RSA-CHACHA20-POLY1305", "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20", "AEAD"),
            .init("ECDHE-PSK-CHACHA20-POLY1305", "ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20", "AEAD"),
            .init("ECDHE-ECDSA-AES128-SHA256", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "AES128", "SHA256"),
            .init("ECDHE-RSA-AES128-SHA256", "ECDHE_RSA_WITH_AES_128_CBC_SHA256", "AES128", "SHA256"),
            .init("ECDHE-ECDSA-AES128-SHA", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "AES128", "SHA1"),
            .init("ECDHE-RSA-AES128-SHA", "ECDHE_RSA_WITH_AES_128_CBC_SHA", "AES128", "SHA1"),
            .init("ECDHE-PSK-AES128-CBC-SHA", "ECDHE_PSK_WITH_AES_128_CBC_SHA", "AES128", "SHA1"),
            .init("ECDHE-ECDSA-AES256-SHA", "ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "AES256", "SHA1"),
            .init("ECDHE-RSA-AES256-SHA", "ECDHE_RSA_WITH_AES_256_CBC_SHA", "AES256", "SHA1"),
            .init("ECDHE-PSK-AES256-CBC-SHA", "ECDHE_PSK_WITH_AES_256_CBC_SHA", "AES256", "SHA1"),
            .init("AES128-GCM-SHA256", "RSA_WITH_AES_128_GCM_SHA256", "AES128GCM", "AEAD"),
            .init("AES256-GCM-SHA384", "RSA_WITH_AES_256_GCM_SHA384", "AES256GCM", "AEAD"),
            .init("AES128-SHA", "RSA_WITH_AES_128_CBC_SHA", "AES128", "SHA1"),
            .init("PSK-AES128-CBC-SHA", "PSK_WITH_AES_128_CBC_SHA", "AES128", "SHA1"),
            .init("AES256-SHA", "RSA_WITH_AES_256_CBC_SHA", "AES256", "SHA1"),
            .init("PSK-AES256-CBC-SHA", "PSK_WITH_AES_256_CBC_SHA", "AES256", "SHA1"),
        ]

        init(_ name: String, _ standard: String, _ encryption: String, _ code: String) {
            self.name = name
            standardName = "TLS_\(standard)"
            let parts = standard.split(separator: "_").prefix { $0 != "WITH" }.map(String.init)
            exchange = parts[0]
            authentication = parts.count > 1 ? parts[1] : parts[0]
            (self.encryption, self.code) = (encryption, code)
        }

        var strength: Int { encryption.contains("128") ? 128 : 256 }

        func isOf(_ kind: String) -> Bool {
            if kind == name || kind == standardName { return true }
            return switch kind {
            case "ALL", "DEFAULT", "HIGH", "FIPS": true
            case "ECDHE", "EECDH", "ECDH", "kECDHE", "kEECDH": exchange == "ECDHE"
            case "kRSA", "RSA": exchange == "RSA"
            case "kPSK": exchange == "PSK"
            case "PSK", "aPSK": authentication == "PSK"
            case "aRSA": authentication == "RSA"
            case "aECDSA", "ECDSA": authentication == "ECDSA"
            case "AES": encryption.hasPrefix("AES")
            case "AES128", "AES256": encryption.hasPrefix(kind)
            case "AESGCM": encryption.hasSuffix("GCM")
            case "CHACHA20": encryption == kind
            case "SHA1", "SHA": code == "SHA1"
            case "SHA256": code == kind
            // By the version that brought them: CBC with SHA-1 was there before TLS 1.2.
            case "SSLv3", "TLSv1", "TLSv1.0": code == "SHA1"
            case "TLSv1.2": code != "SHA1"
            default: false
            }
        }
    }
}
