import Glibc

/// IP addresses as people write them.
public enum IPAddress {
    /// The bytes of an address in network order, 4 or 16, the zone of one of IPv6 (`%eth0`) left away; nil for a name.
    public static func bytes(_ text: String) -> [UInt8]? {
        bytes(text, AF_INET, 4) ?? bytes(String(text.prefix { $0 != "%" }), AF_INET6, 16)
    }

    private static func bytes(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        // inet_aton(3) would take `1` and `0x7f.1` for addresses, which names may be.
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// Whether a name or an address is of this machine (RFC 6761 6.3, RFC 1122 3.2.1.3, RFC 4291 2.5.3): of names the whole, since
    /// `localhost.example` and `127.example` are somebody else's.
    public static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        guard let bytes = bytes(host) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// An address as text; nil when the bytes are not 4 or 16.
    public static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
