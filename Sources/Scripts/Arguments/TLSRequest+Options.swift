import MQTT

extension TLSRequest {
    /// Whether authorities were named; then the port is 8883 when none is given.
    var hasAuthorities: Bool {
        authorityFile != nil || authorityFolder != nil || preSharedKey != nil || preSharedIdentity != nil
    }

    /// Whether TLS is spoken to that port. `--insecure` and the finer letters say how, not whether.
    func isUsed(port: Int) -> Bool {
        guard !isRefused else { return false }
        return hasAuthorities || isWanted || usesSystemAuthorities || certificate != nil || key != nil
            || serverName != nil || port == 8883
    }

    /// For the client.
    ///
    /// - Throws: ``ScriptError`` for letters that contradict one another or that martlet does not have.
    func options(_ environment: (String) -> String?) throws(ScriptError) -> TLSOptions {
        if isRefused { return TLSOptions() }
        if (certificate == nil) != (key == nil) {
            throw ScriptError("--cert and --key go together: give both or neither")
        }
        if engine != nil {
            throw ScriptError("--tls-engine: engines of OpenSSL are not supported; give the key as a file with --key")
        }
        if let keyForm {
            guard key != nil else { throw ScriptError("--keyform says what kind of key --key is: add --key") }
            guard keyForm == "pem" else { throw ScriptError("--keyform \(keyForm): only pem is supported") }
        }
        if preSharedKey != nil, authorityFile != nil || authorityFolder != nil {
            throw ScriptError("--psk and --cafile or --capath cannot be used together")
        }
        if preSharedKey != nil, preSharedIdentity == nil { throw ScriptError("--psk needs a name: add --psk-identity") }
        var options = TLSOptions()
        options.caFile = authorityFile
        options.caDirectory = authorityFolder
        options.certificateFile = certificate
        options.keyFile = key
        options.keyPassword = keyPassword ?? environment("MARTLET_KEY_PASSWORD")
        options.serverName = serverName
        options.alpn = alpn
        options.verify = !isInsecure
        options.addsSystemAuthorities = usesSystemAuthorities
        options.ciphers = ciphers
        options.keyLogFile = keyLog
        if let version {
            guard let known = TLSOptions.Version(rawValue: version.lowercased()) else {
                throw ScriptError("--tls-version \(version): tlsv1.2 or tlsv1.3 is needed")
            }
            options.version = known
        }
        if let preSharedKey, let preSharedIdentity {
            guard let bytes = Self.bytes(hex: preSharedKey), !bytes.isEmpty else {
                throw ScriptError("--psk: an even number of hex digits is needed, without 0x")
            }
            options.preSharedKey = TLSOptions.PreSharedKey(identity: preSharedIdentity, key: bytes)
        }
        return options
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
