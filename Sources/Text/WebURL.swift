/// What is made of a web address before it is taken apart.
public enum WebURL {
    /// A URL with one slash or three after its scheme as if there were two, which is what curl and browsers do; nil for any
    /// other text.
    public static func withTwoSlashes(_ text: some StringProtocol) -> String? {
        guard let colon = text.firstIndex(of: ":"), ["http", "https"].contains(text[..<colon].lowercased()) else {
            return nil
        }
        let rest = text[text.index(after: colon)...]
        let slashes = rest.prefix { $0 == "/" }.count
        return slashes == 1 || slashes == 3 ? "\(text[..<colon])://\(rest.dropFirst(slashes))" : nil
    }
}
