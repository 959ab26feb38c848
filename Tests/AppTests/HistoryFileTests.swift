import Files
import Glibc
import Profile
import Testing

@testable import App

@Suite("The history of requests on disk")
struct HistoryFileTests {
    private func entry(_ number: Int64, _ change: (inout RequestDraft) -> Void = { _ in }) -> RequestHistory.Entry {
        var draft = RequestDraft()
        draft.url = "http://h/\(number)"
        change(&draft)
        return RequestHistory.Entry(
            at: number, draft: draft, url: draft.url, status: 200, failure: nil, duration: 12, size: 3)
    }

    private func file() -> HistoryFile {
        var template = Array("/tmp/martlet-history-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        return HistoryFile(
            path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) + "/a/b/history")
    }

    @Test("everything of a request is there after a restart")
    func whole() throws {
        let whole = entry(1) {
            ($0.name, $0.folder, $0.method) = ("a & b", "x/ü", "PUT")
            $0.pathParameters = [DraftField("id", "1 2")]
            $0.query = [DraftField("q", "a=b&c", isEnabled: false), DraftField("", "")]
            $0.headers = [DraftField("X", "{{v}}\t%41")]
            $0.auth = .digest(username: "me", password: .command(["pass", "show", "a b"]))
            $0.body = .multipart([
                .init("f", .file("a b.png"), contentType: "image/png", filename: "x"),
                .init("t", .text("\n"), isEnabled: false),
            ])
            $0.options.followsRedirects = false
            $0.options.totalTimeout = 2.5
            $0.options.tls.verify = false
            $0.options.tls.keyPassword = .environment("K")
            $0.inheritsAuth = false
            $0.checkRows = [RequestCheck("status == 200"), RequestCheck("$.a & b exists", isEnabled: false)]
        }
        let others: [RequestBody] = [
            .json(""), .xml("<a/>"), .text("x\ny"), .file("p"), .form([DraftField("a", "b")]), .form([]),
        ]
        let all = [whole] + others.enumerated().map { index, body in entry(Int64(index) + 2) { $0.body = body } }
        let file = file()
        for entry in all { try file.add(entry) }
        #expect(try file.load() == all)
    }

    @Test("for its owner alone; the half line of a crash is passed over, and the next entry is whole")
    func crash() throws {
        let file = file()
        try file.add(entry(1))
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        #expect(write(descriptor, "at=2&ur", 7) == 7)
        close(descriptor)
        try file.add(entry(3))
        #expect(try file.load().map(\.at) == [1, 3])
    }

    @Test("what grew too long is made short at the next start")
    func compaction() throws {
        let file = file()
        try file.add(entry(1))
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        for _ in 0..<200 { #expect(write(descriptor, "nonsense\n", 9) == 9) }
        close(descriptor)
        #expect(try file.load().count == 1)
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_size < 200)
        #expect(try file.load().count == 1)
    }

    @Test("no file is an empty history; a folder in its place is said")
    func absent() throws {
        #expect(try file().load().isEmpty)
        #expect(throws: FileFailure.self) { try HistoryFile(path: "/tmp").load() }
    }
}
