import Kit
import Model
import Profile
import Terminal
import Testing

@testable import Interface

@Suite("Notices")
struct NoticesTests {
    private let reason =
        "cannot connect to mqtts://broker.example:8883: the certificate was signed by nobody that this machine trusts; "
        + "give its authority with --cafile, or look with --insecure"

    @Test("A key that writes to a file is named only where there is one")
    func tooMuchToCopy() {
        let visit = Visit(width: 120, height: 30)
        // The moment is known from the first frame on.
        visit.look()
        #expect(!visit.window.stage.canCopy(CopyLimit.bytes + 1, writtenIn: .message))
        visit.see("are too much for the clipboard: w writes them to a file")
        #expect(!visit.window.stage.canCopy(CopyLimit.bytes + 1))
        visit.see("are too much for the clipboard").miss("writes them to a file")
        #expect(visit.window.stage.canCopy(1))
    }

    @Test("a reason that the lines cut is read whole behind !", arguments: [80, 120])
    func whole(width: Int) throws {
        let visit = Visit(width: width, height: 24)
        House.fill(visit)
        visit.workspace.notify(Notice(at: visit.now, kind: .error, text: reason))
        visit.workspace.connection.state = .waiting(until: visit.now + 5_000_000, attempt: 2, reason: reason)
        visit.now += 7_000_000
        // The hint names the key while there is something to ask for.
        visit.see("! why")
        try visit.type("!").see("Notices")
        for word in reason.split(separator: " ") { visit.see(String(word)) }
        try visit.type("<Esc>").miss("Notices")
        visit.workspace.connection.state = .connected(since: visit.now)
        visit.miss("! why")
    }

    @Test("the newest is at the end, and the older are a scroll away")
    func scroll() throws {
        let visit = Visit(width: 80, height: 24)
        try visit.type("!").see("Nothing happened yet.").type("<Esc>")
        for number in 1...300 { visit.workspace.notify(Notice(at: visit.now, kind: .info, text: "notice \(number)")) }
        visit.now += 7_000_000
        try visit.type("!").see("notice 300").miss("notice 101 ").see("200 of 200")
        try visit.type("g").see("notice 101 ").miss("notice 300").type("G").see("notice 300")
        try visit.type("<Up>").miss("notice 300").type("<Down>").see("notice 300")
        visit.workspace.notify(Notice(at: visit.now, kind: .info, text: "one more"))
        visit.see("one more").miss("notice 101 ")
    }

    @Test("What is typed behind / narrows them; the first Esc takes it away")
    func narrowed() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 1...30 { visit.workspace.notify(Notice(at: visit.now, kind: .info, text: "notice \(number)")) }
        try visit.type("!").see("filter").type("/ice 12").see("notice 12").miss("notice 13").see("1 found")
        try visit.type("<Enter>").see("notice 12").see("Esc clear").type("<Esc>").miss("clear").see("notice 30")
        try visit.type("<Esc>").miss("Notices")
        try visit.type("!/zzz").see("Nothing here has that.").type("<Esc><Esc>").miss("Notices")
    }

    @Test("a notice covers the count of hidden rows whole, or not at all")
    func counts() throws {
        let visit = Visit(width: 80, height: 24)
        visit.window.load(
            requests: (1...40).map { number in
                var draft = RequestDraft()
                (draft.name, draft.url) = ("r\(number)", "http://h/\(number)")
                return draft
            })
        try visit.type("2").see("↓ 2")
        for length in 8...24 {
            let text = String(repeating: "x", count: length)
            visit.workspace.notify(Notice(at: visit.now, kind: .info, text: text))
            visit.see(text)
            let edge = visit.look()[22]
            #expect(edge.contains("↓") || !edge.contains { $0.isNumber }, "\(edge)")
        }
    }

    @Test("words that are longer than a line are cut where it ends")
    func wrapping() {
        #expect(wrapped("a bb ccc", width: 4) == ["a bb", "ccc"])
        #expect(wrapped("abcdefgh ij", width: 3) == ["abc", "def", "gh", "ij"])
        #expect(wrapped("日本語", width: 4) == ["日本", "語"])
        #expect(wrapped("", width: 4) == [""])
    }

    @Test("What the broker tells waits until what was said before has been read; an answer and an error never wait")
    func queue() throws {
        let visit = Visit(width: 100, height: 24)
        visit.workspace.subscriptions = [SubscriptionStatus(filter: "#", qos: 0, state: .pending)]
        let offer = "M-r races polling against pushing, with the lamp and the thermostat"
        visit.workspace.notify(Notice(at: visit.now, kind: .info, text: offer))
        var news = Notice(at: visit.now, kind: .info, text: "Subscribed to #, QoS 0")
        news.isPatient = true
        visit.workspace.notify(news)
        visit.see(offer).miss("Subscribed to")
        // The screen wakes by itself when it is the next one's turn.
        let turn = try #require(NoticeLine.shown(visit.workspace.notices, now: visit.now)?.next)
        #expect(turn > visit.now + 2_000_000 && turn < visit.now + 6_000_000)
        #expect(visit.window.stage.nextChange.map { $0 <= turn } == true)
        visit.now = turn
        visit.see("Subscribed to #, QoS 0").miss(offer)
        visit.now += NoticeLine.time
        visit.miss("Subscribed to")
        visit.workspace.notify(Notice(at: visit.now, kind: .info, text: offer))
        visit.workspace.notify(Notice(at: visit.now, kind: .error, text: "the broker has gone"))
        visit.see("the broker has gone")
    }

    @Test("What would have to wait for too long is in the list only")
    func tooLong() {
        let notices = (0..<6).map { number in
            var notice = Notice(at: 0, kind: .info, text: "Subscribed to topic/\(number), QoS 0")
            notice.isPatient = true
            return notice
        }
        #expect(NoticeLine.shown(notices, now: 0)?.notice == notices[0])
        #expect(NoticeLine.shown(notices, now: 2_500_000)?.notice == notices[1])
        #expect(NoticeLine.shown(notices, now: 5_000_000)?.notice == notices[2])
        #expect(NoticeLine.shown(notices, now: 20_000_000)?.notice == nil)
    }

    @Test("A warning that was taken the place of is counted with the key that lists it, and a cut one names the key")
    func displaced() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 1...6 {
            visit.workspace.notify(Notice(at: visit.now, kind: .warning, text: "problem \(number) of the profile"))
        }
        visit.see("problem 6 of the profile  ! 5 more")
        visit.now += 20_000_000
        visit.workspace.notify(Notice(at: visit.now, kind: .error, text: reason))
        visit.see("…  ! all").miss("more")
        // What was answered to keys in a row took nobody's place.
        visit.now += 20_000_000
        for number in 1...3 { visit.workspace.notify(Notice(at: visit.now, kind: .info, text: "Back: \(number)")) }
        visit.see("Back: 3").miss("2 more")
    }

    @Test("What was said before a popup was opened does not stand over it, but what is said in it does")
    func behindPopups() throws {
        let visit = Visit(width: 80, height: 24)
        visit.workspace.notify(Notice(at: visit.now, kind: .info, text: "it is the body"))
        visit.see("it is the body")
        visit.now += 1_000_000
        try visit.type("p").miss("it is the body")
        visit.workspace.notify(Notice(at: visit.now + 1, kind: .info, text: "copied"))
        visit.now += 1_000_000
        visit.see("copied")
    }
}
