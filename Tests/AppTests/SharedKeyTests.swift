import App
import Files
import Opener
import Profile
import Terminal
import TestSupport
import Testing

/// A broker that takes a shared key and has no certificate, as far as the screen.
@Suite("A connection with a shared key") @MainActor struct SharedKeyTests {
    private func broker() async throws -> (Mosquitto, port: Int) {
        let folder = try Scratch.newFolder("psk")
        try WholeFile.create("\(folder)/keys", with: Array("sensor:00ff8040c0ffee\n".utf8))
        let port = FreePorts.find(1)[0]
        var options = Mosquitto.Options()
        options.openListenerSettings = [
            "listener \(port) 127.0.0.1", "psk_file \(folder)/keys", "psk_hint hint", "allow_anonymous true",
        ]
        return (try await Mosquitto.start(options), port)
    }

    private func draft(_ port: Int, _ key: Secret) -> ConnectionDraft {
        var draft = ConnectionDraft(name: "", url: "mqtts://127.0.0.1:\(port)")
        (draft.brokerTLS.preSharedKey, draft.brokerTLS.preSharedIdentity) = (key, "sensor")
        return draft
    }

    @Test("What letters said of it is saved with it, and opens it again")
    func saved() async throws {
        let (broker, port) = try await broker()
        let visit = try Visit()
        visit.broker = broker
        var letters = draft(port, .literal("00ff8040c0ffee"))
        (letters.keepAlive, letters.brokerTLS.version) = (9, "tlsv1.2")
        let opener = ConnectionOpener(secrets: visit.secrets, variables: Variables(), now: { 0 })
        visit.effects.open(try await opener.plan(letters), in: visit.workspace)
        try await visit.see("connected")
        try visit.type("4ge")
        try await visit.see("New connection")
        try visit.type("<C-u>box<Enter>")
        var expected = letters
        expected.name = "box"
        #expect(visit.book.profile.connections.values == [expected], "\(visit.screen)")
        // One row: what is open is what was saved.
        try await visit.see("saved")
        #expect(!visit.screen.contains("open, not saved"), "\(visit.screen)")
        try visit.type("Y")
        try await visit.become("a copy") { !$0.terminal.copies.isEmpty }
        let command = String(decoding: try #require(visit.terminal.copies.last), as: UTF8.self)
        #expect(command.contains("\nmosquitto_sub ") && !command.contains("c0ffee"), "\(command)")
        let run = try await Command.attempt(
            Requirement(program: "sh", package: "dash"), ["-c", "\(command) -C 1 -W 10"],
            environment: ["PATH": "/usr/bin:/bin", "MQTT_PSK": "00ff8040c0ffee"])
        #expect(run.status == .code(0), "\(command)\n\(run.output)")
        try visit.type("c")
        try await visit.settle()
        try visit.type("4<Enter>")
        try await visit.see("● box connected")
        try visit.type("4")
        try await visit.see("Shared key: ••")
        #expect(!visit.screen.contains("c0ffee"), "\(visit.screen)")
        try await visit.leave()
    }

    @Test("A key that was asked for and is not the broker's is asked for again")
    func asked() async throws {
        let (broker, port) = try await broker()
        let visit = try Visit()
        visit.broker = broker
        var draft = draft(port, .prompt)
        draft.name = "box"
        visit.open(draft)
        for (answer, after) in [("11", "did not accept the shared key"), ("00ff8040c0ffee", "● box")] {
            try await visit.see("Shared key of box")
            try visit.type("\(answer)<Enter>")
            try await visit.see(after)
            if answer == "11" { try visit.type("R") }
        }
        try await visit.leave()
    }
}
