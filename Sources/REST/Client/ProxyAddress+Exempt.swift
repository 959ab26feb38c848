import Text

extension ProxyAddress {
    /// `no_proxy`: names, addresses and networks (`10.0.0.0/8`, `fd00::/8`) separated by commas; a name stands for those
    /// below it too; `*` for all.
    static func isExempt(_ host: String, by list: String) -> Bool {
        let own = IPAddress.bytes(host)
        return FieldList.tokens(list).contains { entry in
            if entry == "*" { return true }
            let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let base = parts[0].first == "[" && parts[0].last == "]" ? parts[0].dropFirst().dropLast() : parts[0]
            if let own {
                // An address is written in several ways.
                guard let other = IPAddress.bytes(String(base)), own.count == other.count else { return false }
                guard parts.count == 2 else { return own == other }
                guard let bits = Int(parts[1]), (0...own.count * 8).contains(bits) else { return false }
                return isSame(own, other, bits: bits)
            }
            // `.example.com` means the same without its dot.
            let name = entry.first == "." ? String(entry.dropFirst()) : entry
            return host == name || host.hasSuffix(".\(name)")
        }
    }

    private static func isSame(_ one: [UInt8], _ other: [UInt8], bits: Int) -> Bool {
        let whole = bits / 8
        guard one[..<whole] == other[..<whole] else { return false }
        let rest = bits % 8
        // Of the byte in which the network ends only its upper bits.
        return rest == 0 || (one[whole] ^ other[whole]) >> (8 - rest) == 0
    }
}
