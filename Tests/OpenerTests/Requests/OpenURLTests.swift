import Profile
import Testing

@testable import Opener

/// URLs whose server is told by a value that comes when they are sent.
@Suite("URLs that come with a value") struct OpenURLTests {
    @Test(
        "a name stands in for what is not known of scheme, host and port, and nothing else is touched",
        arguments: [
            ("{{response:a#$.b}}/x", "http://later.invalid/x"),
            ("{{response:a#$.b}}://h/x", "http://h/x"),
            ("http://{{response:a#$.b}}/x", "http://later.invalid/x"),
            ("http://h:{{response:a#$.b}}/x?y", "http://h:1/x?y"),
            ("https://api-{{pick a b}}.h/{{uuid}}", "https://api-later.invalid.h/{{uuid}}"),
            ("{{response:a#$.b}}", "http://later.invalid"),
            ("{{response:a#$.b}}:{{response:a#$.p}}/x", "http://later.invalid:1/x"),
        ])
    func standIn(text: String, other: String) {
        #expect(RequestResolver.standIn(text) == other)
    }

    @Test(
        "what is known up to its path needs none", arguments: ["http://h/{{uuid}}", "h/{{uuid}}", "http://h?{{uuid}}"])
    func none(text: String) {
        #expect(RequestResolver.standIn(text) == nil)
    }

    @Test("the preview shows it as it is typed, and nothing stands in the way") func preview() {
        var draft = RequestDraft()
        draft.url = "{{response:login#$.base}}/devices"
        draft.query = [DraftField("a", "b c")]
        var maker = RequestPreview.Maker()
        let preview = maker.preview(of: draft, Variables())
        #expect(preview.words == nil && preview.url.isEmpty && preview.holder == nil)
        #expect(preview.shownURL == "{{response:login#$.base}}/devices?a=b%20c")
        // What is wrong all the same is told.
        draft.url = "{{response:login#$.base}}:nowhere/devices"
        #expect(maker.preview(of: draft, Variables()).words != nil)
    }
}
