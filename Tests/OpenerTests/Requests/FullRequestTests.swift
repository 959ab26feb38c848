import Opener
import REST
import Testing

@testable import Profile

/// Every option of a request reaches the client and the history: one that is added is missed here until it does.
@Suite struct FullRequestTests {
    private static let full: RequestOptions = {
        var options = RequestOptions()
        (options.followsRedirects, options.maximumRedirects) = (false, 7)
        (options.connectTimeout, options.totalTimeout, options.idleTimeout) = (1.5, 2.5, 3.5)
        (options.proxy, options.onlyHTTP1, options.usesCookies) = ("http://proxy:1", true, false)
        options.omittedHeaders = ["accept"]
        (options.tls.ca, options.tls.caFolder) = ("/ca.pem", "/cas")
        (options.tls.certificate, options.tls.key) = ("/me.pem", "/me.key")
        options.tls.keyPassword = .environment("KEY")
        (options.tls.verify, options.tls.alpn, options.tls.serverName) = (false, ["http/1.1"], "other.example")
        return options
    }()

    private func draft(_ change: (inout RequestOptions) -> Void = { _ in }) -> RequestDraft {
        var draft = RequestDraft()
        (draft.url, draft.options) = ("https://h/", Self.full)
        change(&draft.options)
        return draft
    }

    @Test func nothingIsLeftOut() { #expect(sameFields(Self.full, RequestOptions()).isEmpty) }

    @Test func theClientGetsAll() throws {
        let outcome = RequestResolver.resolve(draft(), with: TemplateExpander(variables: Variables()))
        let options = try #require(outcome.request).options
        #expect(options.maximumRedirects == 0 && options.onlyHTTP1 && options.proxy == .url("http://proxy:1"))
        #expect(options.timeouts.connect == 1.5 && options.timeouts.total == 2.5 && options.timeouts.idle == 3.5)
        let tls = options.tls
        #expect(tls.caFile == "/ca.pem" && tls.caDirectory == "/cas" && tls.certificateFile == "/me.pem")
        #expect(tls.keyFile == "/me.key" && !tls.verify && tls.serverName == "other.example")
        // Versions and ciphers are not a saved request's to choose; the password is found when it is sent.
        let same = Set(sameFields(tls, Request.TLS())).subtracting([".ciphers", ".oldest", ".newest", ".keyPassword"])
        #expect(same.isEmpty, "\(same)")
    }

    @Test func aListOfProtocolsWithoutHTTP2IsHeldTo() throws {
        for (alpn, isHTTP1) in [([], false), (["http/1.1"], true), (["h2", "http/1.1"], false)] {
            let asked = draft { ($0.onlyHTTP1, $0.tls.alpn) = (false, alpn) }
            let outcome = RequestResolver.resolve(asked, with: TemplateExpander(variables: Variables()))
            #expect(try #require(outcome.request).options.onlyHTTP1 == isHTTP1)
        }
    }

    @Test func theHistoryKeepsAll() throws {
        // One that follows redirects and one that does not: the line has one word for both.
        for change: (inout RequestOptions) -> Void in [{ $0.followsRedirects = true }, { $0.maximumRedirects = 20 }] {
            let entry = RequestHistory.Entry(
                at: 1, draft: draft(change), url: "https://h/", status: 200, failure: nil, duration: 0, size: 0)
            #expect(RequestHistory.Entry(line: entry.line)?.draft.options == entry.draft.options)
        }
    }
}
