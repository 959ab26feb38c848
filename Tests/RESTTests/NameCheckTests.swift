import NIOSSL
import REST
import TestSupport
import Testing

/// Whose certificate is looked at first: a client shows its own to nobody whose name it does not know.
@Suite("The server's name before the client's certificate", .timeLimit(.minutes(1))) struct NameCheckTests {
    private func options(_ certificates: Certificates) -> Request.Options {
        var options = Request.Options()
        options.proxy = .none
        options.tls.caFile = certificates.authority
        options.tls.certificateFile = certificates.client.certificate
        options.tls.keyFile = certificates.client.key
        return options
    }

    private func request(_ host: String, _ server: CuriousTLSServer, _ options: Request.Options) -> Request {
        Request(.get, "https://\(host):\(server.port)/", options: options)
    }

    @Test(
        "a server of another name sees none, over HTTP/1.1 and where HTTP/2 is offered",
        arguments: [TLSVersion.tlsv12, .tlsv13], ["localhost", "127.0.0.1"])
    func other(_ version: TLSVersion, _ host: String) async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.wrongHost, authority: certificates.authority, version: version)
        for onlyHTTP1 in [false, true] {
            var options = options(certificates)
            options.onlyHTTP1 = onlyHTTP1
            let failure = try await failure(of: request(host, server, options))
            #expect(failure.kind == .certificate)
            #expect(failure.description.contains("is not for that name but for wrong.example"), "\(failure)")
            #expect(failure.certificates.first?.names == ["wrong.example"])
            let visit = try #require(await server.nextVisit())
            #expect(visit.shown == 0 && !visit.isComplete)
            #expect(visit.failure.contains("BAD_CERTIFICATE"))
        }
    }

    @Test(
        "through a proxy it is the server's name that counts, not the proxy's", arguments: [TLSVersion.tlsv12, .tlsv13])
    func proxy(_ version: TLSVersion) async throws {
        let certificates = try Certificates.shared()
        for (pair, shown) in [(certificates.wrongHost, 0), (certificates.server, 1)] {
            let server = try await CuriousTLSServer(pair, authority: certificates.authority, version: version)
            let proxy = try ConnectProxy()
            var options = options(certificates)
            options.proxy = .url("http://127.0.0.1:\(proxy.port)")
            options.timeouts.total = 1
            let failure = try await failure(of: request("localhost", server, options))
            #expect((failure.kind == .certificate) == (shown == 0), "\(failure)")
            #expect(await server.nextVisit()?.shown == shown)
            // One at least: without the proxy the rest would hold as well.
            #expect(!proxy.requests.isEmpty)
            #expect(proxy.requests.allSatisfy { $0.hasPrefix("CONNECT localhost:\(server.port) ") })
        }
    }

    @Test("a server of that name sees it, and so does one whose name was given or does not matter")
    func same() async throws {
        let certificates = try Certificates.shared()
        let server = try await CuriousTLSServer(
            certificates.server, authority: certificates.authority, version: .tlsv13)
        for host in ["localhost", "127.0.0.1"] {
            // It speaks no HTTP; what counts is the handshake.
            var options = options(certificates)
            options.timeouts.total = 0.3
            _ = try? await send(request(host, server, options))
            let visit = try #require(await server.nextVisit())
            #expect(visit.shown == 1 && visit.isComplete)
        }
        let wrong = try await CuriousTLSServer(
            certificates.wrongHost, authority: certificates.authority, version: .tlsv13)
        for change: (inout Request.TLS) -> Void in [{ $0.serverName = "wrong.example" }, { $0.verify = false }] {
            var options = options(certificates)
            options.timeouts.total = 0.3
            change(&options.tls)
            _ = try? await send(request("localhost", wrong, options))
            #expect(await wrong.nextVisit()?.shown == 1)
        }
    }
}
