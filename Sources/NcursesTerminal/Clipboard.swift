import Text

/// OSC 52: the sequence by which a terminal, also one at the far end of SSH, takes something into its clipboard.
enum Clipboard {
    /// The most bytes that are sent: tmux and most terminals drop sequences beyond a megabyte, of base64.
    static let limit = 512 << 10

    /// The whole sequence; nil when there is too much.
    static func sequence(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= limit else { return nil }
        return Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes).utf8 + [0x07]
    }
}
