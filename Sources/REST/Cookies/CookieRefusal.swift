/// Why a cookie that a server set is not kept.
public struct CookieRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule that it breaks.
    public let rule: Rule
    /// Its name; empty for a nameless one.
    public let name: String
    /// What of it is meant: the domain that it names.
    private let detail: String

    /// The rules (RFC 6265bis 5.6, 5.7).
    public enum Rule: Hashable, Sendable {
        case control, tab, empty, long
        case domainText, otherDomain, address, publicSuffix, noList
        case secureInClear, overSecure, crossSite, securePrefix, hostPrefix, namelessPrefix
    }

    init(_ rule: Rule, _ name: String = "", _ detail: String = "") {
        self.rule = rule
        self.name = name
        self.detail = detail
    }

    /// The reason in words, with its section of RFC 6265bis.
    public var reason: String {
        switch rule {
        case .control: "it holds a control character (5.6)"
        case .tab: "it holds a tab, which files of cookies have between their columns"
        case .empty: "it has neither name nor value (5.7)"
        case .long: "name and value are more than \(Cookie.limit) bytes (5.6)"
        case .domainText: "its Domain is not ASCII (5.7)"
        case .otherDomain: "its Domain \(detail) is not that of the host (5.7)"
        case .address: "the host is an address, and its Domain \(detail) another one (5.1.3)"
        case .publicSuffix: "its Domain \(detail) is a public suffix, under which anybody has a name (5.7)"
        case .noList: "its Domain \(detail) has one label, and there is no public suffix list to ask (5.7)"
        case .secureInClear: "it is Secure, and came over a connection that is not (5.7)"
        case .overSecure: "it would hide one that is Secure, and came over a connection that is not (5.7)"
        case .crossSite: "it is SameSite=None without Secure (5.7)"
        case .securePrefix: "its name promises Secure, which it is not (4.1.3.1)"
        case .hostPrefix: "its name promises Secure, Path=/ and no Domain (4.1.3.2)"
        case .namelessPrefix: "it has no name, and its value looks like a promise of one (5.7)"
        }
    }

    /// One line: which cookie, and why.
    public var description: String {
        "Set-Cookie \(name.isEmpty ? "without a name" : name.harmless): not kept: \(reason.harmless)"
    }
}
