extension StringProtocol {
    /// The text on one line, with `?` for each control character (C0, DEL, C1): for words of this program about a text of
    /// somebody else's, where pictures of control characters have no place.
    public var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : $0 }))
    }
}
