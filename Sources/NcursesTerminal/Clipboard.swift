import Terminal
import Text

/// OSC 52: the sequence by which a terminal, also one at the far end of SSH, takes something into its clipboard.
enum Clipboard {
    /// The whole sequence; nil when there is too much.
    /// - Parameter isInTmux: it goes to the terminal around tmux as well: tmux keeps it to itself unless set-clipboard is
    ///   on, and hands on what is wrapped where allow-passthrough is.
    static func sequence(_ bytes: [UInt8], isInTmux: Bool = false) -> [UInt8]? {
        guard bytes.count <= CopyLimit.bytes else { return nil }
        let plain = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes).utf8 + [0x07]
        guard isInTmux else { return plain }
        // Within the wrapping every ESC is doubled; the sequence has only this one, since it ends with BEL.
        return plain + Array("\u{1B}Ptmux;\u{1B}".utf8) + plain + Array("\u{1B}\\".utf8)
    }
}
