public import Text

/// What a person has to do so that a sign-in goes on.
public struct SignInPrompt: Hashable, Sendable {
    /// How it is done.
    public enum Way: Hashable, Sendable {
        /// The code is typed at ``SignInPrompt/url`` on any device (RFC 8628 3.3).
        /// - Parameter completeURL: the URL with the code in it; nil where the server has none.
        case device(code: String, completeURL: String?)
        /// ``SignInPrompt/url`` is opened in a browser, which leads back to a loopback port of this machine; or what it led
        /// to is pasted.
        case browser
    }

    /// How it is done.
    public var way: Way
    /// Where the person goes.
    public var url: String
    /// When it is too late: microseconds since 1970.
    public var end: Moment
    /// Why what came back last was not taken; empty for nothing.
    public var refusal = ""

    /// A URL without what would drive a terminal; nil for one that no browser is led to.
    static func shown(_ url: String) -> String? {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), url.utf8.count <= 2000,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return url
    }
}
