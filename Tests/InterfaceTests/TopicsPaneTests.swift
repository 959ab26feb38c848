import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

@Suite("The pane Topics")
struct TopicsPaneTests {
    private func house() throws -> Visit {
        let visit = Visit()
        House.fill(visit)
        return visit
    }

    @Test("the selection stays on its topic while the tree grows above it")
    func selectionStays() throws {
        let visit = try house().type("o/humid<Enter><Esc>")
        visit.receive("aaa/first", "1")
        visit.receive("home/attic/fan", "on")
        try visit.see("aaa", in: .topics).type("<Tab>").see("home/kitchen/humidity", in: .messages)
        try visit.type("<S-Tab>y")
        #expect(visit.takeEffects() == [.program(.copy(Array("home/kitchen/humidity".utf8)))])
    }

    @Test("arrows open, enter, close and go to the parent")
    func arrows() throws {
        let visit = try house().type("gll")
        visit.see("▾ home", in: .topics).see("home/hall/#", in: .messages)
        try visit.type("h").see("home/#", in: .messages)
        try visit.type("h").see("▸ home", in: .topics)
        try visit.type("<Space>").see("▾ home", in: .topics)
    }

    @Test(
        "Without a selection a key about a topic says so, and about a message too",
        arguments: ["c", "x", "<Del>", "y", "Y", "<Space>", "<Enter>", "h"])
    func nothingSelected(_ key: String) throws {
        let visit = try house().type(key).see("No topic is selected: an arrow selects one")
        #expect(visit.takeEffects().isEmpty)
        let empty = try Visit(width: 40, height: 10).type(key).see("There is no topic here")
        try empty.type("<Tab>y").see("No message is selected")
    }

    @Test("Del on a level that has no message of its own says so, and where those below it are")
    func nothingToClear() throws {
        let visit = try house().type("g<Del>").see("home has no message of its own to clear: r lists those below it")
        #expect(visit.miss("Clear the broker's").takeEffects().isEmpty)
    }

    @Test("$SYS is last, and a level without a name is seen")
    func order() throws {
        let pane = try #require(house().type("o").pane(.topics))
        let sys = try #require(pane.ranges(of: "$SYS").first)
        let weather = try #require(pane.ranges(of: "weather").first)
        #expect(weather.lowerBound < sys.lowerBound)
        #expect(pane.contains("(empty)"))
    }

    @Test("t sorts by rate, last update, count and name again")
    func sorts() throws {
        let visit = try house().type("t").see("by rate", in: .topics)
        try visit.type("t").see("by last update", in: .topics).type("t").see("by count", in: .topics)
        try visit.type("t").miss("by ", in: .topics)
    }

    @Test("a filter counts what it finds, n and N walk through it, Esc takes it away")
    func matches() throws {
        let visit = try house().type("/re:^home/.*(temp|humid)<Enter>")
        visit.see("2 of 9 topics", in: .topics).see("home/kitchen/humidity", in: .messages)
        try visit.type("n").see("home/kitchen/temperature", in: .messages)
        try visit.type("n").see("home/kitchen/humidity", in: .messages)
        try visit.type("N").see("home/kitchen/temperature", in: .messages)
        try visit.type("<Esc>").see("9 topics, 10 msgs", in: .topics)
    }

    @Test("an MQTT filter, and one that is none says what is wrong")
    func filters() throws {
        let visit = try house().type("/home/+/lamp").see("1 of 9 topics", in: .topics)
        try visit.type("<C-u>re:(").see("re: column", in: .topics)
        try visit.type("<C-u>nothing like it").see("No topic matches", in: .topics)
        try visit.type("<Esc>/<Up>").miss("No topic matches", in: .topics)
    }

    @Test("x forgets a topic and selects its neighbour; X asks first")
    func forget() throws {
        let visit = try house().type("gx").miss("home", in: .topics).see("weather/#", in: .messages)
        try visit.type("Xn").see("weather", in: .topics)
        try visit.type("Xy").see("0 topics", in: .topics).see("Subscribed to nothing", in: .topics)
    }

    @Test("Del clears the retained message after a question")
    func clear() throws {
        let visit = try house().type("o/lamp<Enter><Esc><Del>").see(
            "Clear the broker's retained message of home/hall/lamp?")
        try visit.type("n")
        #expect(visit.takeEffects() == [])
        try visit.type("<Del>y")
        #expect(visit.workspace.publishing.sweep?.takeNext()?.topic == "home/hall/lamp")
    }

    @Test("s subscribes with the topic's filter filled in, and the chosen QoS")
    func subscribe() throws {
        let visit = try house().type("gs<Tab><Right><Right><Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "home/#", qos: 2))])
        try visit.type("s<C-u>$share/a/#/b<Enter>").see("# stands for the rest")
        try visit.type("<Esc>").miss("stands for the rest")
    }

    @Test("Several filters are asked for at once: blanks or lines between, quotes around one that has blanks")
    func subscribeToSeveral() throws {
        let visit = try house().type("gs<C-u>a/# b <C-u>a/# $SYS/# \"living room/+\"<Enter>")
        #expect(
            visit.takeEffects() == [.connection(.subscribe(filters: ["a/#", "$SYS/#", "living room/+"], qos: 0))])
        try visit.type("s<C-u>a/b a/#/b<Enter>").see("a/#/b: # stands for the rest")
        try visit.type("<C-u>  <Enter>").see("A filter is missing")
        try visit.type("<C-u>")
        visit.paste("x/#\ny\n\nx/#")
        try visit.type("<Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filters: ["x/#", "y"], qos: 0))])
    }

    @Test("u lists the subscriptions; the selected topic's is offered first")
    func unsubscribe() throws {
        let visit = try house().type("u").see("Subscribed to nothing")
        visit.workspace.subscriptions = ["#", "home/#", "gone/#"].map { SubscriptionStatus(filter: $0, qos: 0) }
        visit.workspace.subscriptions[2].state = .removed
        try visit.type("gu<Enter>")
        #expect(visit.takeEffects() == [.connection(.unsubscribe(filter: "home/#", undo: "U asks for it again"))])
        visit.miss("gone/#")
    }

    @Test("p publishes with QoS and retain; a pasted payload keeps its lines")
    func publish() throws {
        let visit = try house().type("o/lamp<Enter><Esc>p")
        try visit.type("<M-a>")
        visit.paste("{\n}")
        try visit.type("<Tab><Tab><Right><Tab>y<C-s>")
        guard case .publish(.send(let draft, reply: nil))? = visit.takeEffects().first else {
            Issue.record("nothing was sent:\n\(visit.screen)")
            return
        }
        #expect(draft.topic == "home/hall/lamp")
        #expect(draft.payload == "{\n}")
        #expect(draft.qos == 2)
        #expect(draft.retain)
    }

    @Test("the mouse selects, opens by the marker, focuses and scrolls")
    func mouse() throws {
        let visit = try house()
        visit.click(1, 2)
        visit.see("▾ home", in: .topics).see("home/#", in: .messages)
        visit.click(10, 3)
        visit.see("home/hall/#", in: .messages).miss("lamp  ", in: .topics)
        visit.wheel(.wheelDown, 10, 5)
        visit.see("home/hall/#", in: .messages)
        visit.click(80, 2)
        visit.see("paused", in: .messages)
        try visit.type("<Space>").see("following", in: .messages)
    }

    @Test("a topic with very many levels or a very long name is a row like any other")
    func hostile() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive(String(repeating: "/", count: 3000), "deep")
        visit.receive(String(repeating: "long", count: 16_000), "long")
        visit.receive("e\u{301}\u{301}\u{301}/\u{202E}rtl/\u{1B}[2J", "x")
        try visit.type("o").see("longlong").type("G<Tab>").see("…", in: .topics)
        for row in visit.look() { #expect(displayWidth(of: row) <= 80) }
    }

    @Test("an empty tree says where the connection stands")
    func empty() throws {
        let visit = Visit()
        let cases: [(ConnectionStatus.State, String)] = [
            (.idle, "Not connected."), (.connecting, "Connecting to mqtts://broker:8883"),
            (.waiting(until: visit.now + 1_000_000, attempt: 3, reason: "no route"), "Attempt 3"),
            (.refused("bad user name or password"), "bad user name or password"), (.closed("bye"), "closed"),
            (.connected(since: 0), "Subscribed to nothing"),
        ]
        for (state, words) in cases {
            visit.workspace.connection.state = state
            visit.see(words, in: .topics)
        }
        try visit.type("R")
        #expect(visit.takeEffects() == [.connection(.reconnectNow)])
    }

    @Test("When all is closed the selection goes to the level that is left, from any depth")
    func closeAll() throws {
        let visit = Visit()
        visit.receive("a/b/c/d", "1")
        visit.receive("z", "1")
        try visit.type("o/c/d<Enter><Esc>O").see("a/#", in: .messages).see("▸ a", in: .topics)
        let desk = visit.window.explore.desk
        #expect(desk.topic == desk.topics.find(topic: "a"))
    }

    @Test("The next match is found however far it is, forth and back, round the end")
    func farMatch() throws {
        let visit = Visit()
        // Every level of the first leads to the one match below it, and is none itself.
        visit.receive("a/x", "1")
        for number in 0..<5000 { visit.receive("b/x\(number)/deep", "1") }
        visit.receive("c/x", "1")
        try visit.type("/re:(^a/x|^c/x|deep$)<Enter>")
        let desk = visit.window.explore.desk
        #expect(desk.topic == desk.topics.find(topic: "a/x"))
        try visit.type("N")
        #expect(desk.topic == desk.topics.find(topic: "c/x"))
        try visit.type("n")
        #expect(desk.topic == desk.topics.find(topic: "a/x"))
    }

    @Test("what is forgotten is said, with what brings it back") func forgets() throws {
        let visit = Visit(width: 120, height: 36)
        visit.receive("a/b", "1")
        visit.receive("a/b", "2")
        try visit.type("<Down>x").see("Forgot a and 2 messages here; the broker's next one brings it back")
    }
}
