import Demo
import Files
import Interface
import Model
import Profile
import REST
import Synchronization
import TestSupport
import Testing

@testable import App

/// The history after a restart: the whole program but for ncurses, twice on the same files.
@Suite("Answers that the history opens after a restart", .serialized)
@MainActor struct AnswerRecordTests {
    private let folder: String

    init() throws { folder = try Scratch.newFolder("kept") }

    private var answers: BoundedFolder { BoundedFolder(path: "\(folder)/answers", budget: 1 << 20) }
    private var history: HistoryFile { HistoryFile(path: "\(folder)/history") }

    /// A program that has just started.
    private func start(_ requests: [RequestDraft], keeping: BoundedFolder? = nil) throws -> Visit {
        let visit = try Visit()
        visit.window.load(requests: requests)
        visit.window.model.requests.remember(try history.load())
        visit.application.history = history
        visit.effects.keepAnswers(in: keeping ?? answers)
        return visit
    }

    private func draft(_ url: String) -> RequestDraft {
        var draft = RequestDraft()
        (draft.name, draft.url) = ("mine", url)
        return draft
    }

    private func sendOnce(_ visit: Visit) async throws {
        try visit.type("<C-s>")
        try await visit.become("an answer") { $0.window.exchange?.isUnderWay == false }
        try await visit.settle()
    }

    private func answer(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test("what was answered before the restart is opened at its request, and compared with what is answered now")
    func reopened() async throws {
        let count = Atomic<Int>(0)
        let texts = [answer("what came then"), answer("what comes now")]
        let server = try await ScriptedServer.start { connection in
            while true {
                _ = try await connection.request()
                try await connection.send(texts[min(1, count.add(1, ordering: .relaxed).oldValue)])
            }
        }
        let request = draft(server.url)
        let first = try start([request])
        try first.type("2<Down><Enter>")
        try await sendOnce(first)
        try await first.leave()
        #expect(try answers.list().count == 1)

        let second = try start([request])
        try second.type("2H")
        try await second.see("1 send")
        try second.type("<Enter>")
        try await second.see("what came then")
        #expect(second.screen.contains("From disk, of ") && second.screen.contains("200 OK"))
        #expect(!second.screen.contains("edited since"))
        // It is the saved request, not another one.
        #expect(second.window.model.requests.library.items.count == 1)
        try second.type("<Tab>]")
        try await second.see("Content-Length: 14")
        // Like any other answer: what comes next is compared with it, and it is found again.
        try second.type("[")
        try await sendOnce(second)
        try await second.see("what comes now")
        for _ in 0..<5 where !second.screen.contains("what came then") { try second.type("v") }
        #expect(second.screen.contains("what came then"))
        try second.type("<lt>")
        try await second.see("From disk, of ")
        try second.type("H")
        try await second.see("from disk, 20")
        try await second.leave()
    }

    @Test("one that is gone or damaged is said so in words, and where answers are not kept nothing is written")
    func missing() async throws {
        let server = try await ScriptedServer.answering(answer("what came then"))
        let request = draft(server.url)
        let first = try start([request])
        try first.type("2<Down><Enter>")
        try await sendOnce(first)
        try await first.leave()
        let key = try #require(try answers.list().first?.key)
        try answers.put(key, Array("something else".utf8))
        let second = try start([request])
        try second.type("2H<Enter>")
        try await second.see("is damaged: it begins otherwise")
        try await second.settle()
        try answers.remove(key)
        try second.type("<S-Tab><Enter>")
        try await second.see("had to make room for newer ones")
        try await second.leave()

        let third = try start([request])
        third.book.note { $0.settings.keepAnswers = false }
        try third.type("2<Down><Enter>")
        try await sendOnce(third)
        #expect(try answers.list() == [])
        #expect(try history.load().map(\.answer) == [key, nil])
        try await third.leave()
    }

    @Test("where answers are not kept nothing of them is on the disk, by URL neither; what is there goes when it shall")
    func nothingKept() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 2\r\n\r\nok")
        let states = StatesFolder(path: "\(folder)/states", identity: KeyedDigest(key: [1]))
        let visit = try start([draft(server.url)])
        visit.effects.keepStates(in: states)
        try visit.type("2<Down><Enter>")
        try await sendOnce(visit)
        #expect(try states.folder.list().count == 1 && answers.list().count == 1)
        try visit.type("<C-p>setting keepAnswers<Enter>")
        try await visit.see("Take away what earlier ones have left")
        try visit.type("y")
        try await visit.see("2 files of answers were taken off the disk")
        try await sendOnce(visit)
        #expect(try states.folder.list().isEmpty && answers.list().isEmpty)
        try await visit.leave()
        // Nor is what another run has left there read.
        try states.keep(
            KeptAnswer(
                url: server.url, at: 1, fields: [Field("ETag", "\"b\"")], body: nil, wireSize: 0))
        let second = try start([])
        second.effects.keepStates(in: states, reads: false)
        try await second.settle()
        #expect(second.window.exchanges.kept.tag(of: server.url) == nil)
        try await second.leave()
    }

    @Test("where there is no more room the oldest goes and is counted, and a folder that cannot be written is told")
    func bounds() async throws {
        let server = try await ScriptedServer.answering(answer("what came then"))
        let small = BoundedFolder(path: "\(folder)/small", budget: 1 << 20, maximumCount: 1)
        let visit = try start([draft(server.url)], keeping: small)
        try visit.type("2<Down><Enter>")
        for _ in 0..<2 { try await sendOnce(visit) }
        #expect(try small.list().count == 1)
        try visit.type("<S-Tab>H")
        try await visit.see("history, 1 gone")
        try await visit.leave()

        try WholeFile.create("\(folder)/file", with: [1])
        let refused = try start([draft(server.url)], keeping: BoundedFolder(path: "\(folder)/file", budget: 1 << 20))
        try refused.type("2<Down><Enter>")
        try await sendOnce(refused)
        try await refused.see("The answer is not kept")
        #expect(try history.load().last?.answer == nil)
        try await refused.leave()
    }
}
