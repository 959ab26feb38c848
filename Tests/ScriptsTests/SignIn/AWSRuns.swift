import TestSupport
import Testing

/// `martlet request --aws-sigv4` beside curl, at a server that shows what came.
@Suite("AWS signatures beside curl", .timeLimit(.minutes(2))) struct AWSRuns {
    /// The fields of a request that a signature is about; curl 7.88 sends a time that is given twice.
    private static func fields(_ request: String) -> Set<String> {
        Set(
            request.split(separator: "\r\n").dropFirst().map { $0.lowercased() }
                .filter { line in ["authorization:", "x-amz-", "host:"].contains { line.hasPrefix($0) } })
    }

    @Test(
        "What is signed, and the signature, are curl's",
        arguments: [
            ["URL/"], ["URL/things/a/shadow?name=b", "-X", "POST"], ["URL/topics/a?qos=1", "-d", "{\"on\":true}"],
            ["URL/a", "-H", "X-Amz-Security-Token: lent", "-H", "X-Two: b"], ["URL/a?b=1", "-X", "DELETE"],
            ["URL/a", "-H", "Content-Type: application/json", "-d", "{}"],
        ])
    func beside(_ arguments: [String]) async throws {
        let seen = Requests()
        let server = try await ScriptedServer.start { connection in
            await seen.add(try await connection.request())
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        // The time is given: else the two would differ by what passes between them.
        let words =
            arguments.map { $0.replacing("URL", with: server.url) }
            + ["--aws-sigv4", "aws:amz:eu-west-1:iotdata", "-u", "AKID:s3cr3t", "-H", "X-Amz-Date: 20261129T120000Z"]
        _ = try await Command.attempt(Requirement(program: "curl", package: "curl"), ["-s"] + words)
        let answer = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"), [builtProduct("martlet"), "request", "-s"] + words)
        #expect(answer.status == .code(0), "\(answer.output)")
        let requests = await seen.all
        #expect(requests.count == 2)
        #expect(Self.fields(requests[0]) == Self.fields(requests[1]))
    }

    private actor Requests {
        var all: [String] = []
        func add(_ request: String) { all.append(request) }
    }
}
