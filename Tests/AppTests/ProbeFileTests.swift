import Glibc
import Interface
import Model
import Profile
import TestSupport
import Testing

@testable import App

@Suite("What tests of connections have found, on disk")
struct ProbeFileTests {
    private func report(_ url: String, _ lines: [String]) -> ProbeReport {
        var report = ProbeReport(ConnectionDraft(name: "home", url: url))
        report.steps = [.init("CONNACK", .passed, ["MQTT 5  1 ms"]), .init("Features", .warned, lines)]
        (report.isRunning, report.testedAt) = (false, 1_795_523_465_000_000)
        return report
    }

    @Test("a broker's last test is kept, without secrets, for the person alone, and damaged lines are passed over")
    func kept() throws {
        let path = try Scratch.newFolder("brokers") + "/state/brokers"
        let file = ProbeFile(path: path)
        #expect(try file.load().isEmpty)
        try file.keep(report("mqtt://me:pw@h", ["an old one"]))
        try file.keep(report("wss://h/mqtt?token=abc", ["x"]))
        try file.keep(
            report("mqtt://me:pw@h", ["sends nothing retained for filters with a wildcard", "", "wss://h/?token=abc"]))
        let text = try Scratch.read(path)
        #expect(!text.contains("pw") && !text.contains("abc"))
        var mode = stat()
        #expect(stat(path, &mode) == 0 && mode.st_mode & 0o777 == 0o600)
        var found = try file.load()
        #expect(found.map(\.address) == ["wss://h/mqtt?token=\(Secret.dots)", "mqtt://me:\(Secret.dots)@h"])
        #expect(found.last?.steps.last?.lines.prefix(2) == ["sends nothing retained for filters with a wildcard", ""])
        #expect(found.last?.testedAt == 1_795_523_465_000_000 && found.last?.isRunning == false)
        try Scratch.write("x\n1 a\n1 a b 5 w t 99\n" + text + "1 half", to: path)
        found = try file.load()
        #expect(found.count == 2)
        for number in 0..<205 { try file.keep(report("mqtt://h\(number)", ["x"])) }
        #expect(try file.load().count == 200)
    }

    @Test("What is kept comes by the inbox, and is no news of a broker that was tested meanwhile; damage is said")
    @MainActor func loaded() async throws {
        let file = ProbeFile(path: try Scratch.newFolder("brokers") + "/brokers")
        var (here, there) = (report("", ["kept"]), report("", ["kept"]))
        (here.address, there.address) = ("mqtt://here:1883", "mqtt://there:1883")
        try file.keep(here)
        try file.keep(there)
        let visit = try Visit()
        visit.effects.keepProbes(in: file)
        // Nobody waits for the disk.
        #expect(visit.window.model.tested.isEmpty)
        here.steps[1].lines = ["new"]
        visit.window.model.apply(.probe(here))
        try await visit.become("what is kept") { $0.window.model.tested.count == 2 }
        let tested = visit.window.model.tested
        #expect(tested[here.address]?.steps.last?.lines == ["new"])
        #expect(tested[there.address]?.steps.last?.lines == ["kept"])
        visit.effects.keepProbes(in: ProbeFile(path: try Scratch.newFolder("brokers")))
        try await visit.become("a warning") { $0.workspace.notices.last?.kind == .warning }
        try await visit.leave()
    }
}
