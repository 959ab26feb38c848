import CNIOBoringSSL
public import NIOSSL
import Text

/// The check of a server's name within the TLS handshake.
///
/// NIOSSL compares the name when the handshake is over. By then a client that has a certificate has shown it, to whoever
/// answered. BoringSSL compares it with the certificates, before it shows anything, and tells the other side by an alert
/// (RFC 8446 6.2); but NIOSSL has no word for that, so its connection is asked for by the name it has there.
public struct NameCheck {
    /// Whose connection it is, which lives as long as the handler does.
    private let handler: NIOSSLClientHandler
    private let ssl: OpaquePointer

    /// The connection of a handler; nil when NIOSSL keeps it elsewhere.
    public init?(of handler: NIOSSLClientHandler) {
        // Private there: where its names change this gives nil, and whoever needs the check refuses.
        let parts = Mirror(reflecting: handler).superclassMirror
        guard let ssl = parts?.descendant("connection", "ssl") as? OpaquePointer else { return nil }
        self.handler = handler
        self.ssl = ssl
    }

    /// Has the certificate compared with a host name or an IP address; false when it cannot be. Before the handshake.
    public func demand(_ name: String) -> Bool {
        withExtendedLifetime(handler) {
            let parameters = SSL_get0_param(ssl)
            if let address = IPAddress.bytes(name) {
                return X509_VERIFY_PARAM_set1_ip(parameters, address, address.count) == 1
            }
            // A name may end with the root's dot, names in certificates do not.
            let name = name.hasSuffix(".") ? String(name.dropLast()) : name
            return X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1
        }
    }

    /// Whether the handshake failed because of the name.
    public var foundAnother: Bool {
        withExtendedLifetime(handler) {
            let result = SSL_get_verify_result(ssl)
            return result == X509_V_ERR_HOSTNAME_MISMATCH || result == X509_V_ERR_IP_ADDRESS_MISMATCH
        }
    }
}
