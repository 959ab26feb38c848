import Kit
import Model
import Opener
import Profile
import REST

extension RequestComposer {
    /// The cookies of the environment that holds.
    var cookies: EnvironmentCookies { requests.cookies.cookies(of: book.environment?.name) }

    /// What the row of cookies says: the `Cookie` field that will be sent with dots for values, and how many that are near
    /// stay here. Nil without any.
    var cookieWords: (field: String, words: String)? {
        guard let judged = cookies.jar.judged(for: preview.url, preview.fields), !judged.isEmpty else { return nil }
        guard draft.options.usesCookies else { return ("", "Cookies are off for this request (Options)") }
        let sent = judged.filter { $0.hindrance == nil }
        let left = judged.count - sent.count
        let words = left == 0 ? "" : "\(Figures.count(left)) not sent"
        if sent.isEmpty { return ("", "no cookie, \(words)") }
        return ("Cookie: \(sent.map { CookieWords.pair($0.cookie, showsValue: false) }.joined(separator: "; "))", words)
    }
}
