import Interface
import Kit
import Model
import Payloads
import Terminal
import TestSupport
import Testing
import Topics

@Suite("View Load") struct LoadTests {
    private func broker(width: Int = 120, height: Int = 36) -> Visit { Self.broker(width: width, height: height) }

    /// A mosquitto that has spoken for five minutes, every ten seconds, and devices that send.
    static func broker(width: Int, height: Int, theme: Theme = TestTheme.theme) -> Visit {
        let visit = Visit(width: width, height: height, theme: theme)
        visit.workspace.subscriptions = [
            SubscriptionStatus(filter: "#", qos: 0, state: .granted(0)),
            SubscriptionStatus(filter: "$SYS/#", qos: 0, state: .granted(0)),
        ]
        func say(_ name: String, _ value: String) { visit.receive("$SYS/broker/\(name)", value) }
        say("version", "mosquitto version 2.0.20")
        for beat in 0..<30 {
            say("uptime", "\(7_200 + beat * 10) seconds")
            say("clients/connected", "\(5 + beat % 3)")
            say("clients/total", "9")
            say("clients/maximum", "12")
            say("subscriptions/count", "31")
            say("retained messages/count", "44")
            say("publish/messages/received", "\(beat * beat * 30)")
            say("bytes/received", "\(beat * 60_000)")
            say("publish/messages/dropped", "7")
            say("load/publish/received/1min", "\(600 + beat * 60).00")
            say("load/publish/received/5min", "300.00")
            say("load/publish/received/15min", "120.00")
            say(
                "log/N",
                "176732304\(beat % 10): New client connected from 127.0.0.1:4000\(beat % 10) as lamp\(beat) (p5, c1, k60)."
            )
            for second in 0..<10 {
                for device in 0..<4 { visit.receive("devices/d\(device)/state", "\(20 + device).\(second) °C") }
                if second == 0 { visit.receive("site/report", String(repeating: "x", count: 2_000), qos: 1) }
                visit.now += 1_000_000
                visit.workspace.live.advance(until: .now + .seconds(1), now: visit.now)
            }
        }
        visit.receive("tele/porch/LWT", "Offline", retain: true)
        visit.look()
        return visit
    }

    private func check(_ visit: Visit, _ name: String) throws {
        visit.look()
        try Snapshot.check(visit.grid, named: name, letter: TestTheme.letter)
    }

    @Test("The curve begins with a rate that the broker publishes, until somebody chooses") func usual() throws {
        let visit = Visit()
        for beat in 0..<5 {
            visit.receive("$SYS/broker/version", "mosquitto version 2.0.11", after: 2_000_000)
            visit.receive("$SYS/broker/load/publish/sent/1min", "\(beat).00")
            visit.receive("$SYS/broker/publish/messages/sent", "\(beat * 10)")
        }
        try visit.type("3").see("PUBLISH out", in: .curve).miss("No value", in: .curve)
        // One that is chosen stays, published or not.
        try visit.type("<Left>").see("PUBLISH in", in: .curve)
        // And the first of all is taken where it is told.
        let other = Visit()
        for beat in 0..<5 {
            other.receive("$SYS/broker/publish/messages/sent", "\(beat * 10)", after: 2_000_000)
            other.receive("$SYS/broker/publish/messages/received", "\(beat * 10)")
        }
        try other.type("3").see("PUBLISH in", in: .curve)
    }

    // MARK: - Pictures

    @Test("tiles and curve at 80x24") func small() throws {
        try check(broker(width: 80, height: 24).type("3"), "load-80x24")
    }

    @Test("everything at once at 160x50") func wall() throws {
        try check(broker(width: 160, height: 50).type("3"), "load-160x50")
    }

    @Test(
        "opened before $SYS has come, the broker's own tiles are in sight when it has",
        arguments: [(80, 24), (120, 36)])
    func early(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        try visit.type("3").see("what martlet receives")
        visit.receive("$SYS/broker/version", "mosquitto version 2.0.20", after: 1_000_000)
        visit.receive("$SYS/broker/publish/messages/received", "10", after: 1_000)
        visit.receive("$SYS/broker/publish/messages/received", "30", after: 10_000_000)
        let first = try #require(visit.pane(.load)?.split(separator: "\n").dropFirst().first)
        #expect(first.hasPrefix(" broker"), "\(visit.screen)")
    }

    @Test("a chart of two fields") func chart() throws {
        let visit = Visit(width: 80, height: 24)
        for minute in 0..<20 {
            let on = minute % 7 < 3
            visit.receive(
                "home/heater",
                #"{"temperature": \#(18 + minute % 5).5, "power": {"watt": \#(minute * 40)}, "on": \#(on)}"#,
                after: 12_000_000)
        }
        try check(visit.type("o/heater<Enter>c"), "chart-80x24")
    }

    @Test("A console without braille gets blocks") func console() throws {
        let visit = try broker(width: 80, height: 24).type("3")
        visit.grid.glyphs = .console
        visit.look()
        let text = visit.screen
        #expect(!text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) || $0 == "╭" }, "\(text)")
        #expect(text.contains { "▀▄█".contains($0) } && text.contains("┌"))
    }

    @Test("Where blocks are what a screen can do best, the first press of the key draws something else")
    func styles() throws {
        let visit = Visit()
        for step in 0..<20 { visit.receive("a", "\(step % 7)", after: 1_000_000) }
        visit.grid.glyphs = .console
        try visit.type("o/a<Enter>c")
        visit.look()
        let before = visit.screen
        #expect(before.contains { "▀▄█".contains($0) }, "\(before)")
        try visit.type("b")
        visit.look()
        #expect(!visit.screen.contains { "▀▄█".contains($0) }, "\(visit.screen)")
    }

    // MARK: - Tiles

    @Test("Figures with their units, what is not published, and what is unchanged") func tiles() throws {
        let visit = broker()
        try visit.type("3z")
        visit.see("$SYS as mosquitto has it, every 10 s", in: .load)
        visit.see("mosquitto version 2.0.20", in: .load)
        visit.see("7 clients", in: .load)
        visit.see("2h 4m", in: .load)
        visit.see("not published", in: .load)
        // 29² - 28² times 30 in ten seconds.
        visit.see("171 msg/s", in: .load)
        visit.see("1m 39 5m 5 15m 2", in: .load)
        visit.see("6.0 kB/s", in: .load)
        visit.see("what martlet receives", in: .load)
        visit.see("0: 98 %", in: .load)
    }

    @Test("A broker that falls silent is told") func silence() throws {
        let visit = broker()
        try visit.type("3")
        visit.miss("silent", in: .load)
        visit.now += 40_000_000
        visit.see("silent for", in: .load)
    }

    @Test("Keys move among the tiles; marked ones are drawn together; the curve's time and CSV") func keys() throws {
        let visit = broker()
        try visit.type("3g")
        visit.see("broker", in: .curve)
        try visit.type("<Right><Right>")
        visit.see("connected", in: .curve)
        try visit.type("<Space><Right><Right><Space>")
        visit.see("connected, maximum", in: .curve)
        try visit.type("<Enter>[")
        visit.see("1 min", in: .curve)
        try visit.type("]]")
        visit.see("15 min", in: .curve)
        try visit.type("w<C-u>out.csv<Enter>")
        guard case .file(.write("out.csv", let bytes))? = visit.takeEffects().last else {
            Issue.record("nothing is written")
            return
        }
        let lines = bytes.withBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\r\n")
        #expect(lines.first == "time,connected [clients],maximum [clients]")
        #expect(lines.count == 31)
        #expect(lines.last?.hasSuffix(",7.0,12.0") == true)
    }

    @Test("Opened before $SYS has come, it stands at the broker's own figures once they are there") func early() throws
    {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.subscriptions = [SubscriptionStatus(filter: "$SYS/#", qos: 0, state: .granted(0))]
        visit.receive("a", "1")
        try visit.type("3")
        visit.see("what martlet receives", in: .load)
        visit.receive("$SYS/broker/version", "mosquitto version 2.0.20")
        for number in 0..<20 { visit.receive("$SYS/broker/clients/connected", "\(number)", after: 1_000_000) }
        visit.see("connected", in: .load)
        visit.see("uptime", in: .load)
        visit.see("PUBLISH in", in: .curve)
        // What was chosen meanwhile is kept, in sight.
        let other = Visit(width: 80, height: 24)
        other.receive("a", "1")
        try other.type("3<Right>")
        other.see("bytes", in: .curve)
        other.receive("$SYS/broker/version", "mosquitto version 2.0.20")
        other.receive("$SYS/broker/clients/connected", "1", after: 1_000_000)
        other.see("bytes", in: .curve)
    }

    @Test("Without $SYS it says why, and shows what it measures") func missing() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "1")
        try visit.type("3")
        visit.see("Not subscribed to $SYS/#", in: .load)
        try visit.type("s")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "$SYS/#", qos: 0))])
        visit.workspace.subscriptions = [
            SubscriptionStatus(filter: "$SYS/#", qos: 0, state: .refused("Not authorized (0x87): ask"))
        ]
        visit.see("The broker refused $SYS/#: Not authorized (0x87)", in: .load)
        visit.workspace.subscriptions = [SubscriptionStatus(filter: "$SYS/#", qos: 0, state: .granted(0))]
        visit.see("waiting for the first figures", in: .load)
        visit.now += 80_000_000
        visit.see("publishes nothing under $SYS", in: .load)
        visit.see("RabbitMQ", in: .load)
        visit.see("what martlet receives", in: .load)
        visit.receive("$SYS/some/where", "1")
        visit.see("names that martlet knows no figure for", in: .load)
        visit.workspace.connection.state = .closed("disconnected")
        visit.see("Not connected", in: .load)
    }

    // MARK: - Top, Health, Log, Clients

    @Test("Who sends most, by topics, subtrees and patterns; Enter goes there") func top() throws {
        let visit = broker()
        try visit.type("3<Tab><Tab>")
        visit.see("topics by messages, 10 s", in: .top)
        visit.see("devices/d0/state", in: .top)
        try visit.type("tg")
        #expect(visit.pane(.top)?.split(separator: "\n")[2].contains("site/report") == true)
        try visit.type("tv")
        visit.see("subtrees", in: .top)
        try visit.type("v")
        visit.see("devices/+/state", in: .top)
        try visit.type("v/report<Enter>")
        visit.see("1 found", in: .top).miss("devices/d0", in: .top)
        try visit.type("<Enter>")
        visit.see("site/report", in: .messages)
    }

    @Test("Who is gone, and who is late") func health() throws {
        let visit = broker()
        try visit.type("3<Tab><Tab><Tab>")
        visit.see("tele/porch/LWT", in: .health).see("offline", in: .health)
        for _ in 0..<4 {
            visit.now += 1_000_000
            for device in 0..<3 { visit.receive("devices/d\(device)/state", "1") }
            visit.workspace.live.advance(until: .now, now: visit.now)
        }
        visit.see("devices/d3/state", in: .health).see("late", in: .health).miss("devices/d0/state", in: .health)
        try visit.type("<Enter>")
        visit.see("tele/porch/LWT", in: .messages)
    }

    @Test("The broker's log and its clients") func events() throws {
        let visit = broker()
        try visit.type("3<S-Tab>")
        visit.see("lamp29  from 127.0.0.1:40009, v5, clean, alive 60 s", in: .clients)
        visit.see("30, following", in: .clients)
        try visit.type("/lamp7<Enter>")
        visit.see("1 of 30", in: .clients).miss("lamp29", in: .clients)
        // Words in any order, as in other lists; of what happened, too.
        try visit.type("/40007 lamp7 connected<Enter>").see("1 of 30", in: .clients)
        try visit.type("<Esc><S-Tab>")
        visit.see("New client connected from 127.0.0.1:40009 as lamp29", in: .log).see("notice", in: .log)
        try visit.type("g")
        visit.see("as lamp0 ", in: .log).miss("following", in: .log)
    }

    @Test("A line that is looked at stays what it is while old ones go, also behind a filter") func oldLinesGo() throws
    {
        let visit = broker()
        func say(_ lines: Range<Int>) {
            for line in lines {
                visit.receive("$SYS/broker/log/N", "1767323040: line \(line) \(line % 2 == 0 ? "even" : "odd")")
            }
            visit.look()
        }
        say(0..<2_000)
        try visit.type("3<S-Tab><S-Tab>/even<Enter>").see("line 1998 even", in: .log)
        try visit.type("<Up><Up><Up>y")
        let before = visit.takeEffects()
        #expect(before.count == 1)
        say(2_000..<2_010)
        #expect(try visit.type("y").takeEffects() == before)
    }

    // MARK: - Charts of topics

    @Test("c draws a topic's numbers, with their unit") func topicChart() throws {
        let visit = broker()
        try visit.type("o/d1<Enter>")
        visit.look()
        try visit.type("c")
        visit.see("devices/d1/state").see("last 21.9 °C").see("min 21 °C")
        visit.receive("devices/d1/state", "35 °C")
        visit.see("last 35 °C")
        try visit.type("q")
        visit.miss("last 35 °C")
    }

    @Test("c on a field of a message draws that field; f chooses others; booleans are numbers") func fieldChart() throws
    {
        let visit = Visit()
        for index in 0..<5 {
            visit.receive(
                "a", #"{"x": {"y": [1, \#(index * 10)]}, "on": \#(index % 2 == 0), "name": "lamp", "z": "7 W"}"#,
                after: 1_000_000)
        }
        try visit.type("j<Tab><Tab>jjjjc")
        visit.see(".x.y[1]").see("max 40")
        try visit.type("f")
        visit.see(".on").see("7 W").miss(".name")
        try visit.type("<Down><Down><Space><Enter>")
        visit.see(".x.y[1]").see("━ .on")
    }

    @Test("A topic without numbers says so; a level offers those below it") func noNumbers() throws {
        let visit = Visit()
        visit.receive("a/b", "text")
        visit.receive("n/one", "1")
        visit.receive("n/two", "2")
        try visit.type("jc")
        visit.see("No number in the last message of a")
        try visit.type("jc")
        visit.see("Chart of n").see("one  last 1").see("two  last 2")
    }

    // MARK: - The report

    @Test("The table and the JSON of martlet load") func report() {
        let visit = broker()
        let report = LoadReport(visit.workspace, now: visit.now, showsReceived: true)
        let lines = report.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("mosquitto version 2.0.20  mqtts://broker:8883") == true)
        #expect(lines.contains { $0.hasPrefix("PUBLISH in") && $0.contains("171") && $0.contains("msg/s") })
        #expect(lines.contains { $0.hasPrefix("heap") && $0.hasSuffix("not published") })
        #expect(!report.text.contains("two beats"))
        let early = Visit()
        early.receive("$SYS/broker/messages/received", "12")
        early.receive("$SYS/broker/publish/messages/received", "4")
        early.look()
        #expect(LoadReport(early.workspace, now: early.now, showsReceived: false).text.contains("two beats"))
        let json = report.json
        #expect(!json.contains("\n"))
        #expect(json.contains(#""dialect":"mosquitto""#))
        #expect(
            json.contains(
                #""publishIn":{"value":171,"unit":"msg/s","average1min":39,"average5min":5,"average15min":2,"#))
        #expect(json.contains(#""heap":null"#))
        #expect(json.contains(#""connected":{"value":7,"unit":"clients"}"#))
    }
    @Test("Values at the ends of what a number can be, and what is none, are drawn", arguments: [(120, 36), (210, 60)])
    func ends(_ width: Int, _ height: Int) throws {
        let visit = Visit(width: width, height: height)
        let values = ["-1e308", "1e308", "nan", "inf", "-1.7976931348623157e308", "99999999999999999999", "0"]
        for value in values + values {
            for topic in ["clients/connected", "messages/received", "bytes/sent", "uptime", "load/messages/sent/1min"] {
                visit.receive("$SYS/broker/\(topic)", value, after: 1_000_000)
            }
            visit.receive("wild", "{\"a\": \(value), \"b\": [\(value)]}", after: 1_000_000)
        }
        try visit.type("3<Tab>")
        visit.look()
        try visit.type("1<Esc>gGc")
        visit.look()
        try visit.type("<Esc>3<S-Tab>w")
        visit.look()
    }
}
