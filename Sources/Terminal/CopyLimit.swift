/// The clipboard of a terminal.
public enum CopyLimit {
    /// The most bytes that are sent: tmux and most terminals drop sequences beyond a megabyte, of Base64.
    public static let bytes = 512 << 10
}
