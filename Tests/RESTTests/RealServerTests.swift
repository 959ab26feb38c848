import FoundationEssentials
import REST
import TestSupport
import Testing

@Suite("nginx", .timeLimit(.minutes(1))) struct NginxTests {
    private func trusting(_ nginx: Nginx, _ url: String, onlyHTTP1: Bool = false) -> Request {
        var request = Request(.get, url)
        request.options.tls.caFile = nginx.certificates.authority
        request.options.onlyHTTP1 = onlyHTTP1
        return request
    }

    @Test("a field that is no UTF-8 is read as ISO 8859-1 over HTTP/2 too, each time it comes")
    func latin() async throws {
        let nginx = try await Nginx.start()
        let latin: [UInt8] = [0x67, 0x72, 0xFC, 0x6E]
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Plain: grün\r\nX-Colour: "
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(Array(head.utf8) + latin + Array("\r\n\r\nok".utf8))
        }
        let client = RESTClient()
        for _ in 0..<2 {
            let answer = try await client.send(trusting(nginx, nginx.url("/via?port=\(server.port)", at: .tls)))
            #expect(answer.response?.version == "HTTP/2")
            #expect(answer.response?.fields["x-colour"] == "grün")
            #expect(answer.response?.fields["x-plain"] == "grün")
            #expect(answer.body.bytes == Array("ok".utf8))
        }
        await client.shutdown()
    }

    @Test("TLS, HTTP/2, times, certificates, reuse and failures") func secure() async throws {
        let nginx = try await Nginx.start()
        let client = RESTClient(userAgent: "tests/1")
        for onlyHTTP1 in [false, true] {
            let request = trusting(nginx, nginx.url("/echo?a=1", at: .tls), onlyHTTP1: onlyHTTP1)
            let first = try await client.send(request)
            let version = onlyHTTP1 ? "HTTP/1.1" : "HTTP/2"
            #expect(first.response?.version == version)
            let text = String(decoding: first.body.bytes, as: UTF8.self)
            #expect(text.hasPrefix("GET /echo?a=1 \(onlyHTTP1 ? "HTTP/1.1" : "HTTP/2.0")|tests/1|*/*|localhost"))
            let hop = try #require(first.hop)
            let tls = try #require(hop.connection?.tls)
            #expect(hop.connection?.version == version)
            #expect(tls.version == "TLS 1.3")
            #expect(tls.cipher.hasPrefix("TLS_"))
            #expect(
                tls.certificates.map(\.subject) == [
                    "CN=localhost, O=martlet test", "CN=martlet test CA, O=martlet test",
                ])
            #expect(tls.certificates.first?.names == ["localhost", "broker.test", "127.0.0.1", "::1"])
            let times = hop.timings
            let moments = [
                times.nameLookup?.start, times.nameLookup?.end, times.connect?.start, times.connect?.end,
                times.tls?.start,
                times.tls?.end, times.send?.start, times.send?.end, times.firstByte, times.lastByte,
            ].compactMap(\.self)
            #expect(moments.count == 10)
            // The last byte of the request may be known to be sent after the first of the answer is here.
            let ordered = moments.enumerated().filter { $0.offset != 7 }.map(\.element)
            #expect(ordered == ordered.sorted())
            if onlyHTTP1 {
                #expect(
                    String(decoding: hop.sent.bytes, as: UTF8.self).hasPrefix(
                        "GET /echo?a=1 HTTP/1.1\r\nHost: localhost:"))
            } else {
                #expect(
                    hop.sent.fields.prefix(4).map(\.name).sorted() == [":authority", ":method", ":path", ":scheme"])
                let packing = try #require(hop.packing)
                #expect(packing.stream == 1 && packing.request.count == hop.sent.fields.count)
                #expect(packing.response.count == (hop.response?.fields.count ?? 0) + 1)
                // GET and https stand in the table of the standard (RFC 7541 appendix A).
                #expect(packing.request.count { $0.form == .indexed } >= 2)
            }
            let second = try await client.send(request)
            #expect(second.hop?.connection?.isReused == true)
            #expect(second.hop?.connection?.tls == tls)
            #expect(second.hop?.timings.tls == nil)
        }
        let gzip = try await client.send(trusting(nginx, nginx.url("/big.json", at: .tls)))
        #expect(gzip.response?.decoded == ["gzip"])
        #expect(gzip.body.bytes.last == UInt8(ascii: "]"))
        #expect(gzip.body.count > 4 * (gzip.response?.bodySize ?? .max))
        var upload = trusting(nginx, nginx.url("/put", at: .tls))
        upload.method = .put
        upload.body = .bytes([UInt8](repeating: 1, count: 3_000_000))
        #expect(String(decoding: try await client.send(upload).body.bytes, as: UTF8.self) == "PUT 3000000\n")
        await client.shutdown()

        for (listener, words) in [
            (Nginx.Listener.expired, "expired on 2020-"), (.wrongHost, "is not for that name but for wrong.example"),
            (.unknownAuthority, "signed by an authority that is not trusted here (CN=martlet other CA"),
        ] {
            let failure = try await failure(of: trusting(nginx, nginx.url("/hello.txt", at: listener)))
            #expect(failure.kind == .certificate)
            #expect(failure.description.contains(words), "\(failure.description)")
            #expect(failure.certificates.first?.subject.hasSuffix("O=martlet test") == true)
            #expect(failure.exchange?.hop?.timings.tls != nil)
        }
        var unchecked = Request(.get, nginx.url("/hello.txt", at: .unknownAuthority))
        unchecked.options.tls.verify = false
        #expect(try await send(unchecked).hop?.connection?.tls?.isVerified == false)
        let clear = try await failure(of: Request(.get, "https://localhost:\(nginx.port())/"))
        #expect(clear.description.contains("does not speak TLS"))

        var mutual = trusting(nginx, nginx.url("/", at: .mutualTLS))
        #expect(try await send(mutual).response?.status == 400)
        mutual.options.tls.certificateFile = nginx.certificates.client.certificate
        mutual.options.tls.keyFile = nginx.certificates.encryptedClientKey
        #expect(try await failure(of: mutual).description.contains("give the password of the key"))
        mutual.options.tls.keyPassword = nginx.certificates.password
        #expect(String(decoding: try await send(mutual).body.bytes, as: UTF8.self).hasPrefix("CN=alice"))
    }

    @Test("Redirects, basic, resets and sizes") func plain() async throws {
        let nginx = try await Nginx.start()
        let redirected = try await send(Request(.get, nginx.url("/redirect")))
        #expect(redirected.hops.map(\.cause) == [.asked, .redirect(status: 301)])
        #expect(redirected.hops[0].response?.fields["location"]?.hasSuffix("/hello.txt") == true)
        #expect(redirected.hops[1].connection?.isReused == true)
        #expect(String(decoding: redirected.body.bytes, as: UTF8.self) == "hello\n")
        var post = Request(.post, nginx.url("/see-other"), body: .text("x"))
        #expect(String(decoding: try await send(post).body.bytes, as: UTF8.self).hasPrefix("GET /echo"))
        post.options.maximumRedirects = 0
        #expect(try await send(post).response?.status == 303)
        #expect(try await failure(of: Request(.get, nginx.url("/loop"))).kind == .redirects)
        #expect(try await failure(of: Request(.get, nginx.url("/close"))).kind == .noAnswer)
        let url = nginx.url("/private/hello.txt")
        #expect(try await send(Request(.get, url)).response?.status == 401)
        let basic = Request(.get, url, authorization: .basic(username: "alice", password: "secret"))
        #expect(try await send(basic).response?.status == 200)
        let inURL = url.replacing("://", with: "://alice:secret@")
        #expect(try await send(Request(.get, inURL)).response?.status == 200)
        let head = try await send(Request(.head, nginx.url("/hello.txt")))
        #expect(head.response?.announcedSize == 6)
        #expect(head.body.count == 0)
    }
}

@Suite("httpbin", .timeLimit(.minutes(1))) struct HttpbinTests {
    @Test("Digest, codings, redirects, forms and streams") func all() async throws {
        let httpbin = try await Httpbin.start()
        let client = RESTClient()
        func text(_ request: Request) async throws -> String {
            String(decoding: try await client.send(request).body.bytes, as: UTF8.self)
        }
        for algorithm in ["MD5", "SHA-256"] {
            let url = "\(httpbin.url)/digest-auth/auth/me/secret/\(algorithm)"
            let right = try await client.send(
                Request(.get, url, authorization: .digest(username: "me", password: "secret")))
            #expect(right.response?.status == 200)
            #expect(right.hops.map(\.cause) == [.asked, .challenge])
            let wrong = try await client.send(
                Request(.get, url, authorization: .digest(username: "me", password: "wrong")))
            #expect(wrong.response?.status == 401)
            #expect(wrong.hops.count == 2)
        }
        for (path, coding) in [("gzip", "gzip"), ("deflate", "deflate"), ("brotli", "br")] {
            let exchange = try await client.send(Request(.get, "\(httpbin.url)/\(path)"))
            #expect(exchange.response?.decoded == [coding])
            #expect(
                String(decoding: exchange.body.bytes, as: UTF8.self).contains(
                    "\"Accept-Encoding\": \"gzip, deflate, br"))
        }
        let hops = try await client.send(Request(.get, "\(httpbin.url)/redirect/3")).hops
        #expect(hops.count == 4)
        #expect(try await client.send(Request(.get, "\(httpbin.url)/status/418")).response?.status == 418)
        #expect(try await text(Request(.get, "\(httpbin.url)/bearer", authorization: .bearer("t0k"))).contains("t0k"))

        let folder = try Scratch.newFolder("upload")
        let path = "\(folder)/big"
        let line = String(repeating: "x", count: 99) + "\n"
        try String(repeating: line, count: 20_000).write(toFile: path, atomically: false, encoding: .utf8)
        let form = try await text(
            Request(
                .post, "\(httpbin.url)/post",
                body: .multipart([
                    .init("a", .bytes(Array("1".utf8))),
                    .init("f", .file(path: path), filename: "b\"ig", contentType: "text/plain"),
                ])))
        #expect(form.contains("\"a\": \"1\""))
        #expect(form.utf8.count > 2_000_000)
        let file = try await client.send(Request(.put, "\(httpbin.url)/put", body: .file(path: path)))
        #expect(file.hop?.sent.bodySize == 2_000_000)
        #expect(file.hop?.sent.bytes.count == Sent.bytesLimit)
        await client.shutdown()
    }
}
