extension TLSRequest {
    /// What is said of a connection without TLS when letters were given that say how and not whether, as with mosquitto's
    /// programs: it goes in clear. Nil where nothing of the kind was given, or TLS is refused with a letter.
    var warningInClear: String? {
        guard !isRefused else { return nil }
        let names = [
            (isInsecure, "--insecure"), (!alpn.isEmpty, "--tls-alpn"), (version != nil, "--tls-version"),
            (ciphers != nil, "--ciphers"), (keyLog != nil, "--tls-keylog"), (keyPassword != nil, "--key-password"),
        ].filter(\.0).map(\.1)
        guard let last = names.last else { return nil }
        if names.count == 1 { return "\(last) does nothing without TLS: --tls turns it on" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last) do nothing without TLS: --tls turns it on"
    }
}
