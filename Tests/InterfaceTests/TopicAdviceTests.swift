import Kit
import Profile
import Testing

@testable import Interface

/// Gentle hints on topics, and how they are taken off.
@Suite("Hints on topics") struct TopicAdviceTests {
    @Test("A filter that is seldom meant is said while it is typed, and taken off for good by a key")
    func filter() throws {
        let visit = Visit(width: 80, height: 24)
        try visit.type("s\"/home lab/#").see("A leading / makes an empty first level (M-h: not again)")
        try visit.type("<M-h>").miss("A leading /").see("Spaces in topics are hard to type")
        #expect(visit.window.book.profile.settings.hiddenHints == ["leadingSlash"])
        var profile = Profile()
        profile.settings = visit.window.book.profile.settings
        #expect(try Profile.read(profile.bytes).get().profile.settings.hiddenHints == ["leadingSlash"])
        try visit.type("<Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "/home lab/#", qos: 0))])
        try visit.type("<C-p>setting hints<Enter>s/x").see("A leading /")
    }

    @Test("# is said something of where the broker is large")
    func everything() throws {
        let visit = Visit(width: 100, height: 24)
        visit.receive("a", "1")
        try visit.type("s#").miss("everything")
        try visit.type("<Esc>")
        for number in 0..<TopicHint.largeBroker { visit.receive("t/\(number)", "1") }
        try visit.type("s#").see("# asks a large broker for everything")
        try visit.type("<C-u>t/#").miss("everything")
    }

    @Test("The composer says it of a topic, also of one that variables make")
    func topic() throws {
        let visit = Visit(width: 100, height: 30)
        visit.window.book.change("nothing") { profile in
            profile.environments.insert(Environment(name: "dev", variables: [.init("room", .literal("my room"))]))
            profile.settings.environment = "dev"
        }
        try visit.type("phome/{{room}}").see("Spaces in topics").type("<M-h>").miss("Spaces in topics")
        try visit.type("<C-u>\(String(repeating: "long/", count: 30))x").see("more than 128 bytes")
    }
}
