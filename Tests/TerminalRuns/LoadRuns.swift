import Glibc
import Terminal
import TestSupport
import Testing

/// View Load and `martlet load`, as people run them.
@Suite("The load") struct LoadRuns {
    @Test(
        "View 3 on a mosquitto, at a large size",
        arguments: [Size(width: 160, height: 50)])
    func view(_ size: Size) async throws {
        let running = try await Running.explore(size: size)
        try await running.screen.waitFor("$SYS")
        try running.screen.type("3")
        try await running.screen.waitFor("what martlet receives")
        // The figures of the broker stand above those that were there first.
        try running.screen.type("g")
        try await running.screen.waitFor("mosquitto version")
        try await running.screen.waitFor("PUBLISH in")
        try running.screen.type("<Right><Space><Enter>]")
        try await running.screen.waitFor("15 min")
        try running.screen.type("q")
        #expect(try await running.screen.leftovers() == [])
        #expect(running.screen.exitStatus == 0)
    }

    @Test("martlet load prints a table, and JSON with each beat, of mosquitto")
    func verb() async throws {
        let broker = try await Mosquitto.start()
        let address = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        let table = try await Running.martlet(["load"] + address)
        try await table.waitFor("mosquitto version")
        try await table.waitFor("msg/s")
        #expect(try await table.exited() == 0)
        let json = try await Running.martlet(
            ["load", "--json", "--watch", "-C", "2"] + address, size: Size(width: 240, height: 60))
        let rows = try await json.waitFor(#""dialect":"mosquitto""#)
        #expect(rows.first?.hasPrefix(#"{"time":"#) == true)
        #expect(try await json.exited() == 0)
    }

    @Test("The demo's broker tells its load too")
    func demo() async throws {
        let screen = try await Running.martlet(["demo", "--headless", "--sys-interval", "1"])
        let rows = try await screen.waitFor("mqtt://127.0.0.1:")
        let line = rows.first { $0.contains("mqtt://127.0.0.1:") } ?? ""
        let port = line.split(separator: "127.0.0.1:").last.map { String($0.prefix { $0.isNumber }) } ?? ""
        let table = try await Running.martlet(["load", "mqtt://127.0.0.1:\(port)"])
        try await table.waitFor("martlet demo broker")
        #expect(try await table.exited() == 0)
        try await screen.signal(SIGTERM)
        #expect(try await screen.exited() == 0)
    }

    @Test("A broker without $SYS ends the verb with 27 and words")
    func none() async throws {
        var options = Mosquitto.Options()
        options.sysInterval = 0
        let broker = try await Mosquitto.start(options)
        let screen = try await Running.martlet(["load", "-W", "2", "-h", "127.0.0.1", "-p", "\(broker.port())"])
        try await screen.waitFor("no figures under $SYS/")
        #expect(try await screen.exited() == 27)
    }
}
