import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing
import Topics

@testable import Interface
@testable import SignIn

/// Every view and every popup on screens of every size: what `ScreenPromises` looks for.
@Suite("Every view and popup on small screens") struct SmallScreensTests {
    /// What is opened, from the first screen on.
    private static let journeys = panes + popups

    private static let panes = [
        "", "o", "o<Down><Down><Down>", "/kit", "<Tab>", "<Tab>/21", "<Tab><Tab>", "<Tab><Tab>v", "<Tab><Tab>vv",
        "<Tab><Tab><Tab>", "2", "2<Tab>", "2<Tab><Enter>", "2<Tab><Enter><Home>", "2<Tab>]]", "2<Tab>]]]", "2<Tab>]]]]",
        "2<Tab>]]]]]", "2<Tab><Tab>", "2<Tab><Tab>]", "2<Tab><Tab>]]", "2<Tab><Tab>]]]", "2<Tab><Tab>]]]]",
        "2<Tab><Tab>]]]]]", "2<Tab><Tab>v", "2H", "3", "3<Down><Down>", "3<Tab>", "3 <Right> <Right> <Tab>",
        "3<Tab><Tab>", "3<Tab><Tab><Tab>", "3<Tab><Tab><Tab><Tab>", "4", "4<Tab>", "4<Tab><Tab>", "5", "5/mqtt", "5+",
        "5<Up><Up><Tab>", "5<Up><Up><Tab><Right>", "5<Up><Up><Up><Up><Up><Up><Up><Tab>",
    ]

    private static let popups = [
        "p", "p<C-o>", "p<C-o><C-o>", "p<C-o><C-o><C-o>", "s", "u", "r", "P", "P<Tab>", "X", "q", "!", "?", "<C-p>",
        "<C-o>", "o<Down><Down><Del>", "ok<Down>c", "<M-r>", "<M-r><Enter><Enter>", "<M-u>", "<M-u><S-Tab><S-Tab>",
        "2<M-u>", "2<M-e>",
        "2<M-e><S-Tab>", "2<M-e><Enter>P", "2S", "2m", "2r", "2x", "2C", "2Ca", "2p", "2O", "2<Tab>m", "2<Tab>t",
        "2<Tab>]]]t",
        "4e", "4e<PgDn>", "4e<PgDn><PgDn>", "4a", "4r", "4x", "4<Tab><Tab>a", "4<Tab><Tab>K", "5w", "3w", "<Tab>w",
    ]

    /// A person with a bit of everything.
    static func visit(_ size: Size) throws -> Visit {
        let visit = try ConnectionsViewTests.visit(width: size.width, height: size.height)
        House.fillSubscribed(visit)
        for beat in 0..<4 {
            for (name, value) in [
                ("clients/connected", beat), ("load/publish/received/1min", 600 + beat), ("uptime", beat),
            ] {
                visit.receive("$SYS/broker/\(name)", "\(value)", after: 500_000)
            }
        }
        try WireRoomTests.Talk(visit).whole()
        var list = RequestDraft()
        (list.folder, list.name, list.url) = (
            "sensors", "list sensors", "{{base}}/sensors/of/the/whole/house?limit=100"
        )
        list.query = [DraftField("limit", "10"), DraftField("off", "1", isEnabled: false)]
        var add = RequestDraft()
        (add.name, add.method, add.url) = ("add a sensor", "POST", "{{base}}/sensors")
        add.body = .json("{\n  \"name\": \"sensor 1\"\n}")
        add.auth = .bearer(.literal("s3cret"))
        visit.window.load(requests: [list, add])
        try visit.type("2<Home><Down><Enter>1")
        var exchange = ResponsePaneTests.exchange(#"{"name": "sensor1", "value": 21.50, "list": [1, 2, 3]}"#, id: 77)
        exchange.requestID = visit.window.composer.current
        visit.window.composer.exchanges.update(exchange)
        // The focus of each view is where it begins.
        visit.now += 60_000_000
        return visit
    }

    /// The words that large screens have of all of it.
    private static let promises: ScreenPromises? = {
        var known: Set<String> = []
        for size in [Size(width: 240, height: 70), Size(width: 120, height: 50)] {
            for keys in journeys {
                guard let visit = try? visit(size), (try? visit.type(keys)) != nil else { return nil }
                for row in ScreenPromises.words(of: visit) { known.formUnion(row) }
                _ = try? visit.type("z")
                for row in ScreenPromises.words(of: visit) { known.formUnion(row) }
            }
        }
        return ScreenPromises(known: known)
    }()

    @Test(
        "What is open stands between status line and views, within its frame, and what is cut has a mark",
        arguments: [(40, 10), (44, 12), (60, 16), (80, 24)])
    func all(width: Int, height: Int) throws {
        let promises = try #require(Self.promises)
        for keys in Self.journeys {
            let visit = try Self.visit(Size(width: width, height: height))
            try visit.type(keys)
            let broken = promises.broken(visit)
            #expect(broken.isEmpty, "\(width)x\(height) \(keys): \(broken)\n\(visit.screen)")
        }
    }

    @Test(
        "Also with panes as narrow and as flat as they get",
        arguments: ["(", ")", "{", "}"])
    func squeezed(key: String) throws {
        let promises = try #require(Self.promises)
        for keys in Self.panes where !keys.contains("/") {
            let visit = try Self.visit(Size(width: 80, height: 24))
            try visit.type(keys + String(repeating: key, count: 16))
            let broken = promises.broken(visit)
            #expect(broken.isEmpty, "\(keys) \(key): \(broken)\n\(visit.screen)")
        }
    }

    @Test(
        "A notice stands in the edge, with a mark where it is cut, and pushes nothing away",
        arguments: [(40, 10), (80, 24)])
    func notice(width: Int, height: Int) throws {
        for keys in Self.journeys {
            let visit = try Self.visit(Size(width: width, height: height))
            let before = try visit.type(keys).look()
            visit.workspace.notify(
                Notice(
                    at: visit.now, kind: .warning,
                    text: "The topic is not as it was: " + String(repeating: "more ", count: 20)))
            let rows = visit.look()
            #expect(rows.last == before.last, "\(keys): \(rows.last ?? "")")
            let edge = rows[height - 2]
            #expect(edge.contains("The topic is not") && edge.contains("…"), "\(keys): \(edge)")
            // All else is as it was.
            let others = zip(rows.dropLast(2), before.dropLast(2)).filter { $0 != $1 }
            if !keys.hasSuffix("!") { #expect(others.isEmpty, "\(keys): \(others)") }
        }
    }

    @Test("Questions that come by themselves have room too", arguments: [(40, 10), (44, 12), (80, 24)])
    func questions(width: Int, height: Int) throws {
        let url = "https://login.example.com/device?" + String(repeating: "code=1234&", count: 20)
        let prompts = [
            SignInPrompt(way: .device(code: "WDJB-MJHT", completeURL: nil), url: url, end: Visit.noon + 900_000_000),
            SignInPrompt(way: .browser, url: url, end: Visit.noon + 900_000_000),
        ]
        for number in 0..<5 {
            let visit = try Self.visit(Size(width: width, height: height))
            let stage = visit.window.stage
            let popup: any Overlay =
                switch number {
                case 0, 1: SignInOverlay(stage, 1, host: "login.example.com", prompts[number])
                case 2: SecretOverlay(stage, 1, for: "the password of home")
                case 3:
                    ConfirmOverlay(stage, "Delete", String(repeating: "Delete all of it? ", count: 40)) { [] }
                default:
                    ChoiceOverlay(
                        stage, "Leave", words: { Array(repeating: "1 publish waits for the broker", count: 9) },
                        choices: {
                            [.wait, .drop, .saveElsewhere, .loseChanges, .stay].map { action in
                                ChoiceOverlay.Choice(action, "does \(action.rawValue)") { [] }
                            }
                        }, selected: { _ in 0 })
                }
            stage.overlays.append(popup)
            let broken = ScreenPromises(known: []).broken(visit)
            #expect(broken.isEmpty, "\(popup.title): \(broken)\n\(visit.screen)")
            // What leads on is seen.
            let words = popup is ConfirmOverlay ? "any other key" : popup is ChoiceOverlay ? "Esc stay" : "Esc"
            visit.see(words)
        }
    }
}
