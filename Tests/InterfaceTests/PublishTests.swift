import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

@Suite("Composing and sending") struct PublishTests {
    private func house() throws -> Visit {
        let visit = Visit()
        House.fill(visit)
        return visit
    }

    private func sent(_ visit: Visit) throws -> PublishDraft {
        guard case .publish(.send(let draft, _))? = visit.takeEffects().last else {
            Issue.record("nothing was sent:\n\(visit.screen)")
            return PublishDraft()
        }
        return draft
    }

    @Test("the composer opens on the last payload as it was sent, in the form it has")
    func lastPayload() throws {
        let visit = try house().type("o/lamp<Enter>p").see(#"{"on":true}"#)
        try visit.type("<C-s>")
        let draft = try sent(visit)
        #expect(draft.format == .json && draft.qos == 1 && draft.retain)
        #expect(draft.payload == #"{"on":true}"#)
        try visit.type("<Esc><Esc>/raw<Enter>p").see("00 01 02 ff fe 1b 5b")
        try visit.type("<C-s>")
        #expect(try sent(visit).format == .hex)
    }

    @Test("braces of a payload stand for themselves when it is sent again")
    func braces() throws {
        let visit = Visit()
        visit.receive("a", "{{uuid}} {{x}}")
        try visit.type("Gp<C-s>")
        let draft = try sent(visit)
        var generators = Generators(seed: 1)
        let resolved = try ResolvedPublish(
            draft, TemplateExpander(variables: Variables()), generators: &generators, now: 0, lastValue: { _ in nil })
        #expect(resolved.payload == .bytes(Array("{{uuid}} {{x}}".utf8)))
    }

    @Test("a value that breaks a JSON payload keeps it from being sent, and what to write is said")
    func brokenValue() throws {
        var draft = PublishDraft()
        (draft.topic, draft.format) = ("a", .json)
        draft.payload = #"{"a":"{{quote}}"}"#
        let expander = TemplateExpander(
            variables: Variables([.init("quote", .literal("a\"b"), origin: "")]))
        var generators = Generators(seed: 1)
        func resolve() throws(ResolvedPublish.Problem) -> ResolvedPublish {
            try ResolvedPublish(draft, expander, generators: &generators, now: 0, lastValue: { _ in nil })
        }
        let problem = #expect(throws: ResolvedPublish.Problem.self) { try resolve() }
        #expect(problem?.description.hasPrefix("Write {{quote|json}}") == true && problem?.payloadOffset == 6)
        draft.payload = #"{"a":"{{quote|json}}"}"#
        #expect(try resolve().payload == .bytes(Array(#"{"a":"a\"b"}"#.utf8)))
        // Wrong by itself: it is sent as typed.
        draft.payload = #"{"a":"{{quote}}""#
        #expect(try resolve().payload == .bytes(Array(#"{"a":"a"b""#.utf8)))
    }

    /// A message that came with properties.
    private func lamp(_ payload: String = "21.5") throws -> Visit {
        let visit = Visit()
        visit.workspace.draftProperties = { _ in
            var properties = PublishDraftProperties()
            (properties.responseTopic, properties.correlationData) = ("reply/old", "oldid")
            properties.userProperties = [DraftField("trace", "t-17")]
            return properties
        }
        visit.receive("dev/lamp", payload, retain: true)
        return try visit.type("o/lamp<Enter>p").see("Properties 3")
    }

    @Test("what came with a message is said beside its payload, is sent with it, and goes when that is typed over")
    func typedOver() throws {
        let visit = try lamp().see("with response topic, correlation data, 1 user property")
        try visit.type("<C-s>")
        #expect(try sent(visit).properties.responseTopic == "reply/old")
        // After a key that keeps the payload it is gone on with.
        try visit.type("<End>0<C-s>")
        #expect(try sent(visit).payload == "21.50")
        #expect(try sent(try lamp().type("<Home>1<C-s>")).properties.correlationData == "oldid")
        for keys in ["22", "<Backspace>22"] {
            let visit = try lamp().type(keys).miss("Properties 3")
            try visit.type("<C-s>")
            let draft = try sent(visit)
            #expect(draft.payload == "22" && draft.properties == PublishDraftProperties())
        }
        try lamp().type("2").see("Without what went along with the message that was there: response topic")
        // An empty payload is typed over with the first letter, too; a paste is typed.
        #expect(try sent(try lamp("").type("on<C-s>")).properties == PublishDraftProperties())
        let pasted = try lamp()
        pasted.paste("22")
        #expect(try sent(try pasted.type("<C-s>")).properties == PublishDraftProperties())
    }

    @Test("properties that the person has changed stay when the payload is typed")
    func ownProperties() throws {
        let visit = try lamp().type("<C-o><Tab><Tab><Tab><C-u>reply/new<C-o><C-o>22<C-s>")
        let draft = try sent(visit)
        #expect(draft.payload == "22" && draft.properties.responseTopic == "reply/new")
    }

    @Test("topics are completed from the tree")
    func completion() throws {
        let visit = try house().type("phome/k").see("home/kitchen")
        try visit.type("<Tab>/h<Tab>").see("home/kitchen/humidity")
        try visit.type("<C-s>")
        #expect(try sent(visit).topic == "home/kitchen/humidity")
    }

    @Test("templates are previewed, and what stands for nothing is named")
    func preview() throws {
        let visit = try house().type("o/lamp<Enter>p<M-a>")
        visit.paste(#"{"at":"{{time}}","t":{{topic:home/kitchen/temperature}}}"#)
        // Braces of a paste stand for themselves unless the person says otherwise.
        visit.see("Variables?").miss(#""t":21.4}"#)
        try visit.type("y")
        visit.see(#"becomes {"at":"12:31"#).see(#""t":21.4}"#)
        try visit.type("<M-a>")
        visit.paste("{{nothing}}")
        try visit.type("y")
        visit.see("nothing is called nothing")
        try visit.type("<M-a>{{randomInt 6 1}}").see("6 is more than 1")
    }

    @Test("a variable that is secret by its name is dots in the preview, and sent as it is")
    func secretPreview() throws {
        let visit = try house()
        visit.window.book.captured = [
            .init("token", .literal("tok-hunter2"), origin: "test"), .init("room", .literal("hall"), origin: "test"),
        ]
        try visit.type("o/lamp<Enter>p<M-a>")
        visit.paste(#"{"k":"{{token}}","r":"{{room}}"}"#)
        try visit.type("y")
        visit.see(#"becomes {"k":"••••••","r":"hall"}"#).miss("hunter2")
    }

    @Test("JSON is checked while it is typed, and formatted by one key")
    func json() throws {
        let visit = try house().type("o/lamp<Enter>p<M-a>")
        visit.paste(#"{"a":1.50,}"#)
        visit.see("lacks a key").see("it is sent as typed")
        try visit.type("<C-f>").see("at line 1 column 11")
        try visit.type("<Left><Backspace><C-f>").see(#"  "a": 1.50"#)
    }

    @Test("properties are read from their page; what cannot be meant is pointed at")
    func properties() throws {
        let visit = try house().type(
            "o/lamp<Enter>p<C-o>text/plain<Tab><Right><Right><Tab>60<Tab>reply/to<Tab>0xCAFE<Tab>3<Tab>")
        visit.paste("unit: °C\nroom: hall")
        try visit.type("<C-s>")
        visit.see("no topic aliases")
        try visit.type("<S-Tab><C-u><C-s>")
        let properties = try sent(visit).properties
        #expect(properties.contentType == "text/plain")
        #expect(properties.isUTF8 == true)
        #expect(properties.expiry == 60)
        #expect(properties.responseTopic == "reply/to")
        #expect(properties.userProperties == [DraftField("unit", "°C"), DraftField("room", "hall")])
        try visit.type("<S-Tab><S-Tab><S-Tab><C-u>soon<C-s>").see("soon is not seconds")
        #expect(visit.takeEffects().isEmpty)
    }

    @Test("a draft that was not sent is there again")
    func kept() throws {
        let visit = try house().type("o/lamp<Enter>p<M-a>half a thought<Esc>")
        try visit.miss("half a thought").type("p").see("half a thought")
        try visit.type("<C-s><Esc>p").miss("half a thought")
    }

    @Test("what was formatted, or came from the editor, since the last sending is there again, too")
    func keptChanged() throws {
        let visit = try house().type("o/lamp<Enter>p<M-a>{\"a\":[1,2]}<C-s>")
        #expect(try sent(visit).payload == #"{"a":[1,2]}"#)
        try visit.type("<C-f><Esc>p<C-s>")
        let formatted = try sent(visit).payload
        #expect(formatted.contains("\"a\"") && formatted.contains("\n"), "\(formatted)")
        try visit.type("<M-e>")
        let jobs = visit.takeEffects().compactMap { effect in
            if case .program(.runInTerminal(let job)) = effect { job } else { nil }
        }
        visit.window.returned(from: try #require(jobs.last), with: .edited("from outside"))
        try visit.type("<Esc>p").see("from outside")
    }

    @Test("what is on its way is told step by step")
    func steps() throws {
        let visit = try house().type("o/lamp<Enter>p<Tab><Tab><Right><C-s>")
        let draft = try sent(visit)
        let id = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 3, now: visit.now)
        visit.workspace.publishing.outbox.reached(.queued, id, at: visit.now)
        visit.see("waits to be sent").see("1 to send")
        for (step, after) in [(Delivery.Step.written, 0), (.received, 1200), (.released, 1300), (.completed, 2000)] {
            visit.workspace.publishing.outbox.reached(step, id, at: visit.now + Int64(after))
            visit.see("1 not acknowledged").miss("to send")
            #expect(WaitingPublishes(visit.workspace.publishing).words == "1 sent and not acknowledged")
        }
        visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now + 2000)
        visit.see("PUBLISH, PUBREC 1.2 ms, PUBREL, PUBCOMP 2.0 ms: delivered").miss("not acknowledged")
        try visit.type("<Esc>P").see("Sent 1").see("home/hall/lamp")
    }

    @Test("a held publish is told in the status line and the list, and one key decides what becomes of it")
    func held() throws {
        let visit = try house().type("o/lamp<Enter>p<Tab><Tab><Right><C-s>")
        let draft = try sent(visit)
        let id = visit.workspace.publishing.outbox.begin(draft, topic: draft.topic, size: 3, now: visit.now)
        visit.workspace.publishing.outbox.hold(id, "2 connections ended right behind it, the last 1 ms after PUBLISH x")
        let later = visit.workspace.publishing.outbox.begin(draft, topic: "later", size: 3, now: visit.now)
        try visit.type("<Esc>P").see("Sent 2, 1 held").see("1 to send, 1 held").see("held, QoS 2: 2 connections")
        visit.see("the last 1 ms after PUBLISH x").see("lower its QoS").see("give up")
        _ = visit.takeEffects()
        try visit.type("s")
        #expect(visit.takeEffects() == [.publish(.settle(publish: id, .sendAgain))])
        try visit.type("l")
        #expect(visit.takeEffects() == [.publish(.settle(publish: id, .lower(toQoS: 1)))])
        try visit.type("x")
        #expect(visit.takeEffects() == [.publish(.settle(publish: id, .giveUp))])
        // What is newer comes above it; the cursor stays where it is.
        _ = visit.workspace.publishing.outbox.begin(draft, topic: "newest", size: 3, now: visit.now)
        try visit.type("x")
        #expect(visit.takeEffects() == [.publish(.settle(publish: id, .giveUp))])
        visit.workspace.publishing.outbox.end(id, .failed("given up"), at: visit.now)
        visit.workspace.publishing.outbox.end(later, .delivered(nil), at: visit.now)
        visit.look()
        #expect(visit.workspace.publishing.outbox.held == 0)
        visit.see("1 to send").miss("held")
        try visit.type("l")
        #expect(visit.takeEffects().isEmpty)
    }

    @Test("what asked for a reply asks for it again from the list, where its reply is read")
    func reply() throws {
        let visit = try Visit().type("pask/x<Tab><Tab><Tab><Tab>now?<C-o><C-o><Right><Tab><C-u>2 s<C-s>")
        guard case .publish(.send(let draft, reply: let wish?))? = visit.takeEffects().last else {
            Issue.record("nothing was asked:\n\(visit.screen)")
            return
        }
        #expect(wish.timeout == 2_000_000)
        func ask(_ topic: String) -> Int {
            let id = visit.workspace.publishing.outbox.begin(
                draft, topic: draft.topic, size: 4, reply: wish.timeout, now: visit.now)
            visit.workspace.publishing.replies.begin(
                id: id, responseTopic: topic, correlationData: nil, now: visit.now, timeout: wish.timeout,
                endSequence: visit.workspace.live.messages.endSequence)
            visit.workspace.publishing.outbox.end(id, .delivered(nil), at: visit.now)
            return id
        }
        func look() {
            _ = visit.workspace.publishing.replies.look(
                in: visit.workspace.live.topics, visit.workspace.live.messages, now: visit.now
            ) { _ in nil }
        }
        _ = ask("martlet/reply/1")
        try visit.type("<Esc>P").see("sent, QoS 0; waits for a reply on martlet/reply/1")
        visit.receive("martlet/reply/1", "noon", after: 12_000)
        look()
        visit.see("sent, QoS 0; reply after 12").see("│ noon")
        try visit.type("s")
        #expect(visit.takeEffects() == [.publish(.send(draft, reply: wish))])
        _ = ask("martlet/reply/2")
        visit.now += 2_000_000
        look()
        try visit.type("<Home>").see("no reply on martlet/reply/2 within 2")
        // As a draft, too, and when that is kept for the next time.
        try visit.type("<Enter><C-o><C-o>").see("Expect a reply").type("<C-s>")
        #expect(visit.takeEffects() == [.publish(.send(draft, reply: wish))])
        try visit.type("<C-o>!<Esc>p<C-s>")
        guard case .publish(.send(_, reply: wish))? = visit.takeEffects().last else {
            Issue.record("what was kept asks for no reply:\n\(visit.screen)")
            return
        }
    }

    @Test("runs are listed, paused and stopped")
    func runs() throws {
        let visit = try house().type("o/lamp<Enter>p<C-o><C-o><Tab><Tab><C-u>500 ms<Tab>3<C-r>").see("Started")
        #expect(visit.workspace.publishing.runs.first?.interval == 500_000)
        #expect(visit.workspace.publishing.runs.first?.total == 3)
        try visit.type("<Esc>P").see("every 500 ms").see("running, 0 of 3").see("repeating 1")
        try visit.type("<Space>").see("paused")
        try visit.type("<C-x>").see("stopped").miss("repeating")
        try visit.type("<C-x>").see("Nothing is being repeated")
        try visit.type("<Esc>p<C-o><C-o><Tab><Tab><C-u>soon<C-r>").see("a time is written 500 ms")
    }

    @Test("the retained desk lists, asks, clears in paces, and puts back")
    func retained() throws {
        let visit = try house().type("r").see("Retained").see("home/hall/lamp").see("$SYS/broker/version")
        try visit.type("/home/#<Enter>").miss("$SYS/broker/version")
        try visit.type("C").see("Clear the 1 retained message listed, 11 B in all?")
        try visit.type("n").miss("Clearing")
        try visit.type("Cy").see("Clearing: 0 of 1")
        #expect(visit.workspace.publishing.sweep?.takeNext()?.topic == "home/hall/lamp")
        visit.workspace.keepRetained("home/hall/lamp")
        visit.workspace.live.topics.noteRetained(topic: "home/hall/lamp", false)
        visit.workspace.publishing.sweep?.ended("home/hall/lamp", failure: nil)
        visit.see("Clearing: 1 of 1, done").see("cleared")
        try visit.type("U").see("Put the retained message of home/hall/lamp back?").type("y").see(
            "Putting back: 0 of 1")
        #expect(visit.workspace.publishing.sweep?.takeNext()?.payload == Array(#"{"on":true}"#.utf8))
        visit.workspace.publishing.sweep?.ended("home/hall/lamp", failure: "Not authorized (0x87)")
        try visit.type("e").see("home/hall/lamp: Not authorized (0x87)")
    }

    @Test("clearing what is listed leaves the broker's own topics alone")
    func retainedOfBroker() throws {
        let visit = try house().type("r/<Esc>").see("$SYS/broker/version")
        try visit.type("C").see("The broker's own").see("with a leading $ stay").type("y")
        var topics: [String] = []
        while let item = visit.workspace.publishing.sweep?.takeNext() { topics.append(item.topic) }
        #expect(!topics.isEmpty && !topics.contains { $0.hasPrefix("$") }, "\(topics)")
        try visit.type("<Esc>/$SYS/#<Enter>C").see("are the broker's own")
    }

    @Test("at 80x24 topics of many levels are told apart")
    func retainedNarrow() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("site/building/floor/room/temperature", "1", retain: true)
        visit.receive("site/building/floor/room/humidity", "2", retain: true)
        visit.receive("$SYS/broker/version", "mosquitto", retain: true)
        try visit.type("r/<Esc>").see("room/temperature").see("room/humidity")
        // A question that is longer than the screen is wide is whole.
        try visit.type("C").see("Clear the 2 retained messages listed, 2 B in all?").see("leading $ stay.")
    }

    @Test("the desk follows what the broker sends, and says where it may keep another value")
    func retainedFollows() throws {
        let visit = Visit()
        visit.receive("a/one", "1", retain: true)
        try visit.type("Gr/<Esc>").see("1 message, 1 B").miss("changed since")
        visit.receive("a/two", "22", retain: true, after: 1_000_000)
        visit.see("2 messages, 3 B").see("a/two")
        visit.receive("a/one", "333", after: 1_000_000)
        visit.receive("a/two", "", retain: true, after: 1_000_000)
        visit.see("1 message, 3 B, 1 changed since: r asks").miss("a/two ")
        // A list that comes anew leaves the cursor on its topic.
        visit.receive("b", "4", retain: true, after: 1_000_000)
        try visit.type("G")
        visit.receive("c", "5", retain: true, after: 1_000_000)
        try visit.see("3 messages, ").type("<Del>").see("retained message of b?")
    }

    @Test(
        "every popup can be drawn at 80x24 and at 40x10",
        arguments: [
            "p", "p<C-o>", "p<C-o><C-o>", "P", "P<Tab>", "r", "?", "<C-p>", "!", "c", "s", "<C-o>", "4a", "4e", "2S",
        ])
    func small(_ keys: String) throws {
        for size in [Size(width: 80, height: 24), Size(width: 40, height: 10)] {
            let visit = Visit(width: size.width, height: size.height)
            House.fill(visit)
            try visit.type("o/lamp<Enter>\(keys)")
            #expect(visit.look().count == size.height)
            try visit.type("<Down><Up><PgDn><Tab>x<Esc>")
        }
    }

    @Test(
        "a user property is composed again as it came",
        arguments: [
            ("a", "b"), ("a:b", "v"), ("a", "one\ntwo"), ("a", " x"), ("", "v"), ("\"a\"", "\"b\""), ("a", ""),
            ("a", "x: y"), ("a\r\nb", "\\"), ("\"a\": \"b\"", "c"),
        ])
    func userProperties(name: String, value: String) throws {
        var draft = PublishDraft()
        draft.topic = "t"
        draft.properties.userProperties = [DraftField("first", "1"), DraftField(name, value), DraftField("last", "2")]
        let composer = PublishComposer(draft, Visit().window.explore.desk.publisher)
        #expect(composer.typed?.properties.userProperties == draft.properties.userProperties)
    }
}
