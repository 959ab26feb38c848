import FoundationEssentials
import Interface
import Testing

@Suite("The README") struct ReadmeTests {
    @Test("Its table of keys is that of the program") func keys() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let readme = try String(contentsOfFile: "/\(folder)/README.md", encoding: .utf8)
        let table = Keymap.standard.markdownTable
        #expect(readme.contains(table), "README.md should hold this table:\n\(table)")
    }

    @Test("It names every theme") func themes() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let readme = try String(contentsOfFile: "/\(folder)/README.md", encoding: .utf8)
        for name in Theme.names { #expect(readme.contains("`\(name)`")) }
    }
}
