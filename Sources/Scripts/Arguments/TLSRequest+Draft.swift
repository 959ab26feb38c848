import Profile

extension TLSRequest {
    /// Whether a letter of TLS was given at all; that of a key's password comes with one.
    var isNamed: Bool {
        isAsked || isInsecure || !alpn.isEmpty || version != nil || ciphers != nil || keyLog != nil
    }

    /// Whether a letter that every manner takes for a wish to speak TLS was given.
    private var isAsked: Bool {
        hasAuthorities || isWanted || usesSystemAuthorities || certificate != nil || key != nil || serverName != nil
    }

    private var hasAuthorities: Bool { authorityFile != nil || authorityFolder != nil || isShared }

    /// Whether a letter speaks of a shared key.
    private var isShared: Bool { preSharedKey != nil || preSharedIdentity != nil }

    /// Whether TLS is asked for. With mosquitto's programs `--insecure` and the finer letters say how, not whether.
    func asks(_ manner: ConnectionManner) -> Bool { isAsked || manner.everyTLSLetterAsks && isNamed }

    /// Whether the port is 8883 when none is given.
    func namesPort(_ manner: ConnectionManner) -> Bool {
        !isRefused && (hasAuthorities || isWanted || manner.everyTLSLetterAsks && isNamed)
    }

    /// Puts the letters in the place of what a draft says.
    ///
    /// - Parameter isAlone: whether the draft is the letters' own, and nothing saved.
    /// - Throws: ``ScriptError`` for letters that contradict one another or that martlet does not have.
    func put(
        in draft: inout ConnectionDraft, isAlone: Bool, _ manner: ConnectionManner,
        _ environment: (String) -> String?
    ) throws(ScriptError) {
        // What a saved connection says of TLS goes unused then, right or wrong.
        if isRefused { return }
        var tls = draft.tls
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
        draft.tls = tls
        try put(in: &draft.brokerTLS, manner, environment)
        // Together with what is saved: one half of a contradiction may stand there.
        try check(draft.tls, draft.brokerTLS)
    }

    private func put(
        in tls: inout BrokerTLS, _ manner: ConnectionManner, _ environment: (String) -> String?
    ) throws(ScriptError) {
        set(&tls.preSharedIdentity, preSharedIdentity)
        set(&tls.ciphers, ciphers)
        set(&tls.keyLog, keyLog)
        if usesSystemAuthorities { tls.addsSystemAuthorities = true }
        if let version {
            guard BrokerTLS.versions.contains(version.lowercased()) else {
                throw ScriptError("--tls-version \(version): tlsv1.2 or tlsv1.3 is needed")
            }
            tls.version = version.lowercased()
        }
        // A name brings its own key: one that is saved belongs to the name it is saved with.
        if preSharedIdentity != nil { tls.preSharedKey = nil }
        let isAsked = preSharedIdentity != nil || manner.environmentAnswers && tls.preSharedKey == .prompt
        guard let digits = preSharedKey ?? (isAsked ? environment("MARTLET_PSK") : nil) else { return }
        guard BrokerTLS.key(hex: digits) != nil else { throw ScriptError("--psk: \(BrokerTLS.keyRule)") }
        tls.preSharedKey = .literal(digits)
    }

    /// A letter is meant as it is written: braces in it are no variable of ours.
    private func set(_ target: inout String, _ value: String?) {
        if let value { target = TemplateCall.quoted(value) }
    }

    private func check(_ tls: DraftTLS, _ own: BrokerTLS) throws(ScriptError) {
        if engine != nil {
            throw ScriptError("--tls-engine: engines of OpenSSL are not supported; give the key as a file with --key")
        }
        if let keyForm {
            guard !tls.key.isEmpty else { throw ScriptError("--keyform says what kind of key --key is: add --key") }
            // mosquitto's other form, `engine`, is a key in OpenSSL's engines.
            guard keyForm == "pem" else { throw ScriptError("--keyform \(keyForm): only pem is supported") }
        }
        guard isShared || hasAuthorities || version != nil else { return }
        if own.preSharedKey != nil, own.preSharedIdentity.isEmpty {
            throw ScriptError("--psk needs a name: add --psk-identity")
        }
        if own.preSharedKey == nil, !own.preSharedIdentity.isEmpty {
            throw ScriptError("--psk-identity needs the key: add --psk, or set $MARTLET_PSK")
        }
        guard own.contradiction(with: tls) != nil else { return }
        throw ScriptError(
            tls.ca.isEmpty && tls.caFolder.isEmpty
                ? "--psk goes with TLS 1.2: leave --tls-version out, or make it tlsv1.2"
                : "--psk and --cafile or --capath cannot be used together")
    }
}
