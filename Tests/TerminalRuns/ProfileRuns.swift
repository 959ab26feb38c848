import Glibc
import TestSupport
import Testing

/// The profile, by the built program.
@Suite("The profile of the built program") struct ProfileRuns {
    private let folder: String

    init() throws {
        folder = try Scratch.newFolder("config")
    }

    private func put(_ text: String) throws {
        mkdir("\(folder)/martlet", 0o700)
        let file = open("\(folder)/martlet/profile.json", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(file >= 0)
        #expect(write(file, text, text.utf8.count) == text.utf8.count)
        close(file)
    }

    private func martlet(_ arguments: [String]) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"), [builtProduct("martlet")] + arguments,
            environment: ["XDG_CONFIG_HOME": folder])
    }

    @Test("martlet alone shows brokers to try; a connection made there is saved and opened by name")
    func firstDay() async throws {
        let broker = try await Mosquitto.start()
        let screen = try await Running.martlet([], environment: ["XDG_CONFIG_HOME": folder])
        try await screen.waitFor("test.mosquitto.org", within: .seconds(20))
        try screen.type("ahome")
        try await screen.waitFor("New connection")
        try screen.type("<Tab>127.0.0.1:\(broker.port())<Enter>")
        try await screen.waitFor("Connection ── home")
        try screen.type("<Enter>")
        try await screen.waitFor("● home connected")
        #expect(try await Running(screen: screen, broker: broker).quitSanely() == [])

        for arguments in [["home"], []] {
            let again = try await Running.martlet(arguments, environment: ["XDG_CONFIG_HOME": folder])
            try await again.waitFor("● home connected", within: .seconds(20))
            #expect(try await Running(screen: again, broker: broker).quitSanely() == [])
        }
    }

    @Test("What another program writes to the profile is on the screen, and what it breaks is said")
    func outside() async throws {
        try put(#"{"version": 1, "connections": [{"name": "first", "url": "mqtt://127.0.0.1:1"}]}"#)
        let screen = try await Running.martlet([], environment: ["XDG_CONFIG_HOME": folder])
        try await screen.waitFor("first", within: .seconds(20))
        try put(
            #"""
            {"version": 1, "connections": [{"name": "first", "url": "mqtt://127.0.0.1:1"},
             {"name": "second", "url": "mqtt://127.0.0.1:2"}], "requests": [{"name": "asked", "url": "http://h"}]}
            """#)
        try await screen.waitFor("second")
        try put("{")
        try await screen.waitFor("What another program has written is not used")
        try screen.type("2")
        try await screen.waitFor("asked")
        // A folder that went and came again, as when files are kept in step by links and renames.
        rename("\(folder)/martlet", "\(folder)/away")
        rename("\(folder)/away", "\(folder)/martlet")
        try put(#"{"version": 1, "requests": [{"name": "after the move", "url": "http://h"}]}"#)
        try await screen.waitFor("after the move")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }

    @Test("profile path, check and show")
    func verb() async throws {
        let path = "\(folder)/martlet/profile.json"
        #expect(try await martlet(["profile", "path"]).output == "\(path)\n")
        try put(
            #"""
            {"version": 1,
             "connections": [{"name": "home", "url": "mqtt://x", "password": "hunter2", "keepAlive": "60"}]}
            """#)
        let check = try await martlet(["profile", "check"])
        #expect(check.status == .code(1))
        #expect(
            check.output
                == "\(path):2:90 $.connections[0].keepAlive: a whole number from 0 to 65535 is expected here, not a string\n"
        )
        let show = try await martlet(["profile", "show"])
        #expect(show.status == .code(0) && show.output.contains("••••••") && !show.output.contains("hunter2"))
        try put("{}")
        #expect(try await martlet(["profile", "check"]).status == .code(0))
        try put("{")
        let damaged = try await martlet(["profile", "check"])
        #expect(damaged.status == .code(1) && damaged.output.hasPrefix("\(path):1:2 $: JSON ends early"))
    }

    @Test("A damaged profile is told, the program works, and the first change sets the file aside")
    func damaged() async throws {
        try put("{ broken")
        let broker = try await Mosquitto.start()
        let screen = try await Running.martlet([], environment: ["XDG_CONFIG_HOME": folder])
        // In one piece in the status line alone: the pane wraps it wherever the folder's name makes it.
        try await screen.waitFor("column 3: JSON lacks a key", within: .seconds(20))
        try screen.type("<Down>d")
        try await screen.waitFor("The damaged profile is kept as")
        #expect(access("\(folder)/martlet/profile.json.damaged", F_OK) == 0)
        #expect(try await Running(screen: screen, broker: broker).quitSanely() == [])
    }
}
