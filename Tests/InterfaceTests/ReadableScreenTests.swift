import Kit
import MQTT
import Model
import NIOCore
import Profile
import Terminal
import Testing
import Topics
import Wire

@testable import Interface

@Suite("What stands on the screen is whole, and what it offers is there")
struct ReadableScreenTests {
    private func bottom(_ visit: Visit) -> String { visit.look().last ?? "" }

    @Test("Keys that would do nothing in a pane are not hinted at, and what is paused goes on")
    func hints() throws {
        let visit = Visit(width: 200, height: 55)
        try visit.type("<Tab>")
        #expect(!bottom(visit).contains("pause") && bottom(visit).contains("filter"), "\(visit.screen)")
        try visit.type("<Tab>")
        #expect(!bottom(visit).contains("v view") && bottom(visit).contains("zoom"), "\(visit.screen)")
        visit.receive("a", "1")
        #expect(bottom(visit).contains("v view"), "\(visit.screen)")
        try visit.type("<S-Tab>")
        #expect(bottom(visit).contains("Space pause"), "\(visit.screen)")
        try visit.type("<Space>")
        #expect(bottom(visit).contains("Space go on"), "\(visit.screen)")
        try visit.type("5")
        #expect(!bottom(visit).contains("Space fold") && !bottom(visit).contains("export"), "\(visit.screen)")
    }

    @Test("An empty list of publishes offers what can be done there, and p composes one")
    func emptyPublishes() throws {
        let visit = Visit(width: 80, height: 24)
        try visit.type("P").see("p composes a publish").miss("open as draft").miss("send again")
        try visit.type("<Tab>").see("Nothing is being repeated").miss("Space pause").miss("C-x stop")
        try visit.type("<Tab>").see("No publish is saved").miss("duplicate").miss("rename")
        try visit.type("p").see("Payload").see("Topic")
    }

    @Test("What was sent is read whole at 80x24, and saved names have the columns that payloads do not need")
    func publishes() throws {
        let visit = Visit(width: 80, height: 24)
        var draft = PublishDraft()
        (draft.topic, draft.qos) = ("home/hall/lamp/set", 2)
        let id = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 3, now: visit.now)
        for (step, after) in [(Delivery.Step.written, 0), (.received, 1200), (.released, 1300), (.completed, 2000)] {
            visit.workspace.publishing.outbox.reached(step, id, at: visit.now + Int64(after))
        }
        visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now + 2000)
        try visit.type("P").see("QoS 2: PUBLISH, PUBREC 1.2 ms, PUBREL, PUBCOMP 2.0 ms: delivered")
        visit.window.book.change("nothing") { profile in
            var draft = PublishDraft()
            (draft.name, draft.topic, draft.payload) = ("order, as it comes each night", "a/b", "{}")
            profile.publishes.insert(draft)
        }
        try visit.type("<Tab><Tab>").see("order, as it comes each night  a/b  {}")
    }

    @Test("Long names of properties leave topic and time their columns, and are whole beside a short value")
    func properties() throws {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.live.describeProperties = { _ in [("Message Expiry Interval", "60 s")] }
        visit.receive("plant/broker/publish/bytes/sent", "word")
        visit.see("topic  plant/broker/publish/bytes/sent", in: .message)
        visit.see("Message Expiry Interval  60 s", in: .message)
    }

    @Test("A narrow title says that there is nothing to compare with")
    func diff() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", #"{"id":123456789012345678}"#)
        try visit.type("<Tab><Tab>vvv").see("diff: nothing older", in: .message)
    }

    @Test("A topic that is no UTF-8 looks the same wherever it stands")
    func bytes() throws {
        let visit = Visit(width: 120, height: 36)
        var topic = Array("sensor/k".utf8) + [0xFC] + Array("che".utf8)
        topic.withUnsafeMutableBytes { topic in
            visit.workspace.live.receive(
                topic: UnsafeRawBufferPointer(topic), payload: UnsafeRawBufferPointer(start: nil, count: 0),
                properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [], at: visit.now)
        }
        try visit.type("oG").see("sensor/k«fc»che", in: .messages).see("topic  sensor/k«fc»che", in: .message)
        visit.miss("\u{FFFD}")
    }

    @Test("Beneath a level the log leaves out what its title says, before it cuts what tells topics apart")
    func subtree() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("home/bedroom/sensor/temp", "18.1")
        visit.receive("home/bedroom", "own")
        try visit.type("g<Right><Down>").see("…/sensor/temp", in: .messages).see("home/bedroom", in: .messages)
    }

    @Test("What a key does is read whole in the help, at every width", arguments: [40, 60, 80, 120])
    func help(width: Int) throws {
        let visit = Visit(width: width, height: 24)
        try visit.type("?setMark")
        let rows = visit.look()
        #expect(!rows.dropFirst(2).dropLast(2).contains { $0.contains("…") }, "\(visit.screen)")
        #expect(rows.contains { $0.contains("take it away") || $0.contains(" away ") }, "\(visit.screen)")
    }

    @Test("The figures of retained messages stand beside the filter, not over it", arguments: [40, 60, 80])
    func retained(width: Int) throws {
        let visit = Visit(width: width, height: 20)
        for number in 0..<20 { visit.receive("a/\(number)", "x", retain: true) }
        try visit.type("r").see("Filter")
        visit.receive("a/7", "y")
        visit.see("Filter").see("20 messages, 20 B")
    }

    @Test("A form of one field knows no next one")
    func oneField() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "1")
        try visit.type("G<Tab>w").see("Enter write").miss("next field")
        try visit.type("<Esc><S-Tab>s").see("Enter subscribe").see("next field")
    }

    @Test("All kinds of a secret are seen at 80x24; a group has its heading on top; what stands there is offered")
    func connectionForm() throws {
        let visit = try ConnectionsViewTests.visit(width: 80, height: 24)
        try visit.type("e").see("none typed $variable file command asked token")
        try visit.type("<PgDn><PgDn><PgDn>")
        let rows = visit.look()
        #expect(rows.prefix(3).contains { $0.contains("Session") }, "\(visit.screen)")
        try visit.type("<PgUp><PgUp><PgUp>x").miss("homex")
        try visit.type("<Esc>y").type("e<End>x").see("homex")
        try visit.type("<Esc>y").type("a").type("<Tab>b").see("mqtt://b")
    }

    @Test("A verdict is read whole, and a row of figures has whole ones")
    func wire() throws {
        let visit = Visit(width: 80, height: 24)
        func say(_ direction: TapEvent.Direction, _ packet: Packet) throws {
            var bytes = ByteBuffer()
            try PacketEncoder(version: .v5).encode(packet, into: &bytes)
            visit.window.model.apply(
                .wire(
                    Traffic(
                        direction: direction, version: .v5, time: visit.now, uptime: visit.now * 1000, bytes: bytes),
                    of: visit.workspace.id))
        }
        let filter = "plant/hall/line/press/motor/bearing/left/temperature/#"
        try say(
            .sent, .subscribe(Subscribe(packetID: 1, subscriptions: [Subscription(filter: filter, qos: .exactlyOnce)])))
        try say(.received, .subscribeAck(SubscribeAck(packetID: 1, reasons: [.grantedQoS1])))
        try visit.type("5v<Enter>")
        let verdict = try #require(visit.pane(.packet)).split(separator: "\n").dropFirst().prefix {
            !$0.contains("Header")
        }
        #expect(verdict.count > 1 && !verdict.contains { $0.contains("…") }, "\(visit.screen)")
        #expect(verdict.last?.contains(")") == true, "\(visit.screen)")
        try visit.type("<S-Tab>m").miss("since 12:…").miss("65,5…")
        visit.see("only verdicts  since the mark", in: .packets)
    }

    @Test("A column of figures has their points below each other")
    func column() {
        #expect(
            [1, 1.7, 0.6, 12, 120, 1204].map(LoadWords.column) == ["1.00", "1.70", "0.60", "12.0", "120", "1,204"])
    }

    @Test("An editor says at the left that text stands before what is seen")
    func editor() throws {
        var editor = TextEditor(String(repeating: "x", count: 60))
        editor.fit(to: Size(width: 40, height: 3))
        editor.moveCursor(to: editor.content.count)
        editor.fit(to: Size(width: 40, height: 3))
        let grid = Grid(size: Size(width: 40, height: 3))
        let look = Look(theme: TestTheme.theme, now: Visit.noon, isFocused: true, size: grid.size, alarm: Alarm())
        _ = editor.draw(look, into: Canvas(grid), isActive: true)
        #expect(grid.rows[0].hasPrefix(" 1…x"), "\(grid.rows[0])")
    }

    @Test("A chart of a few seconds begins with its first value, and says how much of its window is filled")
    func chart() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<4 { visit.receive("t", "\(20 + number)", after: 1_000_000) }
        try visit.type("Gc")
        visit.see("3 s of 5 min").see("╰12:31:06")
    }
}
