/// How TLS is spoken with a broker; the values of mosquitto's `--cafile --capath --cert --key --insecure --tls-alpn`.
public struct TLSOptions: Hashable, Sendable {
    /// A PEM file of certificate authorities to trust instead of the system's.
    public var caFile: String?
    /// A folder of PEM files of certificate authorities to trust instead of the system's. Every file in it that holds
    /// certificates counts; `c_rehash` names are not needed.
    public var caDirectory: String?
    /// The client's certificate as PEM, followed by intermediate certificates if there are any.
    public var certificateFile: String?
    /// The client certificate's private key (PEM or DER).
    public var keyFile: String?
    /// What the private key is encrypted with.
    public var keyPassword: String?
    /// The name to send (SNI) and to look for in the broker's certificate, when it is not the endpoint's host.
    public var serverName: String?
    /// Application protocols to offer (RFC 7301), such as `mqtt` or `x-amzn-mqtt-ca`.
    public var alpn: [String] = []
    /// Whether the broker's certificate and name are verified. Off is `--insecure`: anyone in between can read along.
    public var verify = true
    /// Whether the system's certificate authorities are trusted beside those that are named.
    public var addsSystemAuthorities = false
    /// The one version of TLS to speak; nil for 1.2 and later.
    public var version: Version?
    /// Cipher suites of TLS 1.2 to offer, as OpenSSL names them; nil for NIOSSL's choice.
    public var ciphers: String?
    /// A file to which the secrets of the connection are appended, in the form that Wireshark reads.
    public var keyLogFile: String?
    /// A key shared with the broker instead of certificates (RFC 4279): TLS 1.2 only.
    public var preSharedKey: PreSharedKey?

    /// A version of TLS.
    public enum Version: String, Hashable, Sendable, CaseIterable {
        /// TLS 1.2.
        case v12 = "tlsv1.2"
        /// TLS 1.3.
        case v13 = "tlsv1.3"
    }

    /// A key that both sides know, and its name.
    public struct PreSharedKey: Hashable, Sendable {
        /// The name that the broker knows the key by.
        public var identity: String
        /// The key's bytes.
        public var key: [UInt8]

        /// A key and its name.
        public init(identity: String, key: [UInt8]) {
            self.identity = identity
            self.key = key
        }
    }

    /// The system's certificate authorities, no client certificate, everything verified.
    public init() {}
}
