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
        // So is what is expected of one half after the other did something; what is repeated is a request.
        "Expect": ["Desk", "RequestComposer", "Model"], "Repeats": ["RequestComposer", "Model"],
        "Widgets": ["Model"], "SignIn": [], "Overlays": ["ProfileBook"], "Charts": [], "Documents": [], "Keys": [],
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

    @Test("What is told of the house stands where it is said to, and the two ways are as short as they may be")
    func words() throws {
        let sources = Self.interface.dropLast("/Interface".count)
        let text = try String(contentsOfFile: "\(sources)/README.md", encoding: .utf8)
        let tree = try FileManager.default.subpathsOfDirectory(atPath: String(sources))
        let places = Set(
            tree.map { "/" + $0.replacing(".swift", with: "") }.flatMap { place in
                place.indices.filter { place[$0] == "/" }.map { place[$0...].dropFirst() }
            })
        let named = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap {
            place, word in
            // What stands behind a dot is a function, or a file's ending.
            place % 2 == 1 ? word.split(separator: ".").first : nil
        }
        for word in named where word.contains("/") && word.first?.isUppercase == true {
            let path = word.hasSuffix("/") ? word.dropLast() : word
            #expect(places.contains(path) || path == "Themes", "there is no \(path)")
        }
        func hops(_ from: String, _ to: String) throws -> Int {
            let start = try #require(text.firstRange(of: from)).upperBound
            let end = try #require(text[start...].firstRange(of: to)).lowerBound
            // Steps are counted at the beginning of a line and within it.
            let numbers = text[start..<end].matches(of: #/(?:^|\s)(\d+)\. /#).compactMap { Int($0.1) }
            #expect(numbers == Array(1...max(1, numbers.count)))
            return numbers.count
        }
        #expect(try hops("## A PUBLISH", "The stores behind") <= 12)
        #expect(try hops("## `C-s`", "## The rooms") <= 16)
    }
}
