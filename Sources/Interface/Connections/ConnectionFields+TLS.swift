import Profile

extension ConnectionFields {
    /// How TLS is spoken with the broker.
    static func tls() -> [ConnectionField] {
        let group = "TLS"
        let file = "a PEM file"
        return [
            text(group, "Authorities", \.tls.ca, help: "\(file) of certificates to trust; empty: the system's"),
            text(group, "Folder of authorities", \.tls.caFolder, help: "a folder of PEM files"),
            flag(
                group, "System's too", \.brokerTLS.addsSystemAuthorities, usual: false,
                help: "yes: the system's certificates are trusted beside those"),
            text(group, "Certificate", \.tls.certificate, help: "\(file) of this client"),
            text(group, "Key", \.tls.key, help: "\(file) of the certificate's private key"),
        ] + secret(group, "Key password", \.tls.keyPassword) + [
            flag(group, "Verify", \.tls.verify, usual: true, help: "no: anyone in between can read along"),
            ConnectionField(
                group: group, name: "ALPN", help: "names with commas between them: mqtt",
                get: { $0.tls.alpn.joined(separator: ", ") }
            ) { draft, value in
                draft.tls.alpn = value.split { $0 == "," || $0 == " " }.map(String.init)
                // One byte of length (RFC 7301 3.1).
                return draft.tls.alpn.contains { $0.utf8.count > 255 } ? "An ALPN name has 255 bytes at most" : nil
            },
            text(group, "Server name", \.tls.serverName, help: "asked for and checked in place of the host's"),
            ConnectionField(
                group: group, name: "TLS version", kind: .choice(["either"] + BrokerTLS.versions), usual: "either",
                get: { $0.brokerTLS.version.isEmpty ? "either" : $0.brokerTLS.version }
            ) { draft, value in
                draft.brokerTLS.version = value == "either" ? "" : value
                return nil
            },
            text(group, "Ciphers", \.brokerTLS.ciphers, help: "of TLS 1.2 to offer, as OpenSSL names them"),
            text(group, "Key log", \.brokerTLS.keyLog, help: "a file that takes the connection's keys, for Wireshark"),
        ] + sharedKey(group)
    }

    /// In place of certificates. Last: what it does not go with stands above.
    private static func sharedKey(_ group: String) -> [ConnectionField] {
        secret(
            group, "Shared key", \.brokerTLS.preSharedKey, help: "the key (PSK) in hex",
            check: { BrokerTLS.key(hex: $0) == nil ? "Shared key: \(BrokerTLS.keyRule)" : nil }
        ) + [
            ConnectionField(
                group: group, name: "Shared key name", help: "the identity that the broker knows the key by",
                get: \.brokerTLS.preSharedIdentity
            ) { draft, value in
                draft.brokerTLS.preSharedIdentity = value
                return draft.brokerTLS.contradiction(with: draft.tls).map { $0.prefix(1).uppercased() + $0.dropFirst() }
            }
        ]
    }
}
