import Glibc
import TestSupport
import Testing

/// What martlet says of the machine and of the keys, by the built program.
@Suite("martlet doctor and martlet keys --listen") struct DoctorRuns {
    @Test("Each thing is a line, and what does not work says what to do")
    func doctor() async throws {
        let folder = try Scratch.newFolder("doctor")
        let profile = "\(folder)/profile.json"
        try Scratch.write("{\"settings\": {\"keyPreset\": \"emacs\"}}", to: profile)
        let run = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [builtProduct("martlet"), "doctor", "--profile", profile],
            environment: ["LC_ALL": "C", "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "no_proxy": "a,b"])
        #expect(run.status == .code(1))
        let lines = run.output.split(separator: "\n")
        func has(_ finding: String, _ subject: String, _ words: String) -> Bool {
            lines.contains { line in
                line.hasPrefix(finding + " ") && line.contains("  \(subject) ") && line.contains(words)
            }
        }
        #expect(has("problem", "locale", "export LANG=C.UTF-8"), "\(run.output)")
        #expect(has("problem", "profile", "\(profile): 1 problem; martlet profile check tells them"), "\(run.output)")
        #expect(has("note", "terminal", "the explorer needs one") && has("ok", "state", "\(folder)/martlet"))
        #expect(
            has("note", "proxies", "no_proxy=a,b") && has("ok", "themes", "\(folder)/martlet/themes: 0 of your own"))
        #expect(lines.allSatisfy { $0.hasPrefix("ok ") || $0.hasPrefix("note ") || $0.hasPrefix("problem ") })
    }

    @Test("The terminal is looked at where there is one") func terminal() async throws {
        let screen = try await Tmux.start([builtProduct("martlet"), "doctor"], environment: ["COLORTERM": "truecolor"])
        let rows = try await screen.waitFor("colours    24 bits")
        #expect(rows.contains { $0.hasPrefix("ok       terminal   120x36, TERM=") }, "\(rows)")
    }

    @Test("A terminal that does not say what it is, where the explorer cannot start") func nameless() async throws {
        let screen = try await Tmux.start(["env", "-u", "TERM", builtProduct("martlet"), "doctor"])
        let rows = try await screen.waitFor("problem  terminal   TERM is not set")
        #expect(rows.contains { $0.contains("no cursor can be moved there") }, "\(rows)")
    }

    @Test("What a key sends, what it is and what it does; the terminal is left as it was")
    func listen() async throws {
        let screen = try await Tmux.start([builtProduct("martlet"), "keys", "--listen", "topics"])
        try await screen.waitFor("C-c twice ends")
        try screen.type("<C-s>")
        try await screen.waitFor("13  is C-s: send (")
        try screen.type("<Up>")
        try await screen.waitFor("ESC O A  is Up: up (lists")
        try screen.type("<Esc>")
        try await screen.waitFor("ESC  is Esc: back (")
        try screen.sendBytes(Array("\u{1B}[99~".utf8))
        try await screen.waitFor("ESC [ 9 9 ~  is passed over")
        try screen.type("<C-c>x<C-c><C-c>")
        #expect(try await screen.exited() == 0)
        #expect(try await screen.leftovers() == [])
    }

    @Test("A signal leaves the terminal as it was, mouse and pastes too") func ended() async throws {
        let screen = try await Tmux.start([builtProduct("martlet"), "keys", "--listen"])
        try await screen.waitFor("C-c twice ends")
        #expect(try screen.display("#{mouse_any_flag}") == "1")
        try await screen.signal(SIGTERM)
        #expect(try await screen.exited() == 128 + Int(SIGTERM))
        #expect(try screen.display("#{mouse_any_flag}") == "0")
        #expect(try await screen.leftovers() == [])
    }

    @Test("Without a terminal there is nothing to listen to") func none() async throws {
        let run = try await Command.attempt(
            Requirement(program: "setsid", package: "util-linux"), ["-w", builtProduct("martlet"), "keys", "--listen"])
        #expect(run.status == .code(1) && run.output == "martlet: --listen needs a terminal: run it in one\n")
    }
}
