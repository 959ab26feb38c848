import Profile
import Testing

@testable import MQTT
@testable import Model

@Suite("Thrown out by one's own name") struct TakeoverTests {
    private let model = Model()

    /// Opens a connection whose client has come in.
    private func open(_ name: String, as clientID: String = "me", at broker: String = "b", time: Int64) -> Workspace {
        let connection = model.open()
        let plan = PlanInForce(address: "mqtt://\(broker)", access: BrokerAccess(host: broker, port: 1883))
        model.apply(.opening(.begun(name: name, plan), of: connection.id, at: time))
        comesIn(connection, as: clientID, at: broker, time: time)
        return connection
    }

    private func comesIn(_ connection: Workspace, as clientID: String = "me", at broker: String = "b", time: Int64) {
        let info = ConnectionInfo(
            endpoint: Endpoint(host: broker, port: 1883), version: .v311, clientID: clientID, sessionPresent: false,
            acknowledgement: ConnectAck(), limits: ServerLimits(), keepAlive: 60)
        model.apply(.event(.state(.connected(info)), of: connection.id, at: time))
    }

    private func isClosed(_ connection: Workspace, _ cause: ConnectionCause = byTheBroker, time: Int64) {
        let failure = ConnectionFailure.lost(Endpoint(host: "b", port: 1883), nil, cause)
        let pause = ClientState.Waiting(delay: .seconds(60), attempt: 1, failure: failure)
        model.apply(.event(.state(.waiting(pause)), of: connection.id, at: time))
    }

    private static let byTheBroker = ConnectionCause(
        closer: .broker, reason: nil, sent: [], received: [], suspect: nil, hasClientID: true)

    private func reason(_ connection: Workspace) -> String {
        if case .waiting(_, _, let reason) = connection.connection.state { reason } else { "" }
    }

    @Test("Whoever was closed just before another of that name came in knows by whom, by the name that it has by then")
    func closedFirst() {
        let first = open("a", time: 0)
        isClosed(first, time: 50_000_000)
        #expect(!reason(first).contains("taken over"))
        let second = open("c", time: 50_100_000)
        #expect(reason(first).contains("taken over by connection c: both use the client identifier me"))
        model.apply(.opening(.named("car"), of: second.id, at: 50_200_000))
        comesIn(first, time: 50_300_000)
        isClosed(second, time: 50_400_000)
        isClosed(first, time: 50_500_000)
        // It was called otherwise when it came in.
        #expect(reason(first).contains("taken over by connection car"), "\(reason(first))")
        let far = open("d", at: "x", time: 50_500_000)
        isClosed(far, time: 50_600_000)
        #expect(!reason(far).contains("taken over"))
    }

    @Test("One whose client was given up, or that is closed, has thrown nobody out")
    func givenUp() {
        let first = open("a", time: 0)
        let second = open("c", time: 100)
        model.left(second.id)
        isClosed(first, time: 200)
        #expect(!reason(first).contains("taken over"))
        comesIn(first, time: 300)
        let third = open("d", time: 400)
        model.close(third.id)
        isClosed(first, time: 500)
        #expect(!reason(first).contains("taken over"))
    }

    @Test("Closed again and again without a reason is a guess, and worded as one")
    func guess() {
        func lost(_ cause: ConnectionCause, as clientID: String = "me", _ rounds: Int = 3) -> String {
            let connection = open("a", as: clientID, time: 0)
            for round in 0..<rounds {
                let time = Int64(round) * 10_000_000
                comesIn(connection, as: clientID, time: time)
                isClosed(connection, cause, time: time + 100_000)
            }
            model.close(connection.id)
            return reason(connection)
        }
        let guess = "perhaps another client uses the client identifier"
        var cause = Self.byTheBroker
        #expect(lost(cause).contains("3 times in a row; \(guess) me too"))
        #expect(!lost(cause, 2).contains(guess))
        #expect(!lost(cause, as: "").contains(guess), "an empty identifier is nobody's")
        cause.reason = .notAuthorized
        #expect(!lost(cause).contains(guess), "a reason is a fact")
        cause.reason = nil
        cause.closer = .network
        #expect(!lost(cause).contains(guess))
    }

    @Test("Two connections without an identifier do not throw each other out")
    func emptyIdentifiers() {
        let first = open("a", as: "", time: 0)
        _ = open("c", as: "", time: 100)
        isClosed(first, time: 200)
        #expect(!reason(first).contains("taken over"))
    }
}
