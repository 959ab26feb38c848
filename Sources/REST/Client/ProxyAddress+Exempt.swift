import Glibc

extension ProxyAddress {
    /// `no_proxy`: names, addresses and networks (`10.0.0.0/8`, `fd00::/8`) separated by commas; a name stands for those
    /// below it too; `*` for all.
    static func isExempt(_ host: String, by list: String) -> Bool {
        let own = address(host)
        return list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            if entry == "*" { return true }
            let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let base = parts[0].first == "[" && parts[0].last == "]" ? parts[0].dropFirst().dropLast() : parts[0]
            if let own {
                // An address is written in several ways.
                guard let other = address(String(base)), own.count == other.count else { return false }
                guard parts.count == 2 else { return own == other }
                guard let bits = Int(parts[1]), (0...own.count * 8).contains(bits) else { return false }
                return isSame(own, other, bits: bits)
            }
            let name = (entry.first == "." ? entry.dropFirst() : entry).lowercased()
            return host == name || host.hasSuffix(".\(name)")
        }
    }

    private static func isSame(_ one: [UInt8], _ other: [UInt8], bits: Int) -> Bool {
        let whole = bits / 8
        guard one[..<whole] == other[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0
    }

    /// The bytes of a literal address, its zone left away; nil for a name.
    private static func address(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        return inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &bytes) == 1 ? bytes : nil
    }
}
