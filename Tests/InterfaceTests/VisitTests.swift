import Interface
import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

/// Visits: type keys, see the screen.
@Suite("Visits to the explorer") struct VisitTests {
    @Test("Topics open and close, and the value is in the row")
    func tree() throws {
        let visit = Visit()
        visit.receive("home/kitchen/temperature", "21.4")
        visit.receive("home/hall/lamp", #"{"on":true}"#, retain: true)
        visit.see("▸ home")
        try visit.type("o")
        visit.see("▾ home")
        visit.see("21.4")
        try visit.type("gO")
        visit.miss("kitchen/temperature 21")
        visit.see("▸ home")
    }

    @Test("A filter narrows the tree while it is typed, and Esc brings it back")
    func filter() throws {
        let visit = Visit()
        visit.receive("home/kitchen/temperature", "21.4")
        visit.receive("garden/pump", "off")
        try visit.type("/kit")
        visit.see("kitchen")
        visit.miss("▸ garden")
        try visit.type("<Esc>")
        visit.see("garden")
    }

    @Test("JSON is pretty, numbers and duplicate keys as sent")
    func json() throws {
        let visit = Visit()
        visit.receive("a", #"{"Value": 86, "Big": 12345678901234567890, "Value": 1e2}"#)
        try visit.type("g")
        visit.see(#""Value": 86,"#)
        visit.see(#""Big": 12345678901234567890,"#)
        visit.see(#""Value": 1e2"#)
    }

    @Test("v walks through the views of a payload")
    func views() throws {
        let visit = Visit()
        visit.receive("a", "hello")
        try visit.type("g<Tab><Tab>v")
        visit.see("raw")
        try visit.type("v")
        visit.see("68 65 6c 6c 6f")
        try visit.type("v")
        visit.see("diff")
    }

    @Test("Space holds the log; what arrives is counted; Space follows again")
    func pause() throws {
        let visit = Visit()
        visit.receive("a", "one")
        try visit.type("<Tab><Space>")
        visit.receive("a", "two")
        visit.receive("a", "three")
        visit.see("paused, 2 new")
        try visit.type("<Space>")
        visit.see("following")
        visit.see("three")
    }

    @Test("Publishing asks for topic and payload and checks them")
    func publish() throws {
        let visit = Visit()
        visit.receive("cmd/lamp", "off")
        try visit.type("ogGp<C-u>on<C-s>")
        var wanted = PublishDraft()
        wanted.topic = "cmd/lamp"
        wanted.payload = "on"
        #expect(visit.takeEffects() == [.publish(.send(wanted, reply: nil))])
        try visit.type("<Tab>/#<C-s>")
        visit.see("no + or #")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<Esc>")
        visit.miss("no + or #")
    }

    @Test("Subscribing checks the filter")
    func subscribe() throws {
        let visit = Visit()
        try visit.type("ssport+<Enter>")
        visit.see("+ stands for a whole level")
        try visit.type("<C-u>sport/+<Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "sport/+", qos: 0))])
    }

    @Test("Forgetting a topic takes it and its messages away")
    func forget() throws {
        let visit = Visit()
        visit.receive("a", "first")
        visit.receive("b", "second")
        try visit.type("gx")
        visit.miss("first")
        visit.see("second")
    }

    @Test("An empty tree says why", arguments: [false, true])
    func empty(isRefused: Bool) {
        let visit = Visit()
        visit.workspace.subscriptions = [
            .init(filter: "#", qos: 0, state: isRefused ? .refused("Not authorized (0x87)") : .granted(0))
        ]
        visit.see(isRefused ? "refused every subscription" : "Waiting for messages")
        visit.see(isRefused ? "0x87" : "subscribed")
    }

    @Test("Losses stand in the status line only when there are any")
    func losses() {
        let visit = Visit()
        visit.miss("evicted")
        visit.see("0 topics")
    }

    @Test("A terminal that is too small is told the size it needs")
    func small() {
        for (width, height) in [(39, 24), (80, 9)] { Visit(width: width, height: height).see("40x10") }
    }

    @Test("Below 80x24 one pane at a time has the screen, down to 40x10", arguments: [(60, 10), (40, 10), (79, 30)])
    func onePane(width: Int, height: Int) throws {
        let visit = Visit(width: width, height: height)
        visit.receive("home/hall/lamp", "{\"on\": true}")
        visit.see("home", in: .topics)
        #expect(visit.pane(.messages) == nil)
        try visit.type("<Tab>").see("home/hall/lamp", in: .messages)
        try visit.type("<Enter>").see("\"on\": true", in: .message)
        #expect(visit.pane(.topics) == nil)
        try visit.type("2<Tab>").see("GET", in: .request)
        try visit.type("3").see("Load").type("4").see("Connections")
        try visit.type("1?").see("Help").type("<Esc><C-p>quit").see("quit").type(
            "<Esc><Esc>phome/x<Tab><Tab><Tab><Tab>on")
        try visit.type("<C-s>")
        let sent = visit.takeEffects().contains { if case .publish = $0 { true } else { false } }
        #expect(sent, "\(visit.screen)")
    }

    @Test("Help shows the keys of the focused pane first; the palette does what it names")
    func helpAndPalette() throws {
        let visit = Visit()
        try visit.type("?")
        visit.see("sort by name")
        try visit.type("<Esc><C-p>quit<Enter>")
        #expect(visit.takeEffects() == [.program(.quit)])
    }

    @Test("No payload byte is drawn as a control")
    func hostile() throws {
        let visit = Visit()
        visit.receive("evil\u{1B}[2J", "\u{1B}[2J\u{9B}\u{202E}\u{07}")
        try visit.type("g<Tab><Tab>vvv")
        for scalar in visit.screen.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E)
        }
    }
}
