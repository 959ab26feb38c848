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

    /// What rooms are about, and who may name it beside the window: each folder of Interface.
    private static let parts = [
        "Window", "Desk", "TopicTree", "MessageLog", "RequestComposer", "ExchangeLog", "LoadSelection", "SystemLoad",
        "ConnectionParts", "WireDesk", "Publisher", "Model", "Workspace", "ProfileBook", "Leaving",
    ]
    private static let mayName: [String: Set<String>] = [
        "Explore": ["Desk", "TopicTree", "MessageLog", "Publisher", "Model", "Workspace", "ProfileBook"],
        "REST": ["RequestComposer", "ExchangeLog", "ProfileBook"],
        "Load": ["LoadSelection", "SystemLoad", "Model", "Workspace"],
        "Connections": ["ConnectionParts", "Model", "Workspace", "ProfileBook"],
        "Wire": ["WireDesk", "Model", "Workspace"],
        "Publish": ["Publisher", "Workspace", "ProfileBook"],
        // What asks before the end has to know what would be lost.
        "Leaving": ["Leaving", "RequestComposer", "Model", "Workspace"],
        // A race is one of the two halves.
        "Race": ["Desk", "RequestComposer", "Model"],
        "Widgets": ["Model"], "Overlays": ["ProfileBook"], "Charts": [], "Documents": [], "Keys": [],
        // Something of each connection, whatever it is.
        "Stage": ["Model", "Workspace"],
    ]

    @Test("None names what another is about, nor the window") func apart() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.interface).filter { name in
            !name.hasSuffix(".swift") && !name.hasPrefix(".")
        }
        #expect(Set(folders) == Set(Self.mayName.keys))
        for (folder, allowed) in Self.mayName {
            let files = try files(folder)
            #expect(!files.isEmpty)
            for file in files {
                let lines = file.code.split(separator: "\n").filter { !$0.contains("import ") }
                let words = Set(lines.joined(separator: "\n").split { !$0.isLetter && !$0.isNumber }.map(String.init))
                let named = words.intersection(Self.parts).subtracting(allowed)
                #expect(named.isEmpty, "\(folder)/\(file.name) names \(named.sorted())")
            }
        }
    }
}
