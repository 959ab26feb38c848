import MQTT
import Testing

@Suite("Topics and filters")
struct TopicFilterTests {
    /// The examples of MQTT 5 4.7.1 and 4.7.2.
    @Test(arguments: [
        ("sport/tennis/player1/#", "sport/tennis/player1", true),
        ("sport/tennis/player1/#", "sport/tennis/player1/ranking", true),
        ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
        ("sport/tennis/player1/#", "sport/tennis/player10", false),
        ("sport/#", "sport", true), ("sport/#", "sports", false), ("sport/#", "sport/", true),
        ("#", "anything/at/all", true), ("#", "/", true),
        ("sport/tennis/+", "sport/tennis/player1", true),
        ("sport/tennis/+", "sport/tennis/player1/ranking", false),
        ("sport/+", "sport", false), ("sport/+", "sport/", true),
        ("+", "sport", true), ("+", "/finance", false), ("+/+", "/finance", true), ("/+", "/finance", true),
        ("+/tennis/#", "sport/tennis", true), ("sport/+/player1", "sport/tennis/player1", true),
        ("sport/+/player1", "sport//player1", true), ("sport/+/player1", "sport/player1", false),
        ("#", "$SYS/broker", false), ("+/monitor/Clients", "$SYS/monitor/Clients", false),
        ("$SYS/#", "$SYS/monitor/Clients", true), ("$SYS/monitor/+", "$SYS/monitor/Clients", true),
        ("a/b", "a/b", true), ("a/b", "a/B", false), ("a/b", "a/b/", false), ("a/b/", "a/b", false),
        ("a", "ab", false), ("ab", "a", false), ("/", "/", true), ("+/+/+", "//", true), ("//#", "/", true),
        ("//#", "a", false),
        ("+/#", "a", true), ("+/#", "a/b", true), ("a/$b", "a/$b", true), ("a/+", "a/$b", true),
        ("日本/+", "日本/東京", true),
    ])
    func matching(_ filter: String, _ topic: String, _ expected: Bool) throws {
        #expect(try TopicFilter(filter).matches(topic) == expected)
    }

    @Test(
        arguments: [
            ("", .empty), ("sport+", .misplacedPlus), ("+a", .misplacedPlus), ("a/b+/c", .misplacedPlus),
            ("room1#", .misplacedHash), ("a/#/b", .misplacedHash), ("##", .misplacedHash), ("#/", .misplacedHash),
            ("a\0b", .null), ("$share", .badShare), ("$share/", .badShare), ("$share/g", .badShare),
            ("$share/g/", .badShare), ("$share//a", .badShare), ("$share/+/a", .badShare), ("$share/g#/a", .badShare),
            ("$share/g/a#", .misplacedHash),
        ] as [(String, TopicError)])
    func invalidFilters(_ text: String, _ error: TopicError) {
        #expect(throws: error) { try TopicFilter(text) }
    }

    @Test(
        arguments: [
            ("", .empty), ("a/+", .wildcardInName), ("#", .wildcardInName), ("a#b", .wildcardInName), ("\0", .null),
        ] as [(String, TopicError)])
    func invalidNames(_ text: String, _ error: TopicError) {
        #expect(throws: error) { try Topic.validate(text) }
        #expect(!"\(error)".isEmpty)
    }

    @Test func namesOfAnyOtherKindAreValid() throws {
        for name in ["/", "//", " ", "a b", "$SYS", "$share/x/y", "é日😀", String(repeating: "/", count: 65_535)] {
            try Topic.validate(name)
        }
        #expect(throws: TopicError.tooLong(65_536)) { try Topic.validate(String(repeating: "a", count: 65_536)) }
        #expect(throws: TopicError.tooLong(65_537)) {
            try TopicFilter(String(repeating: "é", count: 32_768) + "a")
        }
    }

    @Test func sharedSubscriptions() throws {
        let filter = try TopicFilter("$share/group/home/#")
        #expect(filter.isShared)
        #expect(filter.shareName == "group")
        #expect(filter.filter == "home/#")
        #expect(filter.text == "$share/group/home/#")
        #expect(filter.hasWildcard)
        #expect(filter.matches("home/kitchen"))
        #expect(!filter.matches("$share/group/home/x"))
        #expect(try !TopicFilter("$shared/x").isShared)
        #expect(try TopicFilter("$share/g/#").matches("$SYS/x") == false)
        #expect(try TopicFilter("$share/g//a").matches("/a"))
    }

    /// Filters made to send a matcher back and forth: one walk is enough for each.
    @Test(.timeLimit(.minutes(1)))
    func hostileFiltersTakeLinearTime() throws {
        let filter = try TopicFilter(String(repeating: "+/", count: 32_000) + "x")
        let topic = String(repeating: "a/", count: 32_000) + "y"
        for _ in 0..<20 { #expect(!filter.matches(topic)) }
        let deep = try TopicFilter(String(repeating: "/", count: 65_535))
        #expect(deep.matches(String(repeating: "/", count: 65_535)))
    }
}
