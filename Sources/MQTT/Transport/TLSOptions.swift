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

    /// The system's certificate authorities, no client certificate, everything verified.
    public init() {}
}
