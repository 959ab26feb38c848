import TestSupport
import Testing

@testable import Files

@Suite("Where programs keep things") struct PlaceTests {
    @Test("a relative folder is ignored, and without a home there is none")
    func folders() {
        func config(_ variables: [String: String]) -> String? { ConfigFolder.path { variables[$0] } }
        func state(_ variables: [String: String]) -> String? { StateFolder.path("log") { variables[$0] } }
        #expect(config(["HOME": "/me"]) == "/me/.config" && config(["XDG_CONFIG_HOME": "/c", "HOME": "/me"]) == "/c")
        #expect(config(["XDG_CONFIG_HOME": "c", "HOME": "/me"]) == "/me/.config")
        #expect(config([:]) == nil && config(["HOME": ""]) == nil)
        #expect(state(["HOME": "/me"]) == "/me/.local/state/martlet/log")
        #expect(state(["XDG_STATE_HOME": "/s"]) == "/s/martlet/log")
        #expect(state(["XDG_STATE_HOME": "s", "HOME": "/me"]) == "/me/.local/state/martlet/log")
        // It was "/.local/state/martlet/log", at the root of the disk.
        #expect(state([:]) == nil && state(["HOME": ""]) == nil)
    }

    @Test("what is in a folder, hidden ones too, and why there is nothing")
    func names() throws {
        let folder = try Scratch.newFolder("names")
        for name in ["b.json", ".hidden", "a b"] { try WholeFile.create("\(folder)/\(name)", with: []) }
        #expect(try FilePath.names(in: folder).sorted() == [".hidden", "a b", "b.json"])
        #expect(throws: FileFailure("Cannot read", "\(folder)/none", .system(2))) {
            try FilePath.names(in: "\(folder)/none")
        }
    }

    @Test("the folder of a path, also of a name that begins with a mark over nothing")
    func folderOfPath() {
        for (path, folder) in [
            ("a", "."), ("/a", "/"), ("a/b", "a"), ("/a/b/", "/a/b"), ("a/b/\u{301}c", "a/b"), ("/\u{301}c", "/"),
        ] {
            #expect(FilePath.folder(of: path) == folder, "\(path)")
        }
    }
}
