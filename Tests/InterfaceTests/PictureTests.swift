import Interface
import Kit
import Model
import Terminal
import TestSupport
import Testing
import Topics

@Suite("Pictures of the screen")
struct PictureTests {
    private func check(_ visit: Visit, _ name: String) throws {
        visit.look()
        try Snapshot.check(visit.grid, named: name, letter: TestTheme.letter)
    }

    private func house(width: Int = 120, height: Int = 36) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fillSubscribed(visit)
        visit.look()
        return visit
    }

    @Test("the whole screen at 120x36")
    func wide() throws {
        try check(house().type("O<Down>o<Down><Down>jjj"), "explore-120x36")
    }

    @Test("the smallest screen")
    func small() throws {
        try check(house(width: 80, height: 24).type("o/wind<Enter>"), "explore-80x24")
    }

    @Test("three columns on a wide screen")
    func columns() throws {
        try check(house(width: 210, height: 30).type("ojj"), "explore-210x30")
    }

    @Test("three rows on a tall screen")
    func rows() throws {
        try check(house(width: 80, height: 50).type("ojj"), "explore-80x50")
    }

    @Test("too small a screen says so")
    func tooSmall() throws {
        try check(house(width: 38, height: 8), "too-small")
    }

    @Test("a filter being typed")
    func filter() throws {
        try check(house().type("o/kit"), "filter")
    }

    @Test("the message pane, zoomed")
    func message() throws {
        let visit = house(width: 80, height: 24)
        visit.workspace.live.describeProperties = { _ in [("content-type", "application/json"), ("user: a", "b")] }
        try check(visit.type("o/wind<Enter><Esc><Tab><Tab>zjj"), "message-zoomed")
    }

    @Test("a lost connection in the log")
    func gap() throws {
        let visit = house(width: 80, height: 24)
        visit.workspace.live.markGap(at: visit.now)
        visit.receive("home/hall/lamp", #"{"on":false}"#)
        visit.workspace.connection.state = .waiting(
            until: visit.now + 3_500_000, attempt: 2, reason: "connection refused; is the broker running?")
        try check(visit.type("<Tab>"), "gap")
    }

    @Test("the help")
    func help() throws {
        try check(house(width: 80, height: 24).type("?"), "help")
    }

    @Test("the palette")
    func palette() throws {
        try check(house(width: 80, height: 24).type("<C-p>sub"), "palette")
    }

    @Test("publishing")
    func publish() throws {
        try check(house(width: 80, height: 24).type("jjp{}<Tab><Tab><Right>"), "publish")
    }

    @Test("unsubscribing")
    func unsubscribe() throws {
        let visit = house(width: 80, height: 24)
        visit.workspace.subscriptions = [
            SubscriptionStatus(filter: "#", qos: 0, state: .granted(0)),
            SubscriptionStatus(filter: "secret/#", qos: 1, state: .refused("not authorized (0x87)")),
        ]
        try check(visit.type("u<Down>"), "unsubscribe")
    }

    @Test("a question")
    func question() throws {
        try check(house(width: 80, height: 24).type("X"), "question")
    }

    @Test("an empty tree says why")
    func refused() throws {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.subscriptions = [
            SubscriptionStatus(
                filter: "#", qos: 0, state: .refused("not authorized (0x87): ask for a filter your account may read"))
        ]
        try check(visit, "empty-refused")
    }

    @Test("without colour, attributes tell the looks apart")
    func mono() throws {
        let theme = try #require(Theme.named("mono")?.theme)
        let visit = Visit(width: 80, height: 24, theme: theme)
        House.fillSubscribed(visit)
        try visit.type("ojj/wind<Enter>").look()
        try Snapshot.check(visit.grid, named: "mono") { style in
            switch style.attributes {
            case []: "."
            case .bold: "b"
            case .dim: "d"
            case .underline: "u"
            case .reverse: "r"
            default: style.attributes.contains(.reverse) ? "R" : style.attributes.contains(.underline) ? "U" : "B"
            }
        }
    }
}
