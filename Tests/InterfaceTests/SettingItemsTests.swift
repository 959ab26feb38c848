import Interface
import Kit
import Model
import Terminal
import Testing

@testable import Profile

/// The palette reaches every setting of the profile.
@Suite("Settings in the palette") struct SettingItemsTests {
    private func house() -> Visit { House.visit(folder: "sensors") }

    private func settings(_ visit: Visit) -> ProfileSettings { visit.window.book.profile.settings }

    @Test("Every name of the file finds its setting") func names() throws {
        // What was opened last is no wish of anybody's.
        for name in ProfileSettings.order.names where name != "lastConnection" {
            let visit = house()
            // By its own name, and not by a word in what is said of another.
            let rows = try visit.type("<C-p>setting \(name)").look()
            let found = rows.contains { $0.contains("setting \(name): ") }
            #expect(found, "\(name):\n\(visit.screen)")
        }
    }

    @Test("An amount of memory is typed, checked as the file is, and taken away by an empty line") func sizes() throws {
        for (name, setting) in [("memory", \ProfileSettings.memory), ("wireMemory", \ProfileSettings.wireMemory)] {
            let visit = house()
            try visit.type("<C-p>setting \(name)<Enter>").see("Setting \(name)").see("empty: the usual")
            try visit.type("1<Enter>").see("1 is too little: 64KB at least").type("<C-u>")
            try visit.type("much<Enter>").see("much is no size: 256MB, 1GB, 64KB")
            try visit.type("<C-u>64MB<Enter>").see("\(name) is 64MB from the next start on")
            #expect(settings(visit)[keyPath: setting] == "64MB")
            let saved = try Profile.read(visit.window.book.profile.bytes).get().profile.settings
            #expect(saved[keyPath: setting] == "64MB")
            try visit.type("<C-p>setting \(name)").see("64MB").type("<Enter><C-u><Enter>")
            #expect(settings(visit)[keyPath: setting] == nil)
            #expect(visit.window.book.undo() == "the size of \(name)")
            #expect(settings(visit)[keyPath: setting] == "64MB")
        }
    }

    @Test("The connection of the start, the environment and the theme are chosen from lists") func choices() throws {
        let visit = house()
        try visit.type("<C-p>setting connection<Enter>").see("the one used last").type("att<Enter>")
        visit.see("martlet without a name opens attic")
        #expect(settings(visit).connection == "attic")
        try visit.type("<C-p>setting connection<Enter><Up><Enter>")
        #expect(settings(visit).connection == nil)
        try visit.type("<C-p>setting environment<Enter>dev<Enter>")
        #expect(visit.window.book.environment?.name == "dev")
        try visit.type("<C-p>setting environment<Enter>none<Enter>")
        #expect(visit.window.book.environment == nil)
        _ = visit.takeEffects()
        visit.window.themeNames = ["martlet", "nord"]
        try visit.type("<C-p>setting theme<Enter>nord<Enter>")
        #expect(visit.takeEffects() == [.program(.keepTheme("nord"))])
        try visit.type("<C-p>setting folders<Enter>").see("sensors").type("<Enter>")
        visit.see("Who sends the requests in sensors")
    }

    @Test("Sizes of panes, twins and keys have forms that say what is wrong") func forms() throws {
        let visit = house()
        try visit.type("<C-p>setting panes<Enter>topics.w<Enter>").see("Setting panes: topics.width")
        try visit.type("wide<Enter>").see("wide is no number from 0 to 1000").type("<C-u>300<Enter>")
        #expect(settings(visit).panes == ["topics.width": 300])
        try visit.type("<C-p>setting twins<Enter>new<Enter>").see("a {name} stands for what differs")
        try visit.type("devices/{id}<Tab><C-u>http://h/devices/{id}<Enter>")
        #expect(settings(visit).twins == ["devices/{id}": "http://h/devices/{id}"])
        #expect(visit.window.book.undo() == "as it was before the twin devices/{id}")
        visit.window.book.note { $0.settings.twins = ["devices/{id}": "http://h/devices/{id}"] }
        try visit.type("<C-p>setting twins<Enter><Enter><C-u>#<Enter>").see("write {name} for a level that differs")
        try visit.type("<C-u><Enter>")
        #expect(settings(visit).twins.isEmpty)
        try visit.type("<C-p>setting keys<Enter><Tab>F5<Tab>dance<Enter>").see("dance")
        try visit.type("<C-u>forget<Enter>").see("F5 does this from the next start on")
        #expect(settings(visit).keys == ["topics": ["F5": "forget"]])
    }

    @Test("Changes of keys are listed, changed and taken back; what is left without a key is said") func keys() throws {
        let visit = house()
        visit.window.book.note { $0.settings.keys = ["topics": ["F5": "forget"], "anywhere": ["F6": "quit"]] }
        try visit.type("<C-p>setting keys<Enter>").see("anywhere F6").see("topics F5").see("another key")
        // Its action is what is changed.
        try visit.type("<Down><Enter>publish<Enter>").see("F5 does this from the next start on")
        #expect(settings(visit).keys["topics"] == ["F5": "publish"])
        // Under another key it is not there twice; without an action it is as it comes.
        try visit.type("<C-p>setting keys<Enter><Down><Enter><S-Tab><C-u>F7<Enter>")
        #expect(settings(visit).keys["topics"] == ["F7": "publish"])
        try visit.type("<C-p>setting keys<Enter>topics<Enter><C-u><Enter>")
        #expect(settings(visit).keys == ["anywhere": ["F6": "quit"]])
        for key in ["F6", "q"] {
            try visit.type("<C-p>setting keys<Enter>another<Enter><C-u>anywhere<Tab>\(key)<Tab>none<Enter>")
            visit.miss("which no key does")
        }
        try visit.type("<C-p>setting keys<Enter>another<Enter><C-u>anywhere<Tab>C-c<Tab>none<Enter>")
        visit.see("C-c was quit, which no key does in anywhere now")
    }
}
