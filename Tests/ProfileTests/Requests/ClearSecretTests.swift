import Profile
import Testing

@Suite("Secrets of a request that are written out")
struct ClearSecretTests {
    private func draft(_ change: (inout RequestDraft) -> Void) -> RequestDraft {
        var draft = RequestDraft()
        draft.url = "http://h/x"
        change(&draft)
        return draft
    }

    @Test("they are found by the names that dots are put for")
    func found() {
        let full = draft {
            $0.auth = .apiKey(name: "X-Key", value: .literal("k1"), inQuery: false)
            $0.options.tls.keyPassword = .literal("k2")
            $0.headers = [DraftField("Accept", "x"), DraftField("Cookie", "a=b"), DraftField("Auth", "Bearer {{t}}")]
            $0.query = [DraftField("token", "t1"), DraftField("page", "2")]
            $0.body = .form([DraftField("password", "p1"), DraftField("name", "n")])
            $0.url = "http://me:p%40ss@h/x?api_key=k%26&page=3&sig={{s}}"
        }
        let clear = full.clearSecrets
        #expect(
            clear.map(\.words) == [
                "API key", "key password", "header Cookie", "query parameter token", "form field password",
                "password in the URL", "api_key in the URL",
            ])
        #expect(clear.map(\.value) == ["k1", "k2", "a=b", "t1", "p1", "p@ss", "k&"])
        let references = draft {
            $0.auth = .bearer(.environment("T"))
            $0.headers = [DraftField("Authorization", "Bearer {{token}}"), DraftField("Cookie", "")]
            $0.url = "http://me:{{pw}}@h/x?token={{t}}"
        }
        #expect(references.clearSecrets.isEmpty)
        #expect(draft { $0.auth = .basic(username: "me", password: .literal("{{p}}")) }.clearSecrets.isEmpty)
    }

    @Test("each is replaced where it stands, and nothing else")
    func referring() throws {
        var changed = draft {
            $0.auth = .bearer(.literal("t"))
            $0.headers = [DraftField("Authorization", "Basic abc")]
            $0.url = "http://me:p%40ss@h/x?api_key=k%26&page=3"
        }
        for _ in 0..<4 { changed.refer(try #require(changed.clearSecrets.first), to: .environment("V")) }
        #expect(changed.clearSecrets.isEmpty && changed.auth == .bearer(.environment("V")))
        #expect(changed.headers[0].value == "Basic {{$V}}")
        #expect(changed.url == "http://me:{{$V|url}}@h/x?api_key={{$V|url}}&page=3")
        // What is not there any more is not replaced.
        let old = try #require(draft { $0.auth = .bearer(.literal("old")) }.clearSecrets.first)
        var other = draft { $0.auth = .bearer(.literal("new")) }
        other.refer(old, to: .prompt)
        #expect(other.auth == .bearer(.literal("new")))
    }

    @Test("those in a body of JSON and in parts too: what stays is JSON, and what is sent is the same")
    func bodies() throws {
        let json = #"{"user": "me", "password": "a\"b\u00e4", "pin": 7, "token": "{{t}}", "secrets": ["x", 12]}"#
        var changed = draft { $0.body = .json(json) }
        let clear = changed.clearSecrets
        #expect(clear.first?.words == "password in the body" && clear.first?.value == "a\"bä")
        #expect(clear.allSatisfy { !$0.mayBeFile && !$0.mayBeAsked })
        changed.refer(try #require(clear.first), to: .environment("V"))
        guard case .json(let text) = changed.body else {
            Issue.record("\(changed.body)")
            return
        }
        #expect(text.hasPrefix(#"{"user": "me", "password": "{{$V|json}}", "pin": 7, "token": "{{t}}""#))
        #expect(changed.clearSecrets.count == clear.count - 1)
        // One that is no JSON yet is looked at as far as it is.
        #expect(draft { $0.body = .json(#"{"password": "x"#) }.clearSecrets.isEmpty)
        #expect(draft { $0.body = .json("") }.clearSecrets.isEmpty)

        var parts = draft { $0.body = .multipart([.init("name", .text("n")), .init("api_key", .text("k1"))]) }
        let part = try #require(parts.clearSecrets.first)
        #expect(part.words == "part api_key" && part.value == "k1")
        parts.refer(part, to: .environment("V"))
        #expect(parts.clearSecrets.isEmpty)
        #expect(parts.body == .multipart([.init("name", .text("n")), .init("api_key", .text("{{$V}}"))]))
    }

    @Test("what is saved is mended too where rows have come and gone since; where it cannot be, that is known")
    func saved() throws {
        let saved = draft {
            $0.name = "r"
            $0.headers = [DraftField("Accept", "x"), DraftField("Authorization", "Bearer abc")]
        }
        var library = RequestLibrary([saved])
        let id = try #require(library.items.first?.id)
        var typed = saved
        typed.headers.remove(at: 0)
        library.edit(id, typed)
        let clear = try #require(typed.clearSecrets.first)
        let isMended = library.refer(id, clear, to: .environment("V"))
        #expect(isMended)
        #expect(library.saved.first?.headers.map(\.value) == ["x", "Bearer {{$V}}"])
        // Under another name it is another one.
        typed = try #require(library[id]?.draft)
        typed.headers = [DraftField("Cookie", "s=abcdef")]
        library.edit(id, typed)
        library.save(id)
        typed.headers = [DraftField("X-Api-Key", "s=abcdef")]
        library.edit(id, typed)
        let other = try #require(typed.clearSecrets.first)
        let isMendedThen = library.refer(id, other, to: .environment("V"))
        #expect(!isMendedThen)
    }
    @Test("taking the reference back gives the secret back wherever it still stands, and leaves what was typed since")
    func takenBack() throws {
        let json = #"{"password": "a\"b", "n": 1}"#
        let saved = draft {
            ($0.name, $0.auth, $0.body) = ("r", .bearer(.literal("t")), .json(json))
            $0.headers = [DraftField("X-Api-Key", "k1")]
            $0.url = "http://me:p%40ss@h/x"
        }
        var library = RequestLibrary([saved])
        let id = library.items[0].id
        for _ in 0..<4 {
            let clear = try #require(library[id]?.draft.clearSecrets.first)
            let isMended = library.refer(id, clear, to: .environment("V"))
            #expect(isMended)
        }
        var typed = try #require(library[id]?.draft)
        typed.headers.insert(DraftField("Accept", "x"), at: 0)
        typed.url += "?page=2"
        if case .json(let text) = typed.body { typed.body = .json(text.replacing("1", with: "2")) }
        library.edit(id, typed)
        library.save(id)
        for _ in 0..<4 { #expect(library.undo() != nil) }
        let back = try #require(library[id])
        #expect(back.saved == back.draft && back.draft.auth == saved.auth)
        #expect(back.draft.headers == [DraftField("Accept", "x"), DraftField("X-Api-Key", "k1")])
        #expect(back.draft.url == "http://me:p%40ss@h/x?page=2")
        #expect(back.draft.body == .json(json.replacing("1", with: "2")))
    }
}
