import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import TestSupport
import Testing

@testable import MQTT

/// The way to a broker, up to the first MQTT byte, against a real one and against what is no broker at all.
@Suite(.timeLimit(.minutes(2)))
struct ConnectorTests {
    private func failure(
        _ endpoint: Endpoint, _ options: TLSOptions = TLSOptions(), timeout: TimeAmount = .seconds(10)
    ) async -> ConnectionFailure? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        do {
            let channel = try await Connector(endpoint: endpoint, tls: options, timeout: timeout).connect(on: loop)
                .get()
            try await channel.close()
            return nil
        } catch {
            return error as? ConnectionFailure
        }
    }

    private func authority(_ broker: Mosquitto) -> TLSOptions {
        var options = TLSOptions()
        options.caFile = broker.certificates.authority
        return options
    }

    @Test func everyWayIn() async throws {
        let broker = try await Mosquitto.start()
        let trusted = authority(broker)
        func port(_ listener: Mosquitto.Listener) -> Int { broker.port(of: listener) }
        #expect(await failure(Endpoint(host: "127.0.0.1", port: port(.open))) == nil)
        #expect(await failure(Endpoint(host: "localhost", port: port(.open))) == nil)
        #expect(await failure(.unix(path: broker.unixSocket)) == nil)
        #expect(await failure(Endpoint(transport: .webSocket, host: "127.0.0.1", port: port(.webSocket))) == nil)
        for host in ["127.0.0.1", "localhost"] {
            #expect(await failure(Endpoint(transport: .tls, host: host, port: port(.tls)), trusted) == nil)
            #expect(await failure(Endpoint(transport: .tls, host: host, port: port(.chain)), trusted) == nil)
            #expect(
                await failure(Endpoint(transport: .secureWebSocket, host: host, port: port(.secureWebSocket)), trusted)
                    == nil)
        }
        var folder = TLSOptions()
        folder.caDirectory = broker.certificates.folder
        #expect(await failure(Endpoint(transport: .tls, host: "localhost", port: port(.tls)), folder) == nil)
        var named = trusted
        named.serverName = "wrong.example"
        #expect(await failure(Endpoint(transport: .tls, host: "127.0.0.1", port: port(.wrongHost)), named) == nil)
        // What cannot be asked for is the name that was given, and not the host.
        named.serverName = String(repeating: "x", count: 300)
        let unfit = await failure(Endpoint(transport: .tls, host: "127.0.0.1", port: port(.tls)), named)
        #expect(unfit?.description.contains("'xxx") == true, "\(unfit?.description ?? "")")
        var insecure = TLSOptions()
        insecure.verify = false
        for listener in [Mosquitto.Listener.tls, .expired, .wrongHost, .unknownAuthority] {
            #expect(await failure(Endpoint(transport: .tls, host: "localhost", port: port(listener)), insecure) == nil)
        }
    }

    @Test("What could forge a line of the upgrade request is refused by its name, before anything is sent")
    func forgedHeaders() async throws {
        let bytes = ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7}b"]
        for value in bytes {
            var endpoint = Endpoint(transport: .webSocket, host: "127.0.0.1", port: 1)
            endpoint.headers = [Endpoint.Header("X-Fine", "yes\tyes"), Endpoint.Header("X-Token", value)]
            let refusal = await failure(endpoint)
            #expect(refusal?.kind == .badOptions)
            #expect(
                refusal?.summary.hasPrefix("WebSocket header X-Token: its value holds ") == true, "\(refusal as Any)")
            #expect(refusal?.isPermanent == true)
        }
        for name in ["", "X Y", "X:", "Ä", "X\r\nY", "X\u{1B}"] {
            var endpoint = Endpoint(transport: .webSocket, host: "127.0.0.1", port: 1)
            endpoint.headers = [Endpoint.Header(name, "v")]
            #expect(await failure(endpoint)?.kind == .badOptions, "\(name)")
        }
        for endpoint in [
            Endpoint(transport: .webSocket, host: "127.0.0.1\r\nX-Evil: 1", port: 1),
            Endpoint(transport: .webSocket, host: "127.0.0.1", port: 1, path: "/a HTTP/1.1\r\nX-Evil: 1"),
        ] {
            #expect(await failure(endpoint)?.summary.contains("holds a space or a control character") == true)
        }
        #expect(throws: EndpointError.badCharacter("ws://127.0.0.1%0d%0aX:/")) {
            try Endpoint(url: "ws://127.0.0.1%0d%0aX:/")
        }
    }

    @Test func everyTLSFailureHasItsName() async throws {
        let broker = try await Mosquitto.start()
        let trusted = authority(broker)
        func tls(_ listener: Mosquitto.Listener) -> Endpoint {
            Endpoint(transport: .tls, host: "localhost", port: broker.port(of: listener))
        }
        let expired = await failure(tls(.expired), trusted)
        #expect(expired?.kind == .tlsExpired)
        #expect(expired?.summary.contains("expired on 20") == true)
        #expect(await failure(tls(.wrongHost), trusted)?.kind == .tlsWrongHost)
        #expect(await failure(tls(.unknownAuthority), trusted)?.kind == .tlsUnknownAuthority)
        let system = await failure(tls(.tls))
        #expect(system?.kind == .tlsUnknownAuthority)
        #expect(system?.setting == .authorities)
        #expect(await failure(tls(.tls), trusted)?.kind == nil)
        // A broker in the clear closes on the first bytes of TLS.
        #expect(await failure(tls(.open), trusted)?.summary.contains("during the TLS handshake") == true)
        // Something that answers, but not in TLS.
        let http = try await ScriptedBytes.start { _ in Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8) }
        #expect(
            await failure(Endpoint(transport: .tls, host: "localhost", port: http.port), trusted)?.kind == .tlsNotSpoken
        )
    }

    @Test func tlsOptionsInWords() throws {
        let certificates = try Certificates.shared()
        func error(_ change: (inout TLSOptions) -> Void) -> TLSOptionsError? {
            var options = TLSOptions()
            change(&options)
            do {
                _ = try options.makeContext()
                return nil
            } catch {
                return error
            }
        }
        func client(_ options: inout TLSOptions, key: String) {
            options.certificateFile = certificates.client.certificate
            options.keyFile = key
        }
        #expect(error { client(&$0, key: certificates.client.key) } == nil)
        let encrypted = certificates.encryptedClientKey
        #expect(
            error {
                client(&$0, key: encrypted)
                $0.keyPassword = certificates.password
            } == nil)
        #expect(error { client(&$0, key: encrypted) } == .keyPasswordMissing(file: encrypted))
        #expect(
            error {
                client(&$0, key: encrypted)
                $0.keyPassword = "not it"
            } == .keyPasswordWrong(file: encrypted))
        #expect(error { client(&$0, key: certificates.authority) } == .noKey(file: certificates.authority))
        let other = certificates.otherClient.key
        #expect(
            error { client(&$0, key: other) }
                == .keyMismatch(certificate: certificates.client.certificate, key: other))
        #expect(error { $0.keyFile = encrypted } == .incomplete(missing: "certificate"))
        #expect(error { $0.certificateFile = certificates.client.certificate } == .incomplete(missing: "key"))
        #expect(error { $0.caFile = "/nowhere" } == .unreadable(file: "/nowhere", reason: "No such file or directory"))
        #expect(error { $0.caFile = encrypted } == .noCertificate(file: encrypted))
        #expect(
            error { $0.caDirectory = "/nowhere" }
                == .unreadable(file: "/nowhere", reason: "No such file or directory"))
        #expect(error { $0.caDirectory = "/proc/self/net" } == .noAuthorities(directory: "/proc/self/net"))
        #expect(error { $0.alpn = ["mqtt", ""] } == .badName(""))
        #expect(error { $0.alpn = ["mqtté"] } == .badName("mqtté"))
    }

    @Test func socketsInWords() async throws {
        let closed = FreePorts.find(1)[0]
        let refused = await failure(Endpoint(host: "127.0.0.1", port: closed))
        #expect(refused?.kind == .connectionRefused)
        #expect(refused?.description.contains("check that the broker runs") == true)
        #expect(await failure(Endpoint(host: "no-such-host.invalid"))?.kind == .nameNotFound)
        #expect(await failure(.unix(path: "/nowhere/socket"))?.summary == "there is no unix socket at /nowhere/socket")
        #expect(
            await failure(.unix(path: "/" + String(repeating: "x", count: 200)))?.kind == .badOptions)
        #expect(
            await failure(Endpoint(transport: .tls, host: "127.0.0.1", port: closed))?.kind == .connectionRefused)
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", ConnectionFailure.Kind.webSocketRefused(status: 404)),
        ("HTTP/1.1 301 Moved\r\nLocation: http://elsewhere/\r\n\r\n", .webSocketRefused(status: 301)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .webSocketRefused(status: 200)),
        ("HTTP/1.1 401 Unauthorized\r\n\r\n", .webSocketRefused(status: 401)),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: nonsense\r\n\r\n", .webSocketBroken
        ),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .webSocketBroken),
        ("\u{20}\u{2}\0\u{5}", .webSocketBroken),
        ("", .webSocketBroken),
    ])
    func webSocketRefusals(answer: String, kind: ConnectionFailure.Kind) async throws {
        let peer = try await ScriptedBytes.start { _ in Array(answer.utf8) }
        let failure = await failure(Endpoint(transport: .webSocket, host: "127.0.0.1", port: peer.port, path: "/x"))
        #expect(failure?.kind == kind)
    }

    @Test func upgradeRequest() async throws {
        let seen = TextCell()
        let peer = try await ScriptedBytes.start { request in
            seen.set(request)
            return Array("HTTP/1.1 503 Busy\r\n\r\n".utf8)
        }
        var endpoint = Endpoint(transport: .webSocket, host: "127.0.0.1", port: peer.port, path: "/ws?token=1")
        endpoint.headers = [
            .init("Authorization", "Bearer x"), .init("User-Agent", "mine"), .init("Cookie", "a=1"),
            .init("cookie", "b=2"),
        ]
        let failure = await failure(endpoint)
        #expect(failure?.kind == .webSocketRefused(status: 503))
        #expect(failure?.isPermanent == false)
        let request = seen.text
        #expect(request.hasPrefix("GET /ws?token=1 HTTP/1.1\r\n"))
        for line in [
            "Host: 127.0.0.1:\(peer.port)", "Authorization: Bearer x", "User-Agent: mine", "Cookie: a=1", "cookie: b=2",
            "Sec-WebSocket-Protocol: mqtt", "Sec-WebSocket-Version: 13", "Connection: upgrade", "Upgrade: websocket",
        ] {
            #expect(request.contains(line + "\r\n"), "\(line) in \(request)")
        }
    }

    @Test(arguments: [(nil, true), ("mqtt", true), ("MQTT", true), ("mqttv3.1", true), ("chat", false)])
    func subprotocolAnswered(name: String?, isAllowed: Bool) throws {
        // The key and its answer are the example of RFC 6455 1.3.
        let promise = EmbeddedEventLoop().makePromise(of: (any Channel).self)
        defer { promise.fail(ChannelError.eof) }
        let upgrade = WebSocketUpgrade(
            endpoint: Endpoint(transport: .webSocket, host: "h"), ready: promise, key: "dGhlIHNhbXBsZSBub25jZQ==")
        var head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
        head.headers.add(name: "sec-websocket-accept", value: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        if let name { head.headers.add(name: "Sec-WebSocket-Protocol", value: name) }
        #expect(upgrade.shouldAllowUpgrade(upgradeResponse: head) == isAllowed)
    }

    @Test(arguments: [Endpoint.Transport.tls, .webSocket])
    func silenceEndsInTime(transport: Endpoint.Transport) async throws {
        let silent = try await ScriptedBytes.start { _ in nil }
        let failure = await failure(
            Endpoint(transport: transport, host: "127.0.0.1", port: silent.port), timeout: .milliseconds(300))
        #expect(failure?.kind == .timedOut)
    }
}
