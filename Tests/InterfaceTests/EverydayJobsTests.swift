import FoundationEssentials
import Glibc
import Interface
import Kit
import Model
import Profile
import Terminal
import Testing

@testable import Interface

/// Fifteen everyday jobs: done with keys at the real window, counted, and compared with what the README says of them.
@Suite("Everyday jobs") struct EverydayJobsTests {
    /// One job.
    private struct Job {
        var name: String
        /// Where it begins.
        var start: () throws -> Visit
        /// The keys in the notation of scripts; what is typed as text stands in «» and counts for nothing.
        var script: String
        /// Whether it is done.
        var isDone: (Visit) throws -> Bool
        /// The terminal programs whose own documentation, or help on their screen, names the keys for it, from where the
        /// thing that it is about is selected.
        var peers: [(name: String, keys: [String])] = []

        /// The one of them that needs the fewest; of several the first.
        var peer: (name: String, keys: [String])? {
            peers.min { EverydayJobsTests.count($0.keys) < EverydayJobsTests.count($1.keys) }
        }
    }

    private static let path = "/\(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))/README.md"

    /// View Explore of a small house, with a topic selected.
    private static func house(selecting topic: String = "") throws -> Visit {
        let visit = Visit(width: 120, height: 36)
        House.fill(visit)
        visit.look()
        if !topic.isEmpty { try visit.type("/\(topic)<Enter><Esc>") }
        _ = visit.takeEffects()
        return visit
    }

    /// View REST with a request open, and the keys on it.
    private static func request(_ keys: String = "<Down><Enter>") throws -> Visit {
        let visit = try RequestPaneTests.visit()
        try visit.type(keys)
        _ = visit.takeEffects()
        return visit
    }

    private static func answered() throws -> Visit {
        let visit = try request("<Down><Enter><C-s>")
        RequestPaneTests.finish(try RequestPaneTests.order(visit), visit)
        try visit.type("<Tab>")
        return visit
    }

    private static func copied(_ visit: Visit) -> String {
        visit.takeEffects().compactMap { effect in
            if case .program(.copy(let bytes)) = effect { String(decoding: bytes, as: UTF8.self) } else { nil }
        }.joined()
    }

    private static var jobs: [Job] {
        [
            Job(
                name: "find a topic by a part of its name", start: { try house() }, script: "/«lamp»<Enter>",
                isDone: { $0.pane(.message)?.contains("home/hall/lamp") == true },
                peers: [("mqttui", ["/", "…", "Enter"])]),
            Job(
                name: "see how the numbers of the selected topic went",
                start: {
                    let visit = try house(selecting: "temperature")
                    for value in ["20.5", "22", "23.5"] { visit.receive("home/kitchen/temperature", value) }
                    return visit
                }, script: "", isDone: { $0.pane(.message)?.contains("20.5 … 23.5") == true }, peers: [("mqttui", [])]),
            Job(
                name: "read the message before the last of a topic", start: { try house(selecting: "temperature") },
                script: "<Tab><Up>", isDone: { $0.pane(.message)?.contains("21.3") == true },
                peers: [("mqttui", ["Tab", "Tab", "Up"]), ("lazymqtt", ["3", "Up", "Enter"])]),
            Job(
                name: "clear a topic's retained message", start: { try house(selecting: "lamp") }, script: "<Del>y",
                isDone: { $0.workspace.publishing.sweep != nil },
                // Both ask, too.
                peers: [("mqttui", ["Del", "Enter"]), ("lazymqtt", ["r", "y"])]),
            Job(
                name: "publish a text on the selected topic", start: { try house(selecting: "temperature") },
                script: "p«22»<C-s>",
                isDone: { visit in
                    visit.takeEffects().contains {
                        if case .publish(.send(let draft, _)) = $0 { draft.payload == "22" } else { false }
                    }
                }, peers: [("emqutiti", ["Tab", "…", "C-s"]), ("lazymqtt", ["p", "Tab", "…", "Enter"])]),
            Job(
                name: "subscribe to a filter", start: { try house() }, script: "s«home/+/lamp»<Enter>",
                isDone: { $0.takeEffects() == [.connection(.subscribe(filter: "home/+/lamp", qos: 0))] },
                peers: [("lazymqtt", ["s", "…", "Enter"]), ("emqutiti", ["S-Tab", "…", "Enter"])]),
            Job(
                name: "see the broker's load", start: { try house() }, script: "3",
                isDone: { $0.pane(.load) != nil }),
            Job(
                name: "give one pane all of the screen", start: { try house() }, script: "z",
                isDone: { $0.pane(.topics) != nil && $0.pane(.messages) == nil },
                peers: [("slumber", ["f"]), ("resterm", ["g", "z"])]),
            Job(
                name: "send the open request", start: { try request() }, script: "<C-s>",
                isDone: { visit in
                    visit.takeEffects().contains {
                        if case .request(.send(let order)) = $0 { order.draft.name == "list sensors" } else { false }
                    }
                }, peers: [("slumber", ["Enter"]), ("ATAC", ["Space"]), ("posting", ["C-j"])]),
            Job(
                name: "begin a new request", start: { try request() }, script: "A",
                isDone: { $0.pane(.request)?.contains("types a URL") == true },
                peers: [("posting", ["C-n"]), ("ATAC", ["n"])]),
            Job(
                name: "copy the request as a curl command", start: { try request() }, script: "y",
                isDone: { copied($0).hasPrefix("curl ") }),
            Job(
                name: "go to the headers of the request", start: { try request() }, script: ";t",
                isDone: { ($0.window.focused as? RequestPane)?.tab == .headers },
                peers: [("posting", ["C-o", "q"]), ("ATAC", ["Tab", "Tab"])]),
            Job(
                name: "end a request that takes too long",
                start: {
                    let visit = try request("<Down><Enter><C-s>")
                    _ = visit.takeEffects()
                    return visit
                }, script: "<Esc>",
                isDone: { visit in
                    visit.takeEffects().contains { if case .request(.cancel) = $0 { true } else { false } }
                }, peers: [("slumber", ["Esc"])]),
            Job(
                name: "switch to the next environment",
                start: {
                    let visit = try request()
                    visit.window.book.change("nothing") { $0.environments.insert(Environment(name: "dev")) }
                    return visit
                }, script: "E",
                isDone: { $0.window.book.environment?.name == "dev" }, peers: [("ATAC", ["e"])]),
            Job(
                name: "list what was sent before", start: { try request("<Down>") }, script: "H",
                isDone: { $0.pane(.requests)?.contains("Nothing was sent yet") == true },
                peers: [("slumber", ["C-h"]), ("wuzz", ["C-h"])]),
        ]
    }

    /// The keys of a script, texts as `…`.
    private static func keys(_ script: String) throws -> [String] {
        var keys: [String] = []
        for (index, part) in script.split(separator: "«", omittingEmptySubsequences: false).enumerated() {
            let ends = part.split(separator: "»", maxSplits: 1, omittingEmptySubsequences: false)
            if index > 0 { keys.append("…") }
            guard let rest = index > 0 ? ends.last : part[...] else { continue }
            keys += try KeyPress.script(String(rest)).map(\.notation)
        }
        return keys
    }

    fileprivate static func count(_ keys: [String]) -> Int { keys.count { $0 != "…" } }

    private static func cell(_ keys: [String]) -> String {
        keys.isEmpty ? "none" : keys.map { $0 == "…" ? $0 : "`\($0)`" }.joined(separator: " ")
    }

    private static func table() throws -> String {
        var lines = ["| everyday job | keys in martlet | | best terminal peer |", "|---|---|---|---|"]
        for job in jobs {
            let keys = try keys(job.script)
            let peer = job.peer.map { "\($0.name): \(cell($0.keys)), \(count($0.keys))" } ?? ""
            lines.append("| \(job.name) | \(cell(keys)) | \(count(keys)) | \(peer) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("Each is done by its keys, which are no more than any peer's") func done() throws {
        for job in Self.jobs {
            let visit = try job.start()
            visit.look()
            #expect(try job.script.isEmpty || !job.isDone(visit), "\(job.name) is done before it begins")
            try visit.type(job.script.filter { $0 != "«" && $0 != "»" })
            visit.look()
            #expect(try job.isDone(visit), "\(job.name) is not done:\n\(visit.screen)")
            for peer in job.peers {
                let count = try Self.count(Self.keys(job.script))
                #expect(count <= Self.count(peer.keys), "\(job.name): \(peer.name)")
            }
        }
    }

    @Test("There are fifteen, and the README's table has them as they are; RECORD_SNAPSHOTS=1 writes it")
    func readme() throws {
        #expect(Self.jobs.count == 15)
        let table = try Self.table()
        var readme = try String(contentsOfFile: Self.path, encoding: .utf8)
        if getenv("RECORD_SNAPSHOTS") != nil {
            var lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let start = try #require(lines.firstIndex { $0.hasPrefix("| everyday job |") })
            let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
            lines.replaceSubrange(start..<end, with: table.split(separator: "\n").map(String.init))
            readme = lines.joined(separator: "\n")
            try readme.write(toFile: Self.path, atomically: true, encoding: .utf8)
        }
        #expect(readme.contains(table), "README.md should hold this table:\n\(table)")
    }
}
