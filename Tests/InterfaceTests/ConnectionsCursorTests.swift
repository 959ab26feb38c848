import Interface
import Model
import Profile
import Testing

/// Which connection keys are about in view Connections.
@Suite("The cursor of view Connections") struct ConnectionsCursorTests {
    @Test("The bar begins on the connection on the screen, and D is told with the key that connects again")
    func begins() throws {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.connection.name = "acl"
        visit.window.book.change("nothing") { profile in
            for name in ["home", "acl", "x"] {
                profile.connections.insert(ConnectionDraft(name: name, url: "mqtt://\(name).example"))
            }
        }
        try visit.type("4").see("Connection ── acl").type("D")
        #expect(visit.takeEffects() == [.connection(.drop(visit.workspace.id, again: "R connects again"))])
        try visit.type("R")
        #expect(visit.takeEffects() == [.connection(.reconnect(visit.workspace.id))])
    }

    // Of these heights one ends the list with each heading but the first.
    @Test("No heading stands alone in the last row", arguments: 10...16)
    func headings(height: Int) throws {
        let visit = Visit(width: 80, height: height)
        try visit.type("4")
        let rows = try #require(visit.pane(.connections)).split(separator: "\n")
        let last = try #require(rows.last).drop { $0 == " " }
        for heading in ["to begin with", "another one", "public brokers"] {
            #expect(!last.hasPrefix(heading), "\(visit.screen)")
        }
    }

    @Test("An open connection stays selected when another program takes its entry away")
    func takenAway() throws {
        let visit = try ConnectionsViewTests.visit(width: 120, height: 36)
        try visit.type("/home<Enter><Esc>").see("Connection ── home")
        var profile = visit.window.book.profile
        _ = profile.connections.entries.first.map { profile.connections.remove($0.id) }
        visit.window.book.take(profile)
        visit.see("open, not saved", in: .connections).see("Connection ── home")
        try visit.type("R").miss("No connection is selected")
        #expect(visit.takeEffects() == [.connection(.reconnect(visit.workspace.id))])
    }
}
