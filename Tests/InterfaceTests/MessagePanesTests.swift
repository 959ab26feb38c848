import Kit
import MQTT
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

@Suite("The panes Messages and Message")
struct MessagePanesTests {
    @Test("Where payloads are numbers the last of them stand in one row, also up to an older message; elsewhere not")
    func past() throws {
        let visit = Visit(width: 120, height: 36)
        for value in ["20 °C", "20 °C", "20 °C"] { visit.receive("t", value) }
        visit.see("last 3  unchanged", in: .message)
        for value in ["21.5 °C", "23 °C"] { visit.receive("t", value) }
        visit.see("last 5  20 … 23  ▁▁▁▄█", in: .message)
        try visit.type("<Tab><Up>").see("last 4  20 … 21.5  ▁▁▁█", in: .message)
        try visit.type("<Esc>")
        visit.receive("t", "a word")
        visit.miss("last ", in: .message)
        visit.receive("u", "1")
        visit.receive("u", "2")
        visit.miss("last ", in: .message)
    }

    @Test("moving up pauses, G follows again")
    func moving() throws {
        let visit = Visit()
        for number in 1...50 { visit.receive("a", "value \(number)", after: 1000) }
        try visit.type("<Tab>").see("50, following", in: .messages).see("value 50", in: .messages)
        try visit.type("k").see("paused", in: .messages).see("value 49", in: .message)
        visit.receive("a", "value 51")
        visit.see("1 new", in: .messages).miss("value 51", in: .messages).see("value 49", in: .message)
        try visit.type("gk").see("value 1 ", in: .messages).see("value 1 ", in: .message)
        try visit.type("G").see("value 51", in: .messages).see("51, following", in: .messages)
    }

    @Test("the log follows the selected subtree; a shows all")
    func scope() throws {
        let visit = Visit()
        visit.receive("a/x", "first")
        visit.receive("b/y", "second")
        try visit.type("g").see("first", in: .messages).miss("second", in: .messages)
        try visit.type("<Tab>a").see("all topics", in: .messages).see("second", in: .messages)
        try visit.type("a").miss("second", in: .messages)
    }

    @Test("f narrows to the selected message's topic alone, and goes back")
    func exact() throws {
        let visit = Visit()
        visit.receive("a/x (1)", "outer")
        visit.receive("a/x (1)/y", "inner")
        visit.receive("b", "other")
        try visit.type("<Tab>gf").see("outer", in: .messages).miss("inner", in: .messages).miss("other", in: .messages)
        try visit.type("f").see("inner", in: .messages).see("other", in: .messages)
    }

    @Test("a filter by payload, by topic, and by both")
    func filter() throws {
        let visit = Visit()
        visit.receive("home/a", "red lamp")
        visit.receive("home/b", "blue lamp")
        visit.receive("away/a", "blue sky")
        try visit.type("<Tab>/blue").see("2 found", in: .messages).miss("red", in: .messages)
        try visit.type("<C-u>topic:home/+ blue<Enter>").see("1 found", in: .messages).see("blue lamp", in: .messages)
        try visit.type("<Esc>").see("red lamp", in: .messages)
        try visit.type("/nowhere<Enter>").see("No message kept matches", in: .messages)
    }

    @Test("a smaller QoS than asked for is said on the message, and not where another filter grants all")
    func downgrade() throws {
        let visit = Visit(width: 120, height: 36)
        visit.workspace.setSubscription(SubscriptionStatus(filter: "home/#", qos: 2, state: .granted(1)))
        visit.receive("home/a", "x", qos: 1)
        let words = "QoS 1 of 2 asked for by home/#"
        try visit.type("<Tab>").see(words, in: .message)
        // A message of QoS 0 was published with it: nothing was taken from it.
        visit.receive("home/a", "y", qos: 0)
        visit.miss(words, in: .message)
        visit.receive("home/a", "z", qos: 1)
        visit.see(words, in: .message)
        visit.workspace.setSubscription(SubscriptionStatus(filter: "home/+", qos: 1, state: .granted(1)))
        visit.receive("home/a", "all", qos: 1)
        visit.see("all", in: .message).miss(words, in: .message)
    }

    @Test("a lost connection is a line of its own")
    func gap() throws {
        let visit = Visit()
        visit.receive("a", "before")
        visit.workspace.live.markGap(at: visit.now)
        visit.receive("a", "after")
        visit.see("connection lost", in: .messages)
        try visit.type("<Tab>k").see("connection lost", in: .messages).see("before", in: .message)
    }

    @Test("Enter reads the message, [ and ] walk through its topic's history, Esc goes back")
    func history() throws {
        let visit = Visit()
        for number in 1...3 {
            visit.receive("a", "value \(number)")
            visit.receive("b", "other \(number)")
        }
        try visit.type("<Tab>k<Enter>").see("value 3", in: .message).see("3 of 3 kept", in: .message)
        try visit.type("[").see("value 2", in: .message).see("2 of 3 kept", in: .message)
        try visit.type("[[").see("value 1", in: .message).see("No older message")
        try visit.type("]]").see("value 3", in: .message)
        try visit.type("<Esc><Esc>").see("following", in: .messages)
    }

    @Test("a filter that hides the selected message leaves the nearest one selected")
    func nearest() throws {
        let visit = Visit()
        for number in 1...9 { visit.receive("a", "\(number % 2 == 0 ? "even" : "odd") \(number)") }
        // The sixth, which is even.
        try visit.type("<Tab>kkk").see("even 6", in: .message)
        try visit.type("/odd<Enter>").miss("even 6", in: .message)
        let shown = visit.pane(.message) ?? ""
        #expect(shown.contains("odd 5") || shown.contains("odd 7"), "\(visit.screen)")
        try visit.type("k").see(shown.contains("odd 5") ? "odd 3" : "odd 5", in: .message)
    }

    @Test("v shows pretty, raw, hex and what changed")
    func views() throws {
        let visit = Visit()
        visit.receive("a", #"{"on":true,"n":1.50}"#)
        visit.receive("a", #"{"on":false,"n":1.50}"#)
        try visit.type("g<Tab><Tab>").see(#""n": 1.50"#, in: .message).see("pretty", in: .message)
        try visit.type("v").see(#"{"on":false,"n":1.50}"#, in: .message).see("raw", in: .message)
        try visit.type("v").see("7b 22 6f 6e", in: .message)
        try visit.type("v").see("diff", in: .message).see("true", in: .message).see("false", in: .message)
        try visit.type("[").see("diff: nothing older", in: .message).see("QoS 0  20 B", in: .message)
    }

    @Test("Enter folds, - folds all, + unfolds all")
    func folds() throws {
        let visit = Visit()
        visit.receive("a", #"{"list":[1,2,3],"tail":0}"#)
        try visit.type("g<Tab><Tab>j<Enter>").miss("    2,", in: .message).see("tail", in: .message)
        try visit.type("<Enter>").see("2,", in: .message)
        try visit.type("-").miss("2,", in: .message).type("+").see("2,", in: .message)
    }

    @Test("a search counts its matches and brings them into view")
    func search() throws {
        let visit = Visit(width: 80, height: 24)
        let lines = (0..<400).map { $0 % 100 == 50 ? "needle \($0)" : "hay \($0)" }
        visit.receive("a", lines.joined(separator: "\n"))
        try visit.type("g<Tab><Tab>/needle<Enter>").see("needle 50", in: .message).see("1/4", in: .message)
        try visit.type("n").see("needle 150", in: .message).see("2/4", in: .message)
        try visit.type("NN").see("needle 350", in: .message)
        try visit.type("/<C-u>nothing").see("not found", in: .message)
        try visit.type("<Esc>").miss("not found", in: .message)
    }

    @Test("a long line is scrolled sideways and back")
    func sideways() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "start " + String(repeating: "-", count: 300) + " end")
        try visit.type("g<Tab><Tab>W").see("start", in: .message).see("-…", in: .message)
        try visit.type(String(repeating: "l", count: 60)).see("end", in: .message).miss("start", in: .message)
        visit.see("…-", in: .message)
        try visit.type("<Home>").see("start", in: .message).miss("…-", in: .message)
    }

    @Test("while the log follows, the newest takes its predecessor's place without a jump")
    func staysInPlace() throws {
        let visit = Visit(width: 80, height: 24)
        let long = (0..<100).map { "line \($0)" }.joined(separator: "\n")
        visit.receive("a", long)
        try visit.type("g<Tab><Tab>").type("<PgDn><PgDn><PgDn>").see("line 25", in: .message)
        visit.receive("a", long + "!")
        visit.see("line 25", in: .message)
    }

    @Test("y copies the payload, Y a command that publishes the same bytes")
    func copies() throws {
        let visit = Visit()
        visit.workspace.plan = PlanInForce(
            address: "mqtt://broker:1884", access: BrokerAccess(host: "broker", port: 1884))
        visit.workspace.connection.version = .v311
        visit.receive("it's", "a 'b'", qos: 1, retain: true)
        try visit.type("<Tab>yY")
        let broker = "mosquitto_pub -h broker -p 1884 -V mqttv311"
        let command = broker + #" -t 'it'\''s' -q 1 -r -m 'a '\''b'\'''"#
        #expect(visit.takeEffects() == [.program(.copy(Array("a 'b'".utf8))), .program(.copy(Array(command.utf8)))])
        visit.receive("bin", bytes: [0, 255])
        try visit.type("Y")
        #expect(
            visit.takeEffects() == [.program(.copy(Array((#"printf '\000\377' | "# + broker + " -t bin -s").utf8)))])
    }

    @Test("w writes to a file, and asks before it replaces one")
    func write() throws {
        let visit = Visit()
        visit.receive("a", "x")
        visit.window.fileExists = { $0 == "there" }
        try visit.type("<Tab>w<C-u><Enter>").see("A path is missing")
        try visit.type("new<Enter>")
        #expect(visit.takeEffects() == [.file(.writeMessage(path: "new", sequence: 0))])
        try visit.type("w<C-u>there<Enter>").see("there is there already. Replace it?").type("n")
        #expect(visit.takeEffects() == [])
        try visit.type("w<C-u>there<Enter>y")
        #expect(visit.takeEffects() == [.file(.writeMessage(path: "there", sequence: 0))])
    }

    @Test("a message that is read stays when it is evicted")
    func evicted() throws {
        let visit = Visit(memory: 4 << 20)
        visit.receive("a", "the one that is read")
        try visit.type("<Tab><Enter>").see("the one that is read", in: .message)
        let filler = String(repeating: "x", count: 1000)
        for number in 0..<20_000 { visit.receive("load/\(number)", filler) }
        visit.see("the one that is read", in: .message).see("evicted")
    }

    @Test("a cut message and MQTT 5 properties are named")
    func header() throws {
        let visit = Visit(maximumPayload: 4)
        visit.workspace.live.describeProperties = { _ in [("content-type", "text/plain"), ("user: unit", "C")] }
        visit.receive("a", "12345678")
        visit.see("the first 4 of 8 bytes are kept", in: .message).see("content-type  text/plain", in: .message)
        visit.see("cut 1")
    }

    @Test("a large payload is laid out in slices")
    func large() throws {
        let visit = Visit()
        let items = (0..<200_000).map { "\($0)" }.joined(separator: ",")
        visit.receive("a", "[\(items)]")
        try visit.type("g<Tab><Tab>G").see("199999", in: .message)
    }

    @Test("The next message of a topic is found however many came since")
    func farNewer() throws {
        let visit = Visit()
        for number in 0..<(MessageHistory.reach + 500) { visit.receive("t", "value \(number)") }
        visit.look()
        let live = visit.workspace.live
        let first = try #require(live.messages.message(0))
        #expect(MessageHistory.newer(than: first, in: live) == 1)
    }

    @Test("One topic stays one topic when its log is filtered by topics as well")
    func exactAndFilter() throws {
        let visit = Visit()
        visit.receive("a", "outer")
        visit.receive("a/y", "inner")
        try visit.type("<Tab>gf").see("outer", in: .messages).miss("inner", in: .messages)
        try visit.type("/topic:a<Enter>").see("outer", in: .messages).miss("inner", in: .messages)
        try visit.type("/<C-u>topic:y<Enter>").miss("outer", in: .messages).miss("inner", in: .messages)
    }

    @Test("A diff says which message it compares with")
    func diffTime() throws {
        let visit = Visit(width: 160, height: 36)
        visit.receive("a", #"{"on":true}"#)
        visit.receive("a", #"{"on":false}"#, after: 7_000_000)
        try visit.type("G<Tab><Tab>vvv").see("diff to 12:31:05").type("[").see("diff: nothing older")
    }

    @Test("Hex has eight bytes in a line at 80x24, behind an offset no wider than it needs")
    func hexColumns() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("raw", bytes: (0..<64).map { UInt8($0) | 0x80 })
        try visit.type("oG<Tab><Tab>").see("0000", in: .message).see("86 87", in: .message)
        visit.see("0008", in: .message)
    }

    @Test("What has nothing to fold hints at no fold")
    func foldHint() throws {
        let visit = Visit(width: 160, height: 36)
        visit.receive("a", "21.4")
        visit.receive("b", #"{"on":{"x":1}}"#)
        try visit.type("gG<Tab><Tab>").see("Enter fold").type("vv").miss("Enter fold")
        try visit.type("1g<Tab><Tab>").miss("Enter fold")
    }
}
