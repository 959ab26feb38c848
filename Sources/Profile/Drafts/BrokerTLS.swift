import Text

/// What a person sets of TLS with a broker beside ``DraftTLS``, which a server takes as well.
public struct BrokerTLS: Hashable, Sendable {
    /// A key shared with the broker in place of certificates (RFC 4279), in hexadecimal digits; nil for none.
    public var preSharedKey: Secret?
    /// The name that the broker knows that key by; empty for none.
    public var preSharedIdentity = ""
    /// Ciphers of TLS 1.2 to offer, as OpenSSL names them; empty for the client's own.
    public var ciphers = ""
    /// The one version of TLS to speak, one of ``versions``; empty for either.
    public var version = ""
    /// A file that the secrets of the connection are appended to, as Wireshark reads them; empty for none.
    public var keyLog = ""
    /// Whether the system's certificates are trusted beside those that are named.
    public var addsSystemAuthorities = false

    /// The words of ``version``.
    public static let versions = ["tlsv1.2", "tlsv1.3"]

    /// The defaults.
    public init() {}

    /// The bytes of a shared key; nil for what is no even number of hexadecimal digits.
    public static func key(hex text: String) -> [UInt8]? {
        // As mosquitto's programs have it: no `0x`, and nothing between the bytes.
        guard !text.isEmpty, text.utf8.allSatisfy({ HexDigit.value($0) != nil }) else { return nil }
        return try? PayloadText.hex(text)
    }

    /// What is wrong with a shared key that is no such number.
    public static let keyRule = "an even number of hexadecimal digits is needed, without 0x"

    /// What of the settings cannot go together; nil where nothing stands in the way.
    public func contradiction(with tls: DraftTLS) -> String? {
        switch (preSharedKey, preSharedIdentity) {
        case (nil, ""): return nil
        case (nil, _): return Self.incomplete("key")
        case (_, ""): return Self.incomplete("name")
        default: break
        }
        // With a shared key there is no certificate that an authority could have signed.
        if !tls.ca.isEmpty || !tls.caFolder.isEmpty {
            return "a shared key (PSK) stands in the place of certificates; give it or authorities, not both"
        }
        // BoringSSL has them up to there.
        return version == "tlsv1.3" ? "a shared key (PSK) goes with TLS 1.2; give no version, or tlsv1.2" : nil
    }

    private static func incomplete(_ missing: String) -> String {
        "a shared key (PSK) and its name go together and the \(missing) is missing; give both or neither"
    }
}
