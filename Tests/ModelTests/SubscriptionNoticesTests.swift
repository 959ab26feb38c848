import Profile
import Testing

@testable import MQTT
@testable import Model

@Suite("What is said of subscriptions")
struct SubscriptionNoticesTests {
    private let workspace = Workspace()

    private func answer(_ filter: String, _ reason: ReasonCode, at time: Int64) {
        workspace.apply(
            .subscribed(SubscribeResult(Subscription(filter: filter), reason, isRenewal: false)), at: time,
            explained: nil)
    }

    /// What is refused at once is one notice, whatever its words hold: they are not looked at.
    @Test("Refusals for one reason are one notice; another reason, and a later time, are others")
    func refusals() {
        answer("a refused: x", .notAuthorized, at: 1)
        answer("$SYS/#", .topicFilterInvalid, at: 2)
        workspace.notify(
            Notice(at: 3, kind: .info, text: "Subscription to z refused: \(ReasonCode.notAuthorized.words)"))
        answer("b/#", .notAuthorized, at: 4)
        answer("c/#", .notAuthorized, at: 10_000_000)
        let words = ReasonCode.notAuthorized.words
        #expect(
            workspace.notices.map(\.text) == [
                "Subscription to $SYS/# refused: \(ReasonCode.topicFilterInvalid.words)",
                "Subscription to z refused: \(words)", "Subscription to a refused: x, b/# refused: \(words)",
                "Subscription to c/# refused: \(words)",
            ])
    }

    @Test("The answer to what a person asked for is seen at once, others when it is their turn")
    func asked() {
        workspace.askedFilters = ["a", "b"]
        for (time, filter) in ["z", "a", "b", "a"].enumerated() { answer(filter, .success, at: Int64(time)) }
        #expect(workspace.notices.map(\.isPatient) == [true, false, true, true])
    }

    @Test("Filters that the broker left without an answer are no refusals, and one notice")
    func unanswered() {
        let asked = ["a", "b", "c"].map { Subscription(filter: $0) }
        for answer in SubscribeResult.all(asked, [.success], isRenewal: true) {
            workspace.apply(.subscribed(answer), at: 1, explained: nil)
        }
        let words = "the broker answered 1 of 3 filters"
        #expect(workspace.notices.map(\.text) == ["Subscription to b, c not answered: \(words)"])
        // The next connection that leaves them so says nothing new.
        for answer in SubscribeResult.all(asked, [.success], isRenewal: true) {
            workspace.apply(.subscribed(answer), at: 10_000_000, explained: nil)
        }
        #expect(workspace.notices.count == 1)
        #expect(workspace.subscriptions.map(\.state) == [.granted(0), .unanswered(words), .unanswered(words)])
        #expect(workspace.subscriptions.map(\.isWanted) == [true, true, true])
    }

    @Test("A filter that the connection ended behind, and one that cannot be asked for, wait for no answer")
    func noAnswer() {
        workspace.setSubscription(SubscriptionStatus(filter: "#", qos: 0))
        workspace.setSubscription(SubscriptionStatus(filter: "a", qos: 0))
        workspace.endUnanswered(["#"])
        workspace.setUnasked("a", "too long")
        #expect(
            workspace.subscriptions.map(\.state.words) == [
                "not answered: the connection ended behind it", "not asked for: too long",
            ])
    }

    @Test("A connection that ends as soon as it stands is not called connected again and again")
    func shortLives() {
        let info = ConnectionInfo(
            endpoint: Endpoint(host: "b", port: 1), version: .v5, clientID: "c", sessionPresent: false,
            acknowledgement: ConnectAck(), limits: ServerLimits(), keepAlive: 60)
        let failure = ConnectionFailure(.malformed, "b:1 broke it", advice: "")
        func connected() -> Int { workspace.notices.count(where: { $0.text.hasPrefix("Connected to") }) }
        for attempt in 1...3 {
            let time = Int64(attempt) * 1_000_000
            workspace.apply(.state(.connected(info)), at: time, explained: nil)
            answer("a", .success, at: time)
            let pause = ClientState.Waiting(delay: .seconds(1), attempt: attempt + 1, failure: failure)
            workspace.apply(.state(.waiting(pause)), at: time + 100_000, explained: nil)
        }
        #expect(connected() == 0)
        #expect(workspace.notices.count(where: { $0.text == "b:1 broke it" }) == 1)
        workspace.apply(.state(.connected(info)), at: 10_000_000, explained: nil)
        answer("a", .success, at: 10_000_000)
        #expect(connected() == 0)
        answer("a", .success, at: 12_500_000)
        #expect(connected() == 1)
    }

    @Test("How the person left a broker is outlived by the next connection, and not by an older one")
    func parting() {
        let info = ConnectionInfo(
            endpoint: Endpoint(host: "b", port: 1), version: .v5, clientID: "c", sessionPresent: false,
            acknowledgement: ConnectAck(), limits: ServerLimits(), keepAlive: 60)
        let model = Model(workspace)
        let plan = PlanInForce(address: "b", access: BrokerAccess(host: "b", port: 1))
        model.apply(.opening(.begun(name: "home", plan), of: workspace.id, at: 0))
        // Of the will's topic the screen has dots.
        let words = "dropped without DISCONNECT: the broker publishes the will to http://h/?token=hunter2"
        var notices: [Notice] = []
        for time in [Int64(1), 10] {
            model.apply(.event(.state(.connected(info)), of: workspace.id, at: time))
            notices.forEach { #expect(workspace.hasOutlived($0)) }
            model.apply(.opening(.leaving(words), of: workspace.id, at: time))
            model.apply(.event(.state(.stopped(nil)), of: workspace.id, at: time + 1))
            let notice = workspace.notices.last { $0.text.hasPrefix("home dropped without DISCONNECT") }
            notices = notice.map { [$0] } ?? []
            #expect(notices.count == 1 && notice?.text.contains("hunter2") == false, "\(workspace.notices)")
            #expect(!notices.contains(where: workspace.hasOutlived))
            model.apply(.event(.state(.connecting(attempt: 1)), of: workspace.id, at: time + 2))
            #expect(!notices.contains(where: workspace.hasOutlived))
        }
        model.apply(.event(.state(.connected(info)), of: workspace.id, at: 20))
        #expect(notices.allSatisfy(workspace.hasOutlived))
        #expect(!workspace.hasOutlived(Notice(at: 2, kind: .info, text: "home is fine")))
    }

    @Test(
        "A filter that no broker can be asked for is among the subscriptions, and said behind the answers of the others"
    )
    func unusable() {
        workspace.setSubscription(SubscriptionStatus(filter: "a", qos: 0))
        workspace.setSubscription(SubscriptionStatus(filter: "b", qos: 0))
        workspace.setUnusable([.init("a/#/b", "no"), .init("", "empty")], at: 1)
        let words = "Not asked for: the filter a/#/b (no), and 1 more wrong ones: martlet profile check lists them"
        #expect(workspace.notices.map(\.text) == [words])
        answer("a", .success, at: 5)
        #expect(workspace.notices.map(\.text) == [words, "Subscribed to a, QoS 0"])
        answer("b", .success, at: 6)
        #expect(workspace.notices.map(\.text) == ["Subscribed to a, QoS 0", "Subscribed to b, QoS 0", words])
        #expect(workspace.notices.last?.at == 6)
        #expect(workspace.subscriptions.map(\.isWanted) == [true, true, false, false])
    }
}
