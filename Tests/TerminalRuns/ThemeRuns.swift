import FoundationEssentials
import TestSupport
import Testing

/// Themes of one's own, by the built program.
@Suite("Themes of the built program") struct ThemeRuns {
    private func folder(_ files: [String: String]) throws -> String {
        let root = try Scratch.newFolder("config")
        let themes = "\(root)/martlet/themes"
        try FileManager.default.createDirectory(atPath: themes, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(toFile: "\(themes)/\(name).json", atomically: true, encoding: .utf8)
        }
        return root
    }

    private func martlet(_ arguments: [String], config: String) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"), [builtProduct("martlet")] + arguments,
            environment: ["XDG_CONFIG_HOME": config])
    }

    @Test("They are listed with their files, and a file is checked line by line")
    func listAndCheck() async throws {
        let config = try folder([
            "mine": #"{"inherits": "nord"}"#, "nord": "{}", "bad": "{\"roles\": {\n\"bordr\": \"red\"}}",
        ])
        let list = try await martlet(["themes"], config: config)
        #expect(list.status == .code(0))
        #expect(list.output.contains("martlet          built in, the default\n"))
        #expect(list.output.contains("mine             \(config)/martlet/themes/mine.json\n"))
        #expect(
            list.output.contains("nord             \(config)/martlet/themes/nord.json, in place of the built-in one\n"))
        let file = "\(config)/martlet/themes/bad.json"
        let bad = try await martlet(["themes", "check", file], config: config)
        #expect(bad.status == .code(1))
        #expect(bad.output == "\(file):2: no role is called \"bordr\"\n")
        let good = try await martlet(["themes", "check", "\(config)/martlet/themes/mine.json"], config: config)
        #expect(good.status == .code(0))
        let none = try await martlet(["themes", "check", "\(config)/none.json"], config: config)
        #expect(none.status == .code(1))
        #expect(none.output.contains("none.json cannot be read: No such file or directory"))
    }

    @Test("--theme finds them, and says what it passed over")
    func used() async throws {
        let config = try folder(["bad": "{\"inherits\": \"mono\", \"roles\": {\n\"bordr\": \"red\"}}"])
        let screen = try await Running.martlet(["demo", "--theme", "bad"], environment: ["XDG_CONFIG_HOME": config])
        try await screen.waitFor("theme bad, line 2: no role is called \"bordr\"")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
        let none = try await martlet(["demo", "--theme", "nobody"], config: config)
        #expect(none.status == .code(1))
    }

    @Test("show prints every role as a terminal of so many colours has it, and check says what cannot be read")
    func showAndCheck() async throws {
        let config = try folder([
            "faint": ##"{"inherits": "martlet", "roles": {"text": {"fg": "#eeeeee", "bg": "#202020"},"##
                + "\n" + ##""json.key": "#303030"}}"##
        ])
        let dark = try await martlet(["themes", "show", "martlet"], config: config)
        #expect(dark.status == .code(0) && dark.output.hasPrefix("martlet in true colour on a dark ground\n"))
        #expect(dark.output.contains("http.method.post") && dark.output.contains("#6cb6ff, bold\n"))
        #expect(!dark.output.contains("\u{1B}"))
        let few = try await martlet(["themes", "show", "martlet", "--depth", "8", "--ground", "light"], config: config)
        #expect(few.output.contains("blue, bold\n") && !few.output.contains("#"))
        let check = try await martlet(
            ["themes", "check", "\(config)/martlet/themes/faint.json"], config: config)
        #expect(check.status == .code(0))
        #expect(check.output.contains("faint.json:2: note: json.key in true colour on black: #303030 on #202020"))
        let none = try await martlet(["themes", "show", "nobody"], config: config)
        #expect(none.status == .code(1) && none.output.contains("no theme is called nobody; there are martlet, "))
    }

    @Test("The ground that the terminal tells decides the half, and a theme that is saved is seen")
    func groundAndSaving() async throws {
        let config = try folder(["mine": ##"{"inherits": "martlet"}"##])
        let screen = try await Running.martlet(
            ["demo", "--theme", "mine"], environment: ["XDG_CONFIG_HOME": config, "COLORTERM": "truecolor"],
            settings: ["set -g window-style bg=#fdf6e3"])
        try await screen.waitFor("home")
        func has(_ color: String) async throws {
            _ = try await waiting(for: color, within: .seconds(10)) {
                try screen.captureStyled().joined().contains("38;2;\(color)") ? true : nil
            }
        }
        // The sea of the light half.
        try await has("10;94;168")
        try ##"{"inherits": "martlet", "palette": {"sea": "#010203"}}"##.write(
            toFile: "\(config)/martlet/themes/mine.json", atomically: true, encoding: .utf8)
        try await has("1;2;3")
        try await screen.waitFor("Theme mine is shown as it is now")
        try screen.type("q")
        #expect(try await screen.leftovers() == [])
    }
}
