import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import MQTT

/// Through a proxy to a real broker, and the words when there is no way.
struct SOCKSTests {
    private func connect(
        _ endpoint: Endpoint, through server: SOCKSServer, user: String? = nil, password: String? = nil,
        tls: TLSOptions = TLSOptions()
    ) async throws -> ConnectionFailure? {
        var configuration = ClientConfiguration(endpoint: endpoint)
        configuration.proxy = SOCKSProxy(host: "127.0.0.1", port: server.port, username: user, password: password)
        configuration.tls = tls
        configuration.reconnect = .never
        let log = EventLog()
        let client = MQTTClient(configuration, group: MultiThreadedEventLoopGroup.singleton) { log.add($0) }
        client.start()
        let end = try await log.wait("a connection, or the end") { event in
            switch event {
            case .state(.connected), .state(.stopped): true
            default: false
            }
        }
        await client.disconnect()
        return if case .state(.stopped(let failure)) = end { failure } else { nil }
    }

    @Test func reachesTheBroker() async throws {
        let broker = try await Mosquitto.start()
        let server = try SOCKSServer()
        let port = broker.port()
        for host in ["127.0.0.1", "::1", "broker.example"] {
            #expect(try await connect(Endpoint(host: host, port: port), through: server) == nil)
        }
        #expect(server.requests == ["IPv4 127.0.0.1:\(port)", "IPv6 ::1:\(port)", "name broker.example:\(port)"])
        let webSocket = Endpoint(transport: .webSocket, host: "broker.example", port: broker.port(of: .webSocket))
        #expect(try await connect(webSocket, through: server) == nil)
        var tls = TLSOptions()
        tls.caFile = broker.certificates.authority
        let secure = Endpoint(transport: .tls, host: "localhost", port: broker.port(of: .tls))
        #expect(try await connect(secure, through: server, tls: tls) == nil)
    }

    @Test func userNameAndPassword() async throws {
        let broker = try await Mosquitto.start()
        var options = SOCKSServer.Options()
        options.account = ("me", "secret")
        let server = try SOCKSServer(options)
        let endpoint = Endpoint(host: "127.0.0.1", port: broker.port())
        #expect(try await connect(endpoint, through: server, user: "me", password: "secret") == nil)
        let wrong = try await connect(endpoint, through: server, user: "me", password: "guess")
        #expect(
            wrong?.description
                == "the proxy 127.0.0.1:\(server.port) does not accept the user name and password; check both")
        let nobody = try await connect(endpoint, through: server)
        #expect(nobody?.summary == "the proxy 127.0.0.1:\(server.port) wants a user name and a password")
    }

    @Test func refusalsInWords() async throws {
        let endpoint = Endpoint(host: "broker.example", port: 1883)
        for (code, words) in [
            (2, "its rules do not allow that"), (4, "its host is unreachable"), (5, "it refused the connection"),
            (99, "reply 99"),
        ] {
            var options = SOCKSServer.Options()
            options.refusal = UInt8(code)
            let failure = try await connect(endpoint, through: try SOCKSServer(options))
            #expect(failure?.kind == .proxyRefused)
            #expect(
                failure?.summary.contains("cannot reach broker.example:1883: \(words)") == true,
                "\(failure?.summary ?? "")")
        }
        var options = SOCKSServer.Options()
        options.nonsense = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        #expect(
            try await connect(endpoint, through: try SOCKSServer(options))?.summary.contains(
                "does not answer as a SOCKS5") == true)
        options.nonsense = []
        #expect(try await connect(endpoint, through: try SOCKSServer(options))?.kind == .proxyRefused)
    }

    @Test func aProxyThatIsNotThere() async throws {
        let ports = FreePorts.find(1)
        var configuration = ClientConfiguration(endpoint: Endpoint(host: "broker.example", port: 1883))
        configuration.proxy = SOCKSProxy(host: "127.0.0.1", port: ports[0])
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let connector = Connector(
            endpoint: configuration.endpoint, tls: TLSOptions(), proxy: configuration.proxy, timeout: .seconds(5))
        do {
            _ = try await connector.connect(on: loop).get()
            Issue.record("connected")
        } catch let failure as ConnectionFailure {
            #expect(failure.summary == "the proxy: 127.0.0.1:\(ports[0]) refused the connection")
            #expect(failure.advice.contains("the proxy runs"))
        }
    }
}
