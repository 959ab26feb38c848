import FoundationEssentials
import Glibc
import Interface
import Kit
import Testing

@Suite("The README") struct ReadmeTests {
    private static let path = "/\(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))/README.md"

    private func readme() throws -> String { try String(contentsOfFile: Self.path, encoding: .utf8) }

    /// Where people spend their time; of the rest the page says where it is found.
    private static let places: [KeyContext] = [
        .anywhere, .lists, .topics, .request,
    ]

    @Test("Its table of keys is that of the program; RECORD_SNAPSHOTS=1 writes it") func keys() throws {
        let table = Keymap.standard.markdownTable(of: Self.places)
        if getenv("RECORD_SNAPSHOTS") != nil { try record(table) }
        let readme = try readme()
        #expect(readme.contains(table), "README.md should hold this table:\n\(table)")
    }

    private func record(_ table: String) throws {
        var lines = try readme().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| where | key") })
        let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
        lines.replaceSubrange(start..<end, with: table.split(separator: "\n").map(String.init))
        try lines.joined(separator: "\n").write(toFile: Self.path, atomically: true, encoding: .utf8)
    }

    @Test("It names every theme") func themes() throws {
        let readme = try readme()
        for name in Theme.names { #expect(readme.contains("`\(name)`")) }
    }
}
