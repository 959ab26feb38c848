import Kit
import Model
import Opener
import Profile
import REST

extension RequestComposer {
    /// The cookies of the environment that holds.
    var cookies: EnvironmentCookies { requests.cookies.cookies(of: book.environment?.name) }

    /// The cookies of the jar as they are judged for the open request, once for each change of either, and each second.
    var judgedCookies: CookieMemory {
        let jar = cookies.jar
        let preview = preview
        cookieMemory.follow(
            CookieMemory.Basis(
                jar: jar, revision: jar.revision, url: preview.url, fields: preview.fields, second: Cookie.now))
        return cookieMemory
    }

    /// What the row of cookies says: the `Cookie` field that will be sent with dots for values, and how many that are near
    /// stay here. Nil without any.
    var cookieWords: (field: String, words: String)? {
        // Most jars are empty, and a URL may be long.
        guard !cookies.jar.isEmpty, let judged = judgedCookies.judged, !judged.isEmpty else { return nil }
        let isSending = draft.options.usesCookies
        if let words = cookieMemory.words[isSending] { return words }
        let words = isSending ? Self.words(of: judged) : ("", "Cookies are off for this request (Options)")
        cookieMemory.words[isSending] = words
        return words
    }

    private static func words(of judged: [CookieJar.Judged]) -> (field: String, words: String) {
        let sent = judged.filter { $0.hindrance == nil }
        let left = judged.count - sent.count
        let words = left == 0 ? "" : "\(Figures.count(left)) not sent"
        if sent.isEmpty { return ("", "no cookie, \(words)") }
        return ("Cookie: \(sent.map { CookieWords.pair($0.cookie, showsValue: false) }.joined(separator: "; "))", words)
    }
}
