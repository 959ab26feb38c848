import Kit
import Profile
import REST
import Text

/// How cookies are told.
enum CookieWords {
    /// Name and value, dots for the value unless it was asked for.
    static func pair(_ cookie: Cookie, showsValue: Bool) -> String {
        let value = showsValue || cookie.value.isEmpty ? cookie.value : Secret.dots
        // As it is sent: without a name there is no `=` either (RFC 6265bis 5.8.3).
        let pair = cookie.name.isEmpty ? value : "\(cookie.name)=\(value)"
        return pair.withoutControls
    }

    /// Whom it is for: a dot in front where hosts below get it too.
    static func place(_ cookie: Cookie) -> String {
        let host = cookie.domain.isEmpty ? "every host" : (cookie.includesSubdomains ? "." : "") + cookie.domain
        return "\(host)\(cookie.path == "/" ? "" : " \(cookie.path)")".withoutControls
    }

    /// When it ends.
    static func end(_ cookie: Cookie) -> String {
        guard let expiry = cookie.expiry else { return "session" }
        return CivilDate(seconds: expiry).description
    }

    /// What it says beside its value, in a line or more.
    static func details(_ cookie: Cookie) -> String {
        var words = [place(cookie), cookie.includesSubdomains ? "and hosts below" : "this host alone"]
        words.append(cookie.expiry.map { "until \(HTTPDate.text($0))" } ?? "until its session ends")
        if cookie.isSecure { words.append("Secure") }
        if cookie.isHTTPOnly { words.append("HttpOnly") }
        // A request from here has no site that it could come from.
        if let site = cookie.sameSite { words.append("SameSite=\(site.rawValue) (for browsers alone)") }
        if cookie.creation > 0 { words.append("since \(HTTPDate.text(cookie.creation))") }
        return words.joined(separator: ", ")
    }

    /// The environment whose cookies they are.
    static func owner(_ environment: String) -> String {
        environment.isEmpty ? "no environment" : environment.withoutControls
    }
}
