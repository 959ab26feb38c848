import FoundationEssentials
import Testing

@testable import Interface

/// What keeps the rooms apart where the compiler cannot: they are one module.
@Suite("The rooms") struct RoomsTests {
    private static let interface =
        "/\(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))/Sources/Interface"

    /// The code of every file of a folder, without comments.
    private func files(_ folder: String) throws -> [(name: String, code: String)] {
        let path = "\(Self.interface)/\(folder)"
        return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".swift") }.map { name in
            let lines = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8).split(separator: "\n")
            return (
                name,
                lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n").replacing(
                    "TopMeter.Window", with: "")
            )
        }
    }

    @Test("None names what another is about, nor the window", arguments: ["Explore", "REST", "Load", "Connections"])
    func apart(_ room: String) throws {
        let parts = [
            "Explore": ["Desk", "TopicTree", "MessageLog"], "REST": ["RequestComposer", "ExchangeLog"],
            "Load": ["LoadSelection", "SystemLoad"], "Connections": ["ConnectionParts"],
        ]
        let others = parts.filter { $0.key != room }.values.flatMap { $0 } + ["Window"]
        let files = try files(room)
        #expect(!files.isEmpty)
        for file in files {
            let words = Set(file.code.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            #expect(words.isDisjoint(with: others), "\(room)/\(file.name)")
        }
    }

    @Test(
        "The stage, and popups that stand anywhere, name none of them", arguments: ["Stage", "Overlays", "Documents"])
    func anywhere(_ folder: String) throws {
        let parts: Set = [
            "Window", "Desk", "RequestComposer", "LoadSelection", "ConnectionParts", "Model", "Workspace",
        ]
        for file in try files(folder) where file.name != "ByConnection.swift" {
            let lines = file.code.split(separator: "\n").filter { !$0.contains("import ") }
            let words = Set(lines.joined(separator: "\n").split { !$0.isLetter && !$0.isNumber }.map(String.init))
            #expect(words.isDisjoint(with: parts), "\(folder)/\(file.name)")
        }
    }
}
