import Interface
import Kit
import Model
import Terminal
import Testing

/// What the connection is subscribed to stands below the topics.
@Suite("Subscriptions in sight")
struct SubscriptionLineTests {
    private func visit(_ subscriptions: [SubscriptionStatus], width: Int = 120) -> Visit {
        let visit = Visit(width: width, height: 24)
        House.fill(visit)
        visit.workspace.subscriptions = subscriptions
        return visit
    }

    /// The last row of the pane.
    private func line(_ visit: Visit) -> String {
        (visit.pane(.topics) ?? "").split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test("Filters stand with what was granted, those that were refused first and with the reason")
    func inSight() throws {
        let visit = visit([
            SubscriptionStatus(filter: "#", qos: 1, state: .granted(0)),
            SubscriptionStatus(filter: "$SYS/#", qos: 0, state: .refused("Not authorized (0x87): ask")),
        ])
        #expect(line(visit).contains("$SYS/# refused: Not authorized (0x87)  +1"), "\(visit.screen)")
        visit.workspace.subscriptions[1].state = .granted(0)
        #expect(line(visit).contains("# QoS 0 of 1  $SYS/# QoS 0"), "\(visit.screen)")
        // Also while a filter is typed.
        try visit.type("/kit").see("$SYS/# QoS 0", in: .topics)
    }

    @Test("More than fit are counted, and one that is too long alone is cut with a mark", arguments: [80, 120])
    func abbreviated(_ width: Int) throws {
        let many = (1...9).map { SubscriptionStatus(filter: "building/\($0)/#", qos: 0, state: .granted(0)) }
        let some = line(visit(many, width: width))
        #expect(some.contains("building/1/# QoS 0"), "\(some)")
        #expect(some.contains(width == 80 ? "+8" : "+7"), "\(some)")
        let long = String(repeating: "level/", count: 30) + "#"
        let one = line(visit([SubscriptionStatus(filter: long, qos: 0, state: .granted(0)), many[0]], width: width))
        #expect(one.contains("…  +1"), "\(one)")
    }

    @Test("Without a connection nothing is said to be granted")
    func lost() {
        let visit = visit([SubscriptionStatus(filter: "#", qos: 0, state: .granted(0))])
        visit.workspace.connection.state = .closed("disconnected")
        #expect(line(visit).contains("when connected: #"), "\(visit.screen)")
    }

    @Test("u says what it drops and how it comes back; U asks for the last one again, as it was")
    func undo() throws {
        var filter = SubscriptionStatus(filter: "#", qos: 2, state: .granted(2))
        filter.retainAsPublished = true
        let visit = visit([filter, SubscriptionStatus(filter: "a/#", qos: 0, state: .granted(0))])
        try visit.type("U").see("Nothing to take back: no subscription was given up from here")
        try visit.type("u<Enter>")
        #expect(visit.takeEffects() == [.connection(.unsubscribe(filter: "#", undo: "U asks for it again"))])
        visit.workspace.subscriptions[0].state = .removed
        try visit.type("U")
        #expect(visit.takeEffects() == [.connection(.subscribeAgain(filter))])
        try visit.type("U")
        #expect(visit.takeEffects().isEmpty)
    }

    @Test("What has no room above it is cut there, and not drawn beneath it")
    func overWords() throws {
        let visit = Visit(width: 40, height: 12)
        visit.workspace.connection.state = .waiting(
            until: visit.now + 5_000_000, attempt: 2, reason: String(repeating: "zebra ", count: 60))
        visit.workspace.subscriptions = [SubscriptionStatus(filter: "home/#", qos: 0, state: .pending)]
        let rows = visit.look()
        let place = try #require(rows.firstIndex { $0.contains("when connected: home/#") })
        #expect(!rows[place].contains("zebra") && !rows[place].contains("ebr"), "\(rows[place])")
        #expect(rows[place - 1].contains("…"), "\(rows[place - 1])")
    }
}
