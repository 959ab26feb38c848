import MQTT
import Opener
import Profile
import Text

extension TLSRequest {
    /// Whether a letter of TLS was given at all; that of a key's password comes with one.
    var isNamed: Bool {
        isAsked || isInsecure || !alpn.isEmpty || version != nil || ciphers != nil || keyLog != nil
    }

    /// Whether a letter that every manner takes for a wish to speak TLS was given.
    private var isAsked: Bool {
        hasAuthorities || isWanted || usesSystemAuthorities || certificate != nil || key != nil || serverName != nil
    }

    private var hasAuthorities: Bool {
        authorityFile != nil || authorityFolder != nil || preSharedKey != nil || preSharedIdentity != nil
    }

    /// Whether TLS is asked for. With mosquitto's programs `--insecure` and the finer letters say how, not whether.
    func asks(_ manner: ConnectionManner) -> Bool { isAsked || manner.everyTLSLetterAsks && isNamed }

    /// Whether the port is 8883 when none is given.
    func namesPort(_ manner: ConnectionManner) -> Bool {
        !isRefused && (hasAuthorities || isWanted || manner.everyTLSLetterAsks && isNamed)
    }

    /// Puts the letters in the place of what a draft says, and what a draft has no words for beside it.
    ///
    /// - Parameter isAlone: whether the draft is the letters' own, and nothing saved.
    /// - Throws: ``ScriptError`` for letters that contradict one another or that martlet does not have.
    func put(
        in letters: inout ConnectionRequest.Letters, isAlone: Bool, _ manner: ConnectionManner,
        _ environment: (String) -> String?
    ) throws(ScriptError) {
        // What a saved connection says of TLS goes unused then, right or wrong.
        if isRefused { return }
        var tls = letters.draft.tls
        func set(_ target: inout String, _ value: String?) {
            if let value { target = TemplateCall.quoted(value) }
        }
        set(&tls.ca, authorityFile)
        set(&tls.caFolder, authorityFolder)
        set(&tls.certificate, certificate)
        set(&tls.key, key)
        set(&tls.serverName, serverName)
        if isInsecure { tls.verify = false }
        if !alpn.isEmpty { tls.alpn = alpn }
        // A variable that is there for other connections must not spoil a saved one.
        let isAsked = isAlone || key != nil || manner.environmentAnswers && tls.keyPassword == .prompt
        if let password = keyPassword ?? (isAsked ? environment("MARTLET_KEY_PASSWORD") : nil) {
            tls.keyPassword = .literal(TemplateCall.quoted(password))
        }
        letters.draft.tls = tls
        // Together with what is saved: one half of a contradiction may stand there.
        try check(tls)
        letters.overrides.tls = try options(environment)
    }

    private func check(_ tls: DraftTLS) throws(ScriptError) {
        if engine != nil {
            throw ScriptError("--tls-engine: engines of OpenSSL are not supported; give the key as a file with --key")
        }
        if let keyForm {
            guard !tls.key.isEmpty else { throw ScriptError("--keyform says what kind of key --key is: add --key") }
            // mosquitto's other form, `engine`, is a key in OpenSSL's engines.
            guard keyForm == "pem" else { throw ScriptError("--keyform \(keyForm): only pem is supported") }
        }
        // With a shared key there is no certificate that an authority could have signed.
        if preSharedKey ?? preSharedIdentity != nil, !tls.ca.isEmpty || !tls.caFolder.isEmpty {
            throw ScriptError("--psk and --cafile or --capath cannot be used together")
        }
        if preSharedKey != nil, preSharedIdentity == nil { throw ScriptError("--psk needs a name: add --psk-identity") }
    }

    /// What a draft has no words for.
    private func options(_ environment: (String) -> String?) throws(ScriptError) -> TLSOptions {
        var options = TLSOptions()
        options.addsSystemAuthorities = usesSystemAuthorities
        options.ciphers = ciphers
        options.keyLogFile = keyLog
        if let version {
            guard let known = TLSOptions.Version(rawValue: version.lowercased()) else {
                throw ScriptError("--tls-version \(version): tlsv1.2 or tlsv1.3 is needed")
            }
            options.version = known
        }
        guard let identity = preSharedIdentity else { return options }
        guard let digits = preSharedKey ?? environment("MARTLET_PSK") else {
            throw ScriptError("--psk-identity needs the key: add --psk, or set $MARTLET_PSK")
        }
        guard let bytes = Self.bytes(hex: digits), !bytes.isEmpty else {
            throw ScriptError("--psk: an even number of hex digits is needed, without 0x")
        }
        options.preSharedKey = TLSOptions.PreSharedKey(identity: identity, key: bytes)
        return options
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap(HexDigit.value)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
