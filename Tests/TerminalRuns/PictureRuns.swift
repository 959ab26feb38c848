import TestSupport
import Testing

/// The screen in a file, by the built program.
@Suite("Pictures that the built program makes") struct PictureRuns {
    @Test("By the palette, and at the end by --screenshot") func saved() async throws {
        let folder = try Scratch.newFolder("picture")
        // Where it runs is where a picture goes.
        let screen = try await Tmux.start([
            "env", "-C", folder, builtProduct("martlet"), "demo", "--screenshot", "\(folder)/end.txt",
        ])
        try await screen.waitFor("Messages")
        try screen.type("<C-p>picture")
        try await screen.waitFor("save the screen as a picture")
        try screen.type("<Enter>")
        let rows = try await screen.waitFor(" bytes to martlet-")
        #expect(!rows.contains { $0.contains("Palette") })
        let name = try #require(try Scratch.names(in: folder).first { $0.hasSuffix(".svg") })
        let picture = try Scratch.read("\(folder)/\(name)")
        #expect(picture.hasPrefix("<svg ") && picture.contains("Messages") && !picture.contains("Palette"))
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
        let end = try Scratch.read("\(folder)/end.txt")
        #expect(end.contains("Topics") && end.split(separator: "\n", omittingEmptySubsequences: false).count == 37)
    }

    @Test("A name whose end is no form is refused before anything starts") func refused() async throws {
        let run = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [builtProduct("martlet"), "demo", "--screenshot", "/tmp/x.png"])
        #expect(run.status == .code(1) && run.output.contains("'/tmp/x.png' ends in none of .svg, .ansi, .txt"))
    }
}
