import TestSupport
import Testing

@Suite("martlet retained in a terminal") struct RetainedRuns {
    @Test("On a terminal clear asks, and only y clears")
    func asks() async throws {
        let broker = try await Mosquitto.start()
        for topic in ["a/one", "a/two"] {
            try await Command.run(
                .mosquittoPub,
                ["-h", "127.0.0.1", "-p", "\(broker.port())", "-t", topic, "-m", "x\u{1B}]0;t\u{7}", "-r"])
        }
        let clear = ["retained", "clear", "-h", "127.0.0.1", "-p", "\(broker.port())", "a/#"]
        let refused = try await Running.martlet(clear)
        try await refused.waitFor("Clear 2 retained messages, 14 bytes of payload, under a/#? [y/N]")
        try refused.type("n<Enter>")
        try await refused.waitFor("martlet retained: nothing was cleared")
        #expect(try await refused.exited() == 1)
        let list = try await Running.martlet(["retained", "ls", "-h", "127.0.0.1", "-p", "\(broker.port())", "a/#"])
        // What a payload holds never drives the terminal.
        try await list.waitFor("7  a/two  x␛]0;t␇")
        #expect(try await list.exited() == 0)
        let done = try await Running.martlet(clear)
        try await done.waitFor("[y/N]")
        try done.type("y<Enter>")
        try await done.waitFor("2 retained messages cleared")
        #expect(try await done.exited() == 0)
    }
}
