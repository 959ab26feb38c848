import Kit
import Profile
import Terminal
import Testing

@testable import Interface

/// Rows of view REST whose columns misled.
extension RESTPicturesTests {
    @Test("values stand still while a name is typed beside them") func standing() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.headers) = ("x", "http://h/", [DraftField("Accept", "a/b")])
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>]<Down>").see("a/b", in: .request)
        func column() throws -> Int {
            let rows = (visit.pane(.request) ?? "").split(separator: "\n")
            let row = try #require(rows.first { $0.contains("a/b") }, "\(visit.screen)")
            return displayWidth(of: String(row.prefix { $0 != "/" }))
        }
        let before = try column()
        try visit.type("aAuthorization-X").see("Authorization-X", in: .request)
        #expect(try column() == before, "\(visit.screen)")
        // When it is done they stand behind the longest name.
        try visit.type("<Enter>").see("Authorization-X", in: .request)
        #expect(try column() > before, "\(visit.screen)")
    }

    @Test("a long relation is whole where targets leave room for it") func relations() throws {
        let name = "unsubscribeallevents-unobserveall"
        let visit = try visit(#"{"_links": {"self": {"href": "/"}, "\#(name)": {"href": "/items"}}}"#)
        try visit.type("zu").see("\(name) ", in: .response).see("/items", in: .response)
    }

    @Test("a request that is not saved is cut at one end of its row") func oneEnd() throws {
        let visit = Visit(width: 80, height: 24)
        let path = "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbbbbb/last"
        try visit.type("2<Tab><Enter>http://h\(path)?query=long<Enter>")
        let rows = (visit.pane(.requests) ?? "").split(separator: "\n").filter { $0.contains("last") }
        #expect(rows.count == 1 && rows.first?.filter { $0 == "…" }.count == 1, "\(visit.screen)")
    }
}
