import NIOCore
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@testable import MQTT

/// Whose certificate is looked at first: a client shows its own to nobody whose name it does not know.
@Suite(.timeLimit(.minutes(1)))
struct NameCheckTests {
    private func options(_ certificates: Certificates) -> TLSOptions {
        var options = TLSOptions()
        options.caFile = certificates.authority
        options.certificateFile = certificates.client.certificate
        options.keyFile = certificates.client.key
        return options
    }

    private func failure(_ host: String, _ port: Int, _ options: TLSOptions) async -> ConnectionFailure? {
        let endpoint = Endpoint(transport: .tls, host: host, port: port)
        do {
            let connector = Connector(endpoint: endpoint, tls: options, timeout: .seconds(10))
            try await connector.connect(on: MultiThreadedEventLoopGroup.singleton.next()).get().close()
            return nil
        } catch {
            return error as? ConnectionFailure
        }
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13], ["localhost", "127.0.0.1"])
    func aServerOfAnotherNameSeesNoCertificate(_ version: TLSVersion, _ host: String) async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.wrongHost, authority: certificates.authority, version: version)
        let failure = await failure(host, server.port, options(certificates))
        #expect(failure?.kind == .tlsWrongHost)
        #expect(
            failure?.description
                == "the certificate of \(host):\(server.port) is not for \(host) but for wrong.example; connect by a "
                + "name in it, or check it against one")
        let visit = try #require(await server.nextVisit())
        #expect(visit.shown == 0 && !visit.isComplete)
        #expect(visit.failure.contains("BAD_CERTIFICATE"))
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13], ["localhost", "127.0.0.1", "LOCALHOST."])
    func aServerOfThatNameSeesIt(_ version: TLSVersion, _ host: String) async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.server, authority: certificates.authority, version: version)
        var named = options(certificates)
        named.serverName = host
        #expect(await failure("127.0.0.1", server.port, named) == nil)
        let visit = try #require(await server.nextVisit())
        #expect(visit.shown == 1 && visit.isComplete)
    }

    @Test("A name that was given counts, not the one dialled") func serverName() async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.wrongHost, authority: certificates.authority, version: .tlsv13)
        var named = options(certificates)
        named.serverName = "wrong.example"
        #expect(await failure("localhost", server.port, named) == nil)
        #expect(await server.nextVisit()?.shown == 1)
        // Who does not want to know is not asked.
        var insecure = options(certificates)
        insecure.verify = false
        #expect(await failure("localhost", server.port, insecure) == nil)
        #expect(await server.nextVisit()?.shown == 1)
    }

    @Test("The test of a connection looks at certificates and shows none", arguments: [TLSVersion.tlsv12, .tlsv13])
    func probe(_ version: TLSVersion) async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.wrongHost, authority: certificates.authority, version: version)
        let facts = try await BrokerProbe.handshake(
            with: Endpoint(transport: .tls, host: "localhost", port: server.port),
            at: SocketAddress(ipAddress: "127.0.0.1", port: server.port), tls: options(certificates),
            timeout: .seconds(5), on: MultiThreadedEventLoopGroup.singleton)
        #expect(facts.chain.map(\.name) == ["wrong.example"])
        #expect(await server.nextVisit()?.shown == 0)
    }
}
