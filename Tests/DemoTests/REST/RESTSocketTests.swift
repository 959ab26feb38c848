import Demo
import TestSupport
import Testing

/// curl, and a hand with a socket, against the running demo.
@Suite struct RESTSocketTests {
    private func withDemo(_ body: (Demo) async throws -> Void) async throws {
        let demo = try await Demo.start(sysInterval: nil)
        do {
            try await body(demo)
        } catch {
            await demo.stop()
            throw error
        }
        await demo.stop()
    }

    private func curl(_ demo: Demo, _ path: String, _ arguments: [String] = [], input: [UInt8] = []) async throws
        -> String
    {
        try await Command.run(
            .curl, ["-sS", "-m", "20", "http://127.0.0.1:\(demo.httpPort)\(path)"] + arguments, input: input
        ).output
    }

    /// Sends bytes as they are, and answers all that comes until the server closes.
    private func raw(_ demo: Demo, _ text: String) async throws -> String {
        let port = "\(demo.httpPort)"
        return try await Command.run(
            Requirement(program: "bash", package: "bash"),
            ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); cat >&3; timeout 10 cat <&3"], input: Array(text.utf8)
        ).output
    }

    @Test func statusesAndFields() async throws {
        try await withDemo { demo in
            let list = try await curl(demo, "/tasks/", ["-i"])
            #expect(list.hasPrefix("HTTP/1.1 200 OK\r\n"))
            for field in [
                "ETag: \"", "Last-Modified: ", "Cache-Control: no-cache", "Link: <", "Date: ", "Content-Length: ",
            ] {
                #expect(list.contains("\r\n\(field)"), "\(field)")
            }
            let deleted = try await curl(demo, "/tasks/1", ["-i", "-X", "DELETE"])
            #expect(deleted.hasPrefix("HTTP/1.1 204 No Content\r\n"))
            #expect(deleted.hasSuffix("\r\n\r\n"))
            #expect(!deleted.lowercased().contains("content-length"))
            #expect(!deleted.lowercased().contains("transfer-encoding"))
            let made = try await curl(demo, "/sensors", ["-i", "-d", #"{"name":"s"}"#])
            #expect(made.hasPrefix("HTTP/1.1 201 Created\r\n"))
        }
    }

    /// `/tasks/<id>/` and `/status/power`, as the lecture writes them.
    @Test func theSlidesAddresses() async throws {
        try await withDemo { demo in
            let json = ["-H", "Content-Type: application/json"]
            let cases: [(path: String, arguments: [String], part: String)] = [
                ("/tasks/1/", [], #""summary":"Water the tomatoes""#),
                (
                    "/tasks/1/", json + ["-X", "PUT", "-d", #"{"summary":"a","description":"b"}"#],
                    #""summary":"a","description":"b""#
                ),
                ("/tasks/1/", json + ["-X", "PATCH", "-d", #"{"summary":"c"}"#], #""summary":"c","description":"b""#),
                ("/tasks/1", [], #""summary":"c""#),
                ("/tasks/1/", ["-X", "DELETE", "-w", "%{http_code}"], "204"),
                ("/status/power", [], #"{"power":"on"}"#),
                ("/status/power", json + ["-X", "PUT", "-d", #"{"power":"off"}"#], #"{"power":"off"}"#),
                ("/status/power", ["-H", "Accept: text/plain"], "off"),
            ]
            for (path, arguments, part) in cases {
                let answer = try await curl(demo, path, arguments)
                #expect(answer.contains(part), "\(path) \(arguments): \(answer)")
            }
        }
    }

    @Test func gzipArrivesAsGzip() async throws {
        try await withDemo { demo in
            let plain = try await curl(demo, "/tasks/")
            #expect(try await curl(demo, "/tasks/", ["--compressed"]) == plain)
            let head = try await curl(demo, "/tasks/", ["-D", "-", "-o", "/dev/null", "-H", "Accept-Encoding: gzip"])
            #expect(head.contains("\r\nContent-Encoding: gzip\r\n"))
            #expect(head.contains("-gzip\"\r\n"))
            let size = try await curl(
                demo, "/tasks/", ["-o", "/dev/null", "-w", "%{size_download}", "-H", "Accept-Encoding: gzip"])
            #expect((Int(size) ?? .max) < plain.utf8.count / 2)
            // HEAD has the fields of GET and nothing after them, and the connection goes on.
            let both = try await curl(
                demo, "/tasks/",
                [
                    "-I", "-H", "Accept-Encoding: gzip", "-w", "%{num_connects}",
                    "http://127.0.0.1:\(demo.httpPort)/tasks/2",
                ])
            #expect(both.contains("content-length: \(size)\r\n") || both.contains("Content-Length: \(size)\r\n"))
            #expect(both.hasSuffix("\r\n\r\n0"))
        }
    }

    @Test func aRefusalOfHEADHasNoContentEither() async throws {
        try await withDemo { demo in
            let answer = try await curl(demo, "/%zz", ["-I", "-w", "%{size_download}"])
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.hasSuffix("\r\n\r\n0"))
        }
    }

    @Test func theLampIsATopic() async throws {
        try await withDemo { demo in
            let mqtt = ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "home/hall/lamp"]
            // The devices are there once the lamp has spoken.
            try await Command.run(.mosquittoSub, mqtt + ["-C", "1", "-W", "10"])
            #expect(
                try await curl(demo, "/devices/lamp", ["-X", "PUT", "-d", #"{"on":false,"brightness":12}"#])
                    == #"{"on":false,"brightness":12}"#)
            let heard = try await Command.run(.mosquittoSub, mqtt + ["-C", "1", "-W", "10"]).output
            #expect(heard == "{\"on\":false,\"brightness\":12}\n")
            try await Command.run(.mosquittoPub, mqtt + ["-m", #"{"on":true,"brightness":33}"#, "-r", "-q", "1"])
            #expect(try await curl(demo, "/devices/lamp") == #"{"on":true,"brightness":33}"#)
            // The lamp has adopted it: a command that names only one of the two keeps the other.
            try await Command.run(
                .mosquittoPub,
                ["-h", "127.0.0.1", "-p", "\(demo.port)", "-t", "home/hall/lamp/set", "-m", "off", "-q", "1"])
            #expect(try await curl(demo, "/devices/lamp") == #"{"on":false,"brightness":33}"#)
        }
    }

    @Test func largeContentIsRefused() async throws {
        try await withDemo { demo in
            let large = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
            for extra in [[], ["-H", "Expect:"], ["-H", "Transfer-Encoding: chunked"]] {
                let answer = try await curl(
                    demo, "/tasks/", ["-i", "--data-binary", "@-"] + extra, input: large)
                #expect(answer.contains("HTTP/1.1 413 "), "\(extra)")
                #expect(answer.contains("1 MiB is the most"), "\(extra)")
            }
            let just = Array(#"{"summary":"x"}"#.utf8) + [UInt8](repeating: 0x20, count: (1 << 20) - 15)
            let answer = try await curl(
                demo, "/tasks/", ["--data-binary", "@-", "-H", "Expect: 100-continue"], input: just)
            #expect(answer.hasPrefix(#"{"id": "#))
        }
    }

    @Test func brokenRequestsAreAnsweredInWords() async throws {
        try await withDemo { demo in
            let long = String(repeating: "x", count: 20_000)
            let many = (0..<200).map { "X-\($0): y\r\n" }.joined()
            for (request, status) in [
                ("GET /tasks/ HTTP/1.1\r\n\r\n", "400"),
                ("GET /tasks/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
                ("hello\r\n\r\n", "400"),
                ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
                ("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", "431"),
                ("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n", "431"),
                ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417"),
                ("POST /sensors HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "400"),
            ] {
                let answer = try await raw(demo, request)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(40)): \(answer)")
                #expect(answer.contains("\"detail\":"))
            }
            // Two requests in one go are answered in order, and HTTP/1.0 is closed after its answer.
            let two = try await raw(
                demo, "GET /sensors HTTP/1.1\r\nHost: a\r\n\r\nGET /sensors HTTP/1.0\r\n\r\n")
            #expect(two.components(of: "[]\n") == 2)
        }
    }

    @Test func portsAreGivenAndInUse() async throws {
        let ports = FreePorts.find(2)
        let demo = try await Demo.start(port: ports[0], httpPort: ports[1], sysInterval: nil)
        #expect(demo.httpPort == ports[1])
        await #expect(throws: DemoError.portInUse(host: "127.0.0.1", port: ports[1])) {
            _ = try await Demo.start(httpPort: ports[1])
        }
        await demo.stop()
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
