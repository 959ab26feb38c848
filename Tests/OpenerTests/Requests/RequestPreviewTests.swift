import Profile
import REST
import Testing

@testable import Opener

@Suite("What a request would send, while it is typed") struct RequestPreviewTests {
    private let variables = Variables([
        .init("base", .literal("http://127.0.0.1:8000"), origin: "dev"),
        .init("id", .literal("{{uuid}}"), origin: "dev"),
        .init("token", .environment("MARTLET_TEST_NONE"), origin: "dev"),
    ])

    private func draft(_ url: String, body: String) -> RequestDraft {
        var draft = RequestDraft()
        (draft.method, draft.url, draft.body) = ("POST", url, .json(body))
        return draft
    }

    @Test("What cannot be the first message of a WebSocket is said while it is typed")
    func firstMessage() {
        var maker = RequestPreview.Maker()
        var draft = draft("ws://h/x", body: "1")
        #expect(maker.preview(of: draft, variables).words == nil)
        for body in [RequestBody.file("a.txt"), .multipart([])] {
            draft.body = body
            #expect(maker.preview(of: draft, variables).words?.contains("is the first message") == true)
        }
    }

    @Test("A key in the URL costs the URL, whatever the body is; a body is read once for each change of it")
    func cost() {
        let body = "[" + String(repeating: "{\"name\": \"a sensor\"},\n", count: 50_000) + "{{nope}}]"
        var draft = draft("{{base}}/", body: body)
        var maker = RequestPreview.Maker()
        #expect(maker.preview(of: draft, variables).words == "No value for nope")
        #expect(maker.readBytes >= body.utf8.count)
        var before = maker.readBytes
        for letter in "sensors" {
            draft.url.append(letter)
            #expect(
                maker.preview(of: draft, variables).url
                    == draft.url.replacing("{{base}}", with: "http://127.0.0.1:8000"))
        }
        #expect(maker.readBytes - before < 1000)
        // Drawing asks again and again.
        before = maker.readBytes
        for _ in 0..<10 { _ = maker.preview(of: draft, variables) }
        #expect(maker.readBytes == before)
        draft.body = .json(body.replacing("{{nope}}", with: "1"))
        #expect(maker.preview(of: draft, variables).words == nil)
        #expect((body.utf8.count...(body.utf8.count + 1000)).contains(maker.readBytes - before))
    }

    @Test(
        "What a request needs is found without putting anything in; a generator's value is made once for each place, a variable's once"
    )
    func needs() async throws {
        var draft = draft(
            "{{base}}/{{counter}}?q={{topic:a/b}}",
            body: "{\"id\": \"{{id}}\", \"n\": {{counter}}, \"again\": \"{{id}}\"}")
        draft.headers = [DraftField("X-Token", "{{token}}"), DraftField("Off", "{{counter}}", isEnabled: false)]
        draft.auth = .basic(username: "me", password: .prompt)
        let needs = RequestNeeds(draft, variables)
        #expect(needs.calls.map(\.name) == ["counter", "topic:a/b", "uuid", "counter"])
        #expect(
            needs.secrets == [
                Expansion.Need(name: "token", secret: .environment("MARTLET_TEST_NONE")),
                Expansion.Need(name: "password", secret: .prompt),
            ])

        draft.headers = []
        var generators = Generators(seed: 1)
        var asked: [String] = []
        let made = MadeValues(for: RequestNeeds(draft, variables), with: &generators, now: 0) { topic in
            asked.append(topic)
            return TopicValue("7", time: 0, isRetained: false)
        }
        #expect(asked == ["a/b"])
        var maker = RequestPreview.Maker()
        let preview = maker.preview(of: draft, variables)
        let opener = RequestOpener(
            secrets: SecretResolver(reading: { $0 == "password of me at 127.0.0.1:8000" ? "pw" : nil }))
        let opened = try await opener.open(draft, variables, preview, RequestNeeds(draft, variables), made)
        #expect(opened.request.url == "http://127.0.0.1:8000/1?q=7")
        #expect(opened.request.authorization == .basic(username: "me", password: "pw"))
        #expect(opened.asked == ["password of me at 127.0.0.1:8000"])
        guard case .bytes(let bytes) = opened.request.body else {
            Issue.record("\(opened.request.body)")
            return
        }
        let ids = String(decoding: bytes, as: UTF8.self).split(separator: "\"").filter { $0.count == 36 }
        #expect(ids.count == 2 && Set(ids).count == 1 && String(decoding: bytes, as: UTF8.self).contains("\"n\": 2,"))
        #expect(try generators.value("counter", [], now: 0, lastValue: { _ in nil }) == "3")
    }

    @Test("A file is read when the request is sent, as bytes in a body and as text anywhere else")
    func files() async throws {
        let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
        let draft = draft("http://h/", body: "{{file '/no such file'}}")
        await #expect(throws: RequestOpener.Failure.self) { try await opener.open(draft, variables, now: 0) }
        #expect(RequestNeeds(draft, variables).files == [TemplateFile("/no such file")])
        #expect(TemplateFile("a b", .joined).value(of: Array("x\r\ny\0z\n".utf8)) == Array("xyz".utf8))
        #expect(TemplateFile("a", .encoded).value(of: [0x20, 0xFF, 0x7E, 0x2A]) == Array("+%FF~%2A".utf8))
        var maker = RequestPreview.Maker()
        #expect(
            maker.preview(of: self.draft("http://h/", body: "{{file}}"), variables).words?.hasPrefix(
                "write {{file PATH}}") == true)
    }

    @Test("The tag of the last answer is looked for in a body too") func tag() {
        var maker = RequestPreview.Maker()
        let draft = draft("http://h/x", body: "{{etag}}")
        #expect(maker.preview(of: draft, variables).words?.hasPrefix("etag: no ETag is known of http://h/x") == true)
        let own = Variables([.init("etag", .literal("mine"), origin: "")])
        #expect(maker.preview(of: draft, own).words == nil)
    }
}
