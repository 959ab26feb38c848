import MQTT
import NIOCore
import Synchronization
import TestSupport
import Testing

/// Settings that end while a connection stands.
@Suite(.timeLimit(.minutes(1))) struct RenewalTests {
    /// Settings with a password that counts up and lives as long as is said.
    private final class Settings: Sendable {
        private let count = Mutex(0)
        /// How often others were asked for.
        let asked = Mutex(0)
        let endpoint: Endpoint
        let method: String?
        let fails: Bool

        init(_ endpoint: Endpoint, method: String? = nil, fails: Bool = false) {
            (self.endpoint, self.method, self.fails) = (endpoint, method, fails)
        }

        func fill(_ configuration: inout ClientConfiguration) {
            let number = count.withLock { count in
                count += 1
                return count
            }
            configuration.protocolChoice = .exactly(.v5)
            configuration.username = "me"
            configuration.password = Array("\(number)".utf8)
            if let method {
                configuration.authentication = EnhancedAuthentication(
                    method: method, start: { Array("\(number)".utf8) }, respond: { _ in nil })
            }
            // One more, and then none for the time of the test.
            configuration.renewsAt = number == 1 ? ContinuousClock.now + .milliseconds(50) : nil
            configuration.renewal = { [self] _, answer in
                asked.withLock { $0 += 1 }
                if fails { return answer(.failure(.noSettings("no token"))) }
                var next = ClientConfiguration(endpoint: endpoint)
                next.maximumUnreadBytes = nil
                fill(&next)
                answer(.success(next))
            }
        }
    }

    @Test func aPasswordThatEndsIsFollowedByAnotherConnectionBefore() async throws {
        let passwords = Mutex<[String]>([])
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.accept()
            passwords.withLock { $0.append(String(decoding: connect.password ?? [], as: UTF8.self)) }
            try await connection.readToEnd()
        }
        let settings = Settings(peer.endpoint)
        let fixture = Fixture(peer.endpoint) { settings.fill(&$0) }
        fixture.start()
        _ = try await waiting(for: "a second connection", within: .seconds(20)) {
            passwords.withLock { $0.count } >= 2 ? true : nil
        }
        #expect(passwords.withLock { $0 } == ["1", "2"])
        // Once: what is asked for may be a person.
        #expect(settings.asked.withLock { $0 } == 1)
        await fixture.client.disconnect()
    }

    @Test func withAMethodItIsAuthenticatedAgainWithinTheConnection() async throws {
        let method = Property(.authenticationMethod, .string("TOKEN"))
        let heard = Mutex<[String]>([])
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.accept(Properties([method]))
            func note(_ data: [UInt8]?) { heard.withLock { $0.append(String(decoding: data ?? [], as: UTF8.self)) } }
            note(connect.properties.authenticationData)
            guard case .auth(let auth) = try await connection.read() else { throw TestFailure("no AUTH") }
            #expect(auth.reason == .reAuthenticate && auth.properties.authenticationMethod == "TOKEN")
            note(auth.properties.authenticationData)
            try await connection.send(.auth(Auth(reason: .success, properties: [method])))
            try await connection.readToEnd()
        }
        let settings = Settings(peer.endpoint, method: "TOKEN")
        let fixture = Fixture(peer.endpoint) { settings.fill(&$0) }
        fixture.start()
        _ = try await waiting(for: "an AUTH", within: .seconds(20)) { heard.withLock { $0.count } >= 2 ? true : nil }
        #expect(heard.withLock { $0 } == ["1", "2"])
        await fixture.client.disconnect()
    }

    @Test func whereNoOtherSettingsAreHadTheConnectionStands() async throws {
        let count = Mutex(0)
        let peer = try await ScriptedPeer.start { connection in
            count.withLock { $0 += 1 }
            try await connection.accept()
            try await connection.readToEnd()
        }
        let settings = Settings(peer.endpoint, fails: true)
        let fixture = Fixture(peer.endpoint) { settings.fill(&$0) }
        fixture.start()
        _ = try await waiting(for: "a question", within: .seconds(20)) {
            settings.asked.withLock { $0 } > 0 ? true : nil
        }
        #expect(count.withLock { $0 } == 1)
        await fixture.client.disconnect()
    }

    @Test func anAddressThatIsSignedOrSpokenOfAnewIsNoOtherBroker() async throws {
        let seen = Mutex<[Bool]>([])
        let peer = try await ScriptedPeer.start { connection in
            let connect = try await connection.accept()
            let count = seen.withLock { seen in
                seen.append(connect.cleanStart)
                return seen.count
            }
            // The others are over at once.
            if count == 5 { try await connection.readToEnd() }
        }
        let changes: [@Sendable (inout Endpoint) -> Void] = [
            { $0.path = "/mqtt?signature=2" },
            { $0.headers = [Endpoint.Header("Authorization", "Bearer 3")] },
            { $0.words = Endpoint.Words(authority: "{{h}}", host: "{{h}}", port: nil, path: "") },
            { $0.path = "/another" },
        ]
        let place = peer.endpoint
        let count = Mutex(0)
        @Sendable func fill(_ configuration: inout ClientConfiguration) {
            configuration.protocolChoice = .exactly(.v5)
            configuration.clientID = "same"
            configuration.connectProperties.sessionExpiryInterval = 60
            configuration.reconnect.minimum = .milliseconds(10)
            configuration.renewal = { _, answer in
                let change = count.withLock { count in
                    count += 1
                    return changes[min(count, changes.count) - 1]
                }
                var endpoint = place
                endpoint.path = "/mqtt?signature=1"
                change(&endpoint)
                var next = ClientConfiguration(endpoint: endpoint)
                fill(&next)
                answer(.success(next))
            }
        }
        var first = place
        first.path = "/mqtt?signature=1"
        let fixture = Fixture(first) { fill(&$0) }
        fixture.start()
        _ = try await waiting(for: "five connections", within: .seconds(20)) {
            seen.withLock { $0.count } >= 5 ? true : nil
        }
        // The session of the first is asked for again, but of another broker.
        #expect(seen.withLock { $0 } == [true, false, false, false, true])
        await fixture.client.disconnect()
    }
}
