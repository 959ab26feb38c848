import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// What is printed arrives, or the verb says that it did not.
@Suite("Standard output", .timeLimit(.minutes(2))) struct OutputRuns {
    /// What every verb prints by itself; a verb has many helps, and one door for them.
    private static let plain: KeyValuePairs<String, [String]> = [
        "": ["--help", "--version"], "explore": ["--help"], "pub": ["--help"], "request": ["--help"], "run": ["--list"],
        "themes": ["", "check $FOLDER/theme.json", "check $FOLDER/odd.json"],
        "profile": ["path", "check", "show", "preset list", "preset show pubsub"],
        "completions": ["fish"], "manual": [""], "keys": ["", "composer"],
        "doctor": [""], "wire": ["--help"], "race": ["--help"],
        "cookies": ["list --path", "export -"],
        "expect": ["--help"], "signin": ["--help"], "signout": ["--help"],
    ]
    /// Those that print what a broker or a server has said.
    private static let asking = ["sub", "rr", "retained", "load", "wire", "race", "demo"]

    private func folder() throws -> String {
        let folder = try Scratch.newFolder("output")
        try FileManager.default.createDirectory(atPath: "\(folder)/martlet", withIntermediateDirectories: true)
        for (file, text) in [
            ("martlet/profile.json", #"{"version": 1, "requests": [{"name": "one", "url": "http://127.0.0.1:1/"}]}"#),
            ("theme.json", "{}"), ("odd.json", #"{"roles": {"no.such": "red"}}"#),
        ] {
            try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
        }
        return folder
    }

    @Test("Every verb that prints says so when it cannot, on a full disk and on a closed descriptor")
    func fullAndClosed() async throws {
        let folder = try folder()
        let environment = ["FOLDER": folder, "XDG_CONFIG_HOME": folder]
        let help = try await ScriptRun.martlet(["--help"]).text
        let verbs = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
            .prefix { $0.hasPrefix("  ") }.filter { !$0.hasPrefix("   ") && !$0.hasPrefix("  See ") }
            .compactMap { $0.split(whereSeparator: { " ,".contains($0) }).first.map(String.init) }
        #expect(verbs.count > 10)
        #expect(Set(verbs).isSubset(of: Self.plain.map(\.key) + Self.asking), "a verb that is not tried: \(verbs)")
        for (verb, words) in Self.plain {
            // One line of the shell for each, with its status and its words.
            let lines = words.map { "martlet \(verb) \($0) >/dev/full; echo \"$?\" >&2" }
            let run = try await ScriptRun.shell(lines.joined(separator: "; "), environment: environment)
            let wanted = "martlet: cannot write to standard output: No space left on device\n1\n"
            #expect(run.errors == String(repeating: wanted, count: words.count), "\(verb)")
        }
        let closed = try await ScriptRun.shell("martlet themes >&-; echo \"$?\" >&2", environment: environment)
        #expect(closed.errors == "martlet: cannot write to standard output: Bad file descriptor\n1\n")
    }

    @Test("So do those that ask a broker or a server")
    func asking() async throws {
        let broker = try await Mosquitto.start()
        let server = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let at = "-h 127.0.0.1 -p \(broker.port())"
        let folder = try folder()
        try await Command.run(
            .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "full/a", "-m", "x", "-r"])
        let words = "cannot write to standard output: No space left on device"
        for (line, code, wanted) in [
            ("sub \(at) -t full/a -C 1", 1, words), ("sub \(at) -t full/a -C 1 --json", 1, words),
            ("rr \(at) -t full/a -e full/a -m y -W 10", 1, words), ("retained ls \(at) full/a", 1, words),
            ("retained clear --dry-run \(at) full/a", 1, words), ("load \(at) -W 20", 1, words),
            ("load \(at) --json --watch -C 1 -W 20", 1, words), ("wire \(at) -t full/a -C 1", 1, words),
            ("race \(at) -t full/a --http \(server.url)/ --every 0.1 -W 1", 1, words), ("demo --headless", 1, words),
            ("request \(server.url)/", 23, "the answer cannot be written: No space left on device"),
            ("request -i \(server.url)/", 23, "the answer cannot be written: No space left on device"),
            ("request -o \(folder)/body -w x \(server.url)/", 23, "the answer cannot be written: \(words)"),
            ("request -sS --pages 2 -o /dev/full \(server.url)/", 23, "/dev/full: No space left on device"),
            ("request -o /dev/full \(server.url)/", 23, "/dev/full: No space left on device"),
            ("retained clear --yes \(at) full/a", 1, words),
        ] {
            let run = try await ScriptRun.shell("martlet \(line) >/dev/full; echo \"$?\" >&2")
            let lines = run.errors.split(separator: "\n")
            #expect(lines.last == "\(code)" && lines.count == 2, "\(line): \(run.errors)")
            #expect(lines.first?.contains(wanted) == true, "\(line): \(run.errors)")
        }
    }

    @Test("Descriptors that were closed at the start are not taken for pipes of our own")
    func closed() async throws {
        let broker = try await Mosquitto.start()
        let at = "-h 127.0.0.1 -p \(broker.port())"
        try await Command.run(
            .mosquittoPub, ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", "closed", "-m", "x", "-r"])
        let run = try await ScriptRun.shell(
            """
            exec 3>&2; martlet sub \(at) -t closed -C 1 <&- >&- 2>&-; echo "$?" >&3
            martlet sub \(at) -t closed -C 1 >&-; echo "$?" >&3
            martlet pub \(at) -t closed -s <&-; echo "$?" >&3
            martlet pub \(at) -t closed -l <&-; echo "$?" >&3
            martlet pub \(at) -t closed -m y <&- >&- 2>&-; echo "$?" >&3
            martlet demo <&-; echo "$?" >&3
            martlet sub \(at) -t closed -C 1 <&- 2>&-; echo "$?" >&3
            """)
        #expect(
            run.errors == """
                1
                martlet sub: cannot write to standard output: Bad file descriptor: up to 1 messages that came are not printed
                1
                martlet pub: cannot read standard input: Bad file descriptor
                1
                martlet pub: cannot read standard input: Bad file descriptor
                1
                0
                martlet: the explorer needs a terminal; run it in one, or `martlet demo --headless` to serve only
                1
                0

                """)
        #expect(run.text == "x\n")
    }

    @Test("A reader that goes away ends what prints for ever")
    func readerGone() async throws {
        let broker = try await Mosquitto.start()
        let run = try await ScriptRun.shell(
            "martlet load -h 127.0.0.1 -p \(broker.port()) --json --watch -W 20 | head -n 1 | cut -c 1")
        #expect(run.text == "{\n" && run.errors == "")
    }
}
