/// `name=value&name=value`: forms (WHATWG URL 5), queries of URLs, and lines of files that are written as forms are.
public enum FormPairs {
    /// The pairs as they stand, encoded, in their order; the value is nil where a name has no `=`. The first `=` ends the
    /// name; what is empty between two `&` is no pair.
    public static func split(_ text: some StringProtocol) -> [(name: Substring, value: Substring?)] {
        Substring(text).split(separator: "&").map { pair($0) }
    }

    /// One pair as it stands, encoded.
    public static func pair(_ text: Substring) -> (name: Substring, value: Substring?) {
        guard let equals = text.firstIndex(of: "=") else { return (text, nil) }
        return (text[..<equals], text[text.index(after: equals)...])
    }

    /// The pairs as text, in their order.
    /// - Parameter plusIsSpace: whether a plus is a blank, as in a form and not in every query.
    public static func read(_ text: some StringProtocol, plusIsSpace: Bool) -> [(name: String, value: String?)] {
        split(text).map { pair in
            (
                PercentEncoding.decode(pair.name, plusIsSpace: plusIsSpace),
                pair.value.map { PercentEncoding.decode($0, plusIsSpace: plusIsSpace) }
            )
        }
    }

    /// Pairs as a form: blanks become plus signs.
    public static func form(_ pairs: some Sequence<(String, String)>) -> String {
        joined(pairs, PercentEncoding.form)
    }

    /// Pairs as the query of a URL: everything but unreserved characters is encoded.
    public static func query(_ pairs: some Sequence<(String, String)>) -> String {
        joined(pairs, PercentEncoding.component)
    }

    private static func joined(_ pairs: some Sequence<(String, String)>, _ encoded: (String) -> String) -> String {
        pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }
}
