import NIOSSL
import Text

extension NIOSSLCertificate {
    /// The host names and IP addresses that it is for; its common name where it has no others (RFC 6125 6.4.4).
    var hostNames: [String] {
        let alternatives = _subjectAlternativeNames()
        guard alternatives.isEmpty else {
            return alternatives.compactMap { name in
                switch name.nameType {
                case .dnsName: String(decoding: name.contents, as: UTF8.self)
                case .ipAddress: IPAddress.text(Array(name.contents))
                default: nil
                }
            }
        }
        return commonName.isEmpty ? [] : [commonName]
    }

    /// The subject's common name; empty when there is none.
    var commonName: String {
        // The library names it in its description only.
        let parts = "\(self)".split(separator: ";")
        let name = parts.first { $0.hasPrefix("common_name=") }?.dropFirst("common_name=".count) ?? ""
        // `>` ends the description.
        return String(name.prefix { $0 != ">" })
    }
}
