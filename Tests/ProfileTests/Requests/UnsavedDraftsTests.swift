import Profile
import Testing

@Suite("Requests that were not saved") struct UnsavedDraftsTests {
    private var saved: RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.folder, draft.method, draft.url) = ("lamp", "home", "PUT", "http://h/lamp")
        draft.auth = .bearer(.literal("open sesame"))
        draft.headers = [DraftField("X-Api-Key", "hunter2"), DraftField("Accept", "text/plain")]
        return draft
    }

    /// A library with the saved request as it was edited, and a new one.
    private func editing(_ edit: (inout RequestDraft) -> Void) -> RequestLibrary {
        var library = RequestLibrary([saved])
        var draft = saved
        edit(&draft)
        library.edit(library.items[0].id, draft)
        return library
    }

    @Test("They come back on top of what is saved, without a secret having been written") func roundTrip() throws {
        var typed = editing {
            $0.body = .json(#"{"on": true}"#)
            $0.headers[1].value = "application/json"
            $0.headers.swapAt(0, 1)
        }
        var new = RequestDraft()
        (new.url, new.auth) = ("http://h/new?token=abc", .basic(username: "me", password: .literal("secret")))
        _ = typed.add(new)
        let bytes = UnsavedDrafts(typed.items).bytes
        let text = String(decoding: bytes, as: UTF8.self)
        for secret in ["sesame", "hunter2", "abc", "\"secret\""] { #expect(!text.contains(secret), "\(text)") }

        let read = try #require(UnsavedDrafts(bytes))
        #expect(read.lacksSecrets)
        var library = RequestLibrary([saved])
        #expect(library.restore(read) == 2)
        // What the saved one holds is still known.
        #expect(library.items[0].draft == typed.items[0].draft && library.items[0].isDirty)
        #expect(library.items[1].saved == nil && library.items[1].draft.url == "http://h/new?token={{token}}")
        #expect(library.items[1].draft.auth == .basic(username: "me", password: .prompt))
        // Nothing comes back that has been saved meanwhile.
        let same = try #require(UnsavedDrafts(UnsavedDrafts(Array(typed.items[..<1])).bytes))
        #expect(!same.lacksSecrets)
        var other = editing { $0.method = "PATCH" }
        let patched = try #require(UnsavedDrafts(UnsavedDrafts(other.items).bytes))
        other = RequestLibrary([other.items[0].draft])
        #expect(other.restore(patched) == 0)
        // Nor is a row taken for another when what is saved was changed.
        other = RequestLibrary([typed.items[0].draft])
        #expect(other.restore(same) == 1)
        #expect(
            other.items[0].draft.headers == [
                DraftField("Accept", "application/json"), DraftField("X-Api-Key", "{{x_api_key}}"),
            ])
    }

    @Test("A secret that was changed does not come back as the old one") func changedSecret() throws {
        let typed = editing { $0.auth = .bearer(.literal("another")) }
        let read = try #require(UnsavedDrafts(UnsavedDrafts(typed.items).bytes))
        #expect(read.lacksSecrets)
        var library = RequestLibrary([saved])
        #expect(library.restore(read) == 1)
        #expect(library.items[0].draft.auth == .bearer(.prompt))
    }

    @Test("What is no such document is none", arguments: ["", "{", "[]", "{\"requests\": 1}", "null"])
    func damaged(_ text: String) { #expect(UnsavedDrafts(Array(text.utf8)) == nil) }

    @Test("Of what is none of ours in one, the rest is read") func odd() {
        let read = UnsavedDrafts(Array(#"{"requests": [1, {"request": {"url": "http://h", "x": [2]}}, {}]}"#.utf8))
        var library = RequestLibrary()
        #expect(read.map { library.restore($0) } == 1 && library.items.map(\.draft.url) == ["http://h"])
    }
}
