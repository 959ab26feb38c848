import TestSupport
import Testing

/// `--explain-cache` of the built program, on nginx.
@Suite("What caches may do, by verb", .timeLimit(.minutes(1))) struct ExplainCacheRuns {
    @Test("Each line names the section that decides; the body stays alone on standard output")
    func lines() async throws {
        let nginx = try await Nginx.start()
        let run = try await ScriptRun.martlet(["request", "--explain-cache", nginx.url("/hello.txt")])
        #expect(run.status == .code(0) && run.text == "hello\n")
        let lines = run.errors.split(separator: "\n")
        #expect(
            lines.contains { $0.hasPrefix("private may keep: yes: a 200 may be kept without a word (RFC 9110 15.1)") })
        #expect(
            lines.contains {
                $0.hasPrefix("shared then: the server is asked with If-None-Match") && $0.contains("ETag: ")
            })
        #expect(lines.allSatisfy { $0.contains("RFC ") }, "\(run.errors)")
        let quiet = try await ScriptRun.martlet(["request", nginx.url("/hello.txt")])
        #expect(quiet.errors.isEmpty)
    }
}
