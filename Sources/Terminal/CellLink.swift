import Text

/// The address that cells lead to, where a terminal lets people open what is on its screen (OSC 8).
///
/// It comes from what others have sent and is told to the terminal: only addresses of the web, printable ASCII, bounded.
public struct CellLink: Hashable, Sendable {
    /// The address.
    public let url: String
    /// What cells bear of it: never 0, and the same for the same address.
    let mark: UInt32

    /// The most bytes of one: what browsers take, and VTE's own bound.
    public static let longest = 2083

    /// An address; nil for what is none of the web, for what is not printable ASCII, and for what is too long.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count <= Self.longest,
            let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }), bytes.count > scheme.utf8.count,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        url = String(text)
        let hash = FNV.hash(bytes)
        // Both halves in one.
        let folded = UInt32(truncatingIfNeeded: hash ^ hash >> 32)
        mark = folded == 0 ? 1 : folded
    }
}
