import Kit
import Model
import Profile
import Testing
import Topics

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

    @Test("It is said of a topic where one looks at it too, and taken off there", arguments: [(80, 24), (120, 36)])
    func looking(_ width: Int, _ height: Int) throws {
        let visit = Visit(width: width, height: height)
        visit.receive("/lead/x y/ü", "1")
        visit.receive("plain/topic", "2")
        visit.receive("$SYS/broker/uptime", "3 seconds")
        try visit.type("o/plain<Enter><Esc>").miss("hint", in: .message)
        try visit.type("/uptime<Enter><Esc>").see("uptime", in: .message).miss("hint", in: .message)
        try visit.type("/x y<Enter><Esc>").see("A leading / ", in: .message)
        visit.see(width == 80 ? "M-h hides it: A leading" : "first level (M-h: not again)", in: .message)
        try visit.type("<M-h>").see("Spaces in topics", in: .message)
        try visit.type("<Tab><Tab><M-h>").see("Not every client", in: .message)
        try visit.type("<M-h>").miss("Not every client", in: .message)
        #expect(visit.window.book.profile.settings.hiddenHints == ["leadingSlash", "spaces", "nonASCII"])
        try visit.type("<M-h>").see("No hint is given here")
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

    @Test("The form of a connection says it of its filters and of the will's topic, and takes it off by the same key")
    func connectionForm() throws {
        let visit = Visit(width: 80, height: 24)
        // To the group of the will, five groups on.
        try visit.type("4a<PgDn><PgDn><PgDn><PgDn>/gone").see("A leading / makes an empty first level (M-h: not again)")
        try visit.type("<M-h>").miss("A leading /").see("published when this client is lost")
        try visit.type("<PgDn>home lab/# 1 nl").see("Spaces in topics are hard to type and to see (M-h: not again)")
        // The blanks before the options, and those within a call, are none of the filter.
        try visit.type("<C-u>home/# 1 nl").miss("Spaces in topics")
        try visit.type("<C-u>home/{{date \"%H %M\"}}/#").miss("Spaces in topics")
        try visit.type("<C-u>home lab/#<M-h>").miss("Spaces in topics")
        #expect(visit.window.book.profile.settings.hiddenHints == ["leadingSlash", "spaces"])
    }

    @Test("The form knows how large the broker is while the connection is open")
    func openForm() throws {
        let visit = Visit(width: 100, height: 30)
        visit.window.book.change("nothing") { profile in
            var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1")
            draft.subscriptions = [SubscriptionDraft("#")]
            profile.connections.insert(draft)
        }
        for number in 0..<TopicHint.largeBroker { visit.receive("t/\(number)", "1") }
        let entry = try #require(visit.window.book.profile.connections.entries.first)
        visit.workspace.settings = SettingsInForce(
            entry: entry.id, environment: nil, draft: entry.value, variables: visit.window.book.variables(of: nil))
        try visit.type("4")
        for _ in 0..<20 where visit.pane(.connection)?.contains("home") != true { try visit.type("k") }
        try visit.type("e<PgDn><PgDn><PgDn><PgDn><PgDn>").see("# asks a large broker for everything")
    }

    @Test("A broker's figure beyond all measure is taken for a large one")
    func boundlessFigure() throws {
        let visit = Visit(width: 100, height: 24)
        visit.receive("$SYS/broker/version", "mosquitto version 2.0.20")
        for _ in 0..<3 { visit.receive("$SYS/broker/retained messages/count", "1e30", after: 1_000_000) }
        visit.look()
        #expect(visit.workspace.live.system.tile(.retained).value == 1e30)
        try visit.type("s#").see("# asks a large broker for everything")
    }

    @Test("A wildcard is one for the broker whatever mark stands over it")
    func marked() {
        for filter in ["a/+\u{301}", "a/#\u{301}", "a/\u{301}+/b", "#/\u{301}", "$share/g+\u{301}/a"] {
            #expect(TopicRules.problem(ofFilter: filter) != nil, "\(filter)")
        }
        #expect(TopicRules.problem(ofTopic: "a/+\u{301}") != nil && TopicRules.problem(ofTopic: "#\u{301}/a") != nil)
        #expect(TopicRules.problem(ofFilter: "a/\u{301}/+") == nil && TopicRules.problem(ofTopic: "a/\u{301}") == nil)
    }

    @Test("A shared subscription has a filter of its own")
    func shared() {
        for filter in ["$share/g/", "$share/g", "$share//a", "$share/g+/a"] {
            #expect(TopicRules.problem(ofFilter: filter) != nil, "\(filter)")
        }
        for filter in ["$share/g/a", "$share/g//", "$share/g/#", "$share/g//a"] {
            #expect(TopicRules.problem(ofFilter: filter) == nil, "\(filter)")
        }
    }
}
