import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

/// What comes before, between and after the transfers of a command line.
@Suite("martlet request around its transfers", .timeLimit(.minutes(2))) struct RequestTransferRuns {
    private final class Seen: Sendable {
        private let requests = Mutex<[String]>([])

        var all: [String] { requests.withLock { $0 } }

        /// Keeps a request; how many there were before it.
        func add(_ request: String) -> Int {
            requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
        }
    }

    private func server(_ seen: Seen, busyFirst: Bool = false) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            while true {
                let number = seen.add(try await connection.request())
                let isBusy = busyFirst && number == 0
                try await connection.send(
                    isBusy
                        ? "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 4\r\n\r\nbusy"
                        : "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 4\r\n\r\ndone")
            }
        }
    }

    private func run(_ arguments: String...) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"), [builtProduct("martlet"), "request"] + arguments)
    }

    @Test("A password that was left out is asked for once, before anything is sent", arguments: [[], ["-Z"]])
    func password(_ letters: [String]) async throws {
        let seen = Seen()
        let server = try await server(seen)
        let screen = try await Tmux.start(
            [builtProduct("martlet"), "request", "-s", "-u", "me"] + letters + [server.url + "/1", server.url + "/2"])
        try await screen.waitFor("Password of me:")
        #expect(seen.all.isEmpty)
        try screen.type("secret<Enter>")
        #expect(try await screen.exited() == 0)
        let rows = try screen.capture()
        #expect(rows.count { $0.contains("Password") } == 1 && !rows.contains { $0.contains("secret") }, "\(rows)")
        // me:secret
        #expect(seen.all.count == 2 && seen.all.allSatisfy { $0.contains("Authorization: Basic bWU6c2VjcmV0") })
        #expect(try await screen.leftovers() == [])
    }

    @Test("The proxy's password too; no answer sends nothing") func refused() async throws {
        let seen = Seen()
        let server = try await server(seen)
        let screen = try await Tmux.start([
            builtProduct("martlet"), "request", "-s", "-S", "-x", server.url, "-U", "me", "http://h.example/",
        ])
        try await screen.waitFor("Password of me at the proxy:")
        try screen.type("<C-c>")
        #expect(try await screen.exited() == 2)
        try await screen.waitFor("no password of me at the proxy was given")
        #expect(seen.all.isEmpty)
    }

    @Test("A signal at the question leaves the terminal as it was") func signal() async throws {
        let screen = try await Tmux.start([builtProduct("martlet"), "request", "-u", "me", "http://127.0.0.1:1/"])
        try await screen.waitFor("Password of me:")
        try await screen.signal(SIGTERM)
        #expect(try await screen.exited() == 128 + Int(SIGTERM))
        #expect(try await screen.leftovers() == [])
    }

    @Test("A try whose body goes to a device is tried again, and the device stays") func device() async throws {
        let seen = Seen()
        let server = try await server(seen, busyFirst: true)
        let run = try await run("-s", "--retry", "2", "-o", "/dev/null", "-w", "%{http_code}", server.url + "/")
        #expect(run.status == .code(0) && run.output == "200", "\(run.output)")
        #expect(seen.all.count == 2)
    }

    @Test("--remove-on-error removes files, and nothing else") func removal() async throws {
        let server = try await ScriptedServer.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        let folder = try Scratch.newFolder("removal")
        let (file, pipe) = ("\(folder)/file", "\(folder)/pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Both ends, so that neither waits for the other.
        let reader = open(pipe, O_RDWR | O_CLOEXEC)
        defer { close(reader) }
        for path in [file, pipe] {
            #expect(try await run("-s", "--remove-on-error", "-o", path, server.url + "/").status == .code(18))
        }
        #expect(access(file, F_OK) != 0 && access(pipe, F_OK) == 0)
    }

    @Test("Cookies are written to what is no file without a word") func cookies() async throws {
        let server = try await server(Seen())
        let run = try await run("-c", "/dev/null", server.url + "/")
        #expect(run.status == .code(0) && run.output == "done", "\(run.output)")
    }
}
