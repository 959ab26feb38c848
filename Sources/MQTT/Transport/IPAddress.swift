import Glibc

/// IP addresses as people write them.
enum IPAddress {
    /// The bytes of an address in network order; nil when the text is none of that family.
    ///
    /// - Parameter count: 4 for `AF_INET`, 16 for `AF_INET6`.
    static func bytes(_ text: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
