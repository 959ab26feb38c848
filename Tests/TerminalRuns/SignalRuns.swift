import FoundationEssentials
import Glibc
import Terminal
import TestSupport
import Testing

/// However it ends, the terminal is as it was.
@Suite("Signals") struct SignalRuns {
    @Test(
        "INT, TERM, a crash and whatever else ends a program each leave the terminal restored",
        arguments: [
            SIGINT, SIGTERM, SIGSEGV, SIGABRT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGSYS,
        ])
    func signals(number: Int32) async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("home")
        try await screen.signal(number)
        #expect(try await screen.leftovers() == [])
        #expect(screen.exitStatus == 128 + Int(number))
    }

    @Test("QUIT is a wish to end and no crash, also where crashes are looked at")
    func quit() async throws {
        let screen = try await Running.martlet(
            ["demo"], environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=yes,color=no"])
        try await screen.waitFor("home")
        try await screen.signal(SIGQUIT)
        #expect(try await screen.leftovers() == [])
        #expect(screen.exitStatus == 128 + Int(SIGQUIT))
    }

    @Test("TERM ends it while an editor has the terminal, and the editor with it")
    func editor() async throws {
        let mark = try Scratch.newFolder("editor") + "/pid"
        let screen = try await Running.martlet(
            ["demo"], environment: ["EDITOR": "sh -c 'echo $$ > \(mark); cat' \(mark)"])
        try await screen.waitFor("home")
        try screen.type("2")
        try await screen.waitFor("list sensors")
        try screen.type("<Down><Down><Tab>e")
        let editor = try await waiting(for: "the editor") { try pid(in: mark) }
        try await screen.signal(SIGTERM)
        #expect(try await screen.leftovers() == [])
        #expect(screen.exitStatus == 128 + Int(SIGTERM))
        _ = try await waiting(for: "the end of the editor") { kill(editor, 0) != 0 ? true : nil }
    }

    @Test("While an editor has the terminal a repeated publish goes on, and what arrives is taken")
    func repeatsBeneathAnEditor() async throws {
        let folder = try Scratch.newFolder("beneath")
        let run = try await Running.explore(
            environment: [
                "EDITOR": "sh -c 'echo edited > \"$0\"; echo $$ > \(folder)/pid; "
                    + "while [ ! -e \(folder)/go ]; do sleep 0.05; done'"
            ])
        try await run.waitUntilLive()
        try run.screen.type("p")
        try await run.screen.waitFor("Publish")
        // Page Sending, its field Every.
        try run.screen.type("beneath/it<C-o><C-o><Tab><Tab><C-u>100 ms<C-r>")
        try await run.screen.waitFor("Started")
        try run.screen.type("<M-e>")
        _ = try await waiting(for: "the editor") { try pid(in: "\(folder)/pid") }
        let sent = { run.broker.log.components(separatedBy: "'beneath/it'").count }
        let before = sent()
        // The broker's log has each of them twice: received, and sent to the explorer's own subscription.
        _ = try await waiting(for: "ten repeats beneath the editor") { sent() >= before + 20 ? true : nil }
        // What is typed there is the editor's, also when it leaves it unread.
        try run.screen.type("qq")
        try await run.screen.waitFor("qq")
        try Data().write(to: URL(filePath: "\(folder)/go"))
        try await run.screen.waitFor("Repeat every")
        try run.screen.type("<C-o>")
        try await run.screen.waitFor("edited")
        try run.screen.type("<C-o><C-o>")
        try await run.screen.waitFor("Repeat every")
        #expect(try !run.screen.capture().joined().contains("qq"))
    }

    private func pid(in file: String) throws -> pid_t? {
        guard access(file, R_OK) == 0 else { return nil }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return text.hasSuffix("\n") ? pid_t(text.dropLast()) : nil
    }

    @Test("TERM twice, with a broker that is frozen, ends it all the same with the terminal restored")
    func twice() async throws {
        let run = try await Running.explore()
        try await run.waitUntilLive()
        run.broker.freeze()
        try await run.screen.signal(SIGTERM)
        try await run.screen.signal(SIGTERM)
        #expect(try await run.screen.leftovers() == [])
        let screen = try run.screen.capture().joined(separator: "\n")
        #expect(run.screen.exitStatus == 128 + Int(SIGTERM), "\(screen)")
        run.broker.thaw()
    }

    @Test("C-z stops it with the terminal restored, and it comes back where it was")
    func stopAndContinue() async throws {
        let shell = try await Tmux.start([], size: Size(width: 100, height: 30))
        try await shell.waitFor("$")
        try shell.typeText("set -m; \(builtProduct("martlet")) demo")
        try shell.type("<Enter>")
        try await shell.waitFor("Topics")
        try await shell.waitFor("home")
        try shell.type("<C-z>")
        try await shell.waitForNo("Topics")
        try shell.typeText("echo still $((40 + 2)) here")
        try shell.type("<Enter>")
        try await shell.waitFor("still 42 here")
        try shell.typeText("fg")
        try shell.type("<Enter>")
        try await shell.waitFor("Topics")
        try shell.type("q")
        try await shell.waitFor("still 42 here")
    }

    @Test(
        "Told to end while it is stopped, it ends without the terminal, which the shell has",
        arguments: [(SIGTERM, "terminated"), (SIGINT, "interrupted")])
    func endWhileStopped(number: Int32, word: String) async throws {
        let shell = try await Tmux.start([], size: Size(width: 100, height: 30))
        try await shell.waitFor("$")
        try shell.typeText("set -m; \(builtProduct("martlet")) demo")
        try shell.type("<Enter>")
        try await shell.waitFor("Topics")
        try await shell.waitFor("home")
        try shell.type("<C-z>")
        try await shell.waitForNo("Topics")
        // As shells continue a stopped job that they end, and systems at a logout.
        try shell.typeText("kill -\(number) %1; kill -CONT %1")
        try shell.type("<Enter>")
        try await shell.waitFor("martlet: \(word)")
        try shell.typeText("echo still $((40 + 2)) here")
        try shell.type("<Enter>")
        try await shell.waitFor("still 42 here")
        #expect(try !shell.capture().joined().contains("Topics"))
    }

    @Test("Sent behind the shell it stops again, as who takes the terminal from there does, and is ended from there")
    func behind() async throws {
        let shell = try await Tmux.start([], size: Size(width: 100, height: 30))
        try await shell.waitFor("$")
        try shell.typeText("set -m; \(builtProduct("martlet")) demo")
        try shell.type("<Enter>")
        try await shell.waitFor("home")
        try shell.type("<C-z>")
        try await shell.waitForNo("Topics")
        try shell.typeText("bg")
        try shell.type("<Enter>")
        // It is stopped once more: `jobs` says so, whatever the word for it.
        try await shell.waitFor("tty output", within: .seconds(15)) { rows in
            _ = try? shell.typeText("jobs")
            _ = try? shell.type("<Enter>")
            return rows.contains { $0.contains("tty output") }
        }
        try shell.typeText("kill -TERM %1; kill -CONT %1")
        try shell.type("<Enter>")
        try await shell.waitFor("martlet: terminated")
    }

    @Test("A terminal that goes sends HUP more than once: what is typed and unsaved is written all the same")
    func hangUps() async throws {
        let folder = try Scratch.newFolder("hung")
        let screen = try await Running.martlet(
            [], environment: ["XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder])
        try await screen.waitFor("Connections")
        try screen.type("2<Tab>A<Enter>")
        try await screen.waitFor("new request")
        try screen.typeText("http://unsaved.example/")
        try await screen.waitFor("http://unsaved.example/")
        try screen.type("<Enter>")
        let pid = try await screen.pid()
        // The shell's, the kernel's, and more of them while it ends.
        _ = try await waiting(for: "the end of the program") {
            for _ in 0..<20 { kill(pid, SIGHUP) }
            return kill(pid, 0) != 0 ? true : nil
        }
        let names = try Scratch.names(in: "\(folder)/martlet")
        let name = try #require(names.first { $0.hasPrefix("unsaved-") && $0.hasSuffix(".json") }, "\(names)")
        let text = FileManager.default.contents(atPath: "\(folder)/martlet/\(name)").map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text?.contains("http://unsaved.example/") == true)
        #expect(!names.contains { $0.hasSuffix(".new") })
    }

    @Test("A lost terminal ends it")
    func hangUp() async throws {
        let screen = try await Running.martlet(["demo"])
        try await screen.waitFor("home")
        let pid = try await screen.pid()
        try screen.closeTerminal()
        _ = try await waiting(for: "the end of the program") { kill(pid, 0) != 0 ? true : nil }
    }
}
