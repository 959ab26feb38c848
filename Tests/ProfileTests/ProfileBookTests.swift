import Profile
import Testing

@Suite("A profile that is changed")
struct ProfileBookTests {
    private func book() -> ProfileBook {
        var profile = Profile()
        profile.environments.insert(Environment(name: "dev"))
        var connection = ConnectionDraft()
        connection.name = "home"
        profile.connections.insert(connection)
        (profile.settings.environment, profile.settings.lastConnection) = ("dev", "home")
        return ProfileBook(profile)
    }

    @Test("What is chosen stays chosen when its new name is undone, also where it was chosen since")
    func renamed() throws {
        let book = book()
        let (environment, connection) = (
            try #require(book.profile.environments.entries.first), try #require(book.profile.connections.entries.first)
        )
        book.change("the names") { profile in
            profile.environments.update(environment.id, to: Environment(name: "live"))
            var renamed = connection.value
            renamed.name = "lab"
            profile.connections.update(connection.id, to: renamed)
            (profile.settings.environment, profile.settings.lastConnection) = (nil, nil)
        }
        book.note { ($0.settings.environment, $0.settings.lastConnection) = ("live", "lab") }
        #expect(book.undo() == "the names")
        #expect(book.environment?.name == "dev" && book.profile.settings.lastConnection == "home")
    }

    @Test("What was made is gone when that is undone, and what was chosen before is chosen again; else nothing changes")
    func made() {
        let book = book()
        book.change("no environment") { profile in
            profile.environments.insert(Environment(name: "copy"))
            profile.settings.environment = "copy"
        }
        _ = book.undo()
        #expect(book.environment?.name == "dev")
        book.change("something") { $0.settings.theme = "nord" }
        book.use(environment: nil)
        _ = book.undo()
        #expect(book.profile.settings.environment == nil)
    }
}
