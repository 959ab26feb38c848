import Profile
import Testing

@Suite("A program and its arguments in one line")
struct ShellWordLineTests {
    @Test(
        "What is written is read again, and what needs no quotes has none",
        arguments: [
            ["pass", "show", "home"], ["sh", "-c", "pass show x | head -1"], ["printf", "", "a'b", #"c"d"#, #"e\f"#],
            ["x", "$HOME", "|", "{{v}}", "ä ö", "a\tb"], [#"\"#], [],
        ])
    func bothWays(words: [String]) {
        #expect(ShellWord.words(in: ShellWord.line(words)) == words, "\(ShellWord.line(words))")
    }

    @Test("As people type it")
    func typed() {
        #expect(ShellWord.line(["pass", "show", "$x"]) == "pass show $x")
        #expect(ShellWord.words(in: "  pass  show 'my home' ") == ["pass", "show", "my home"])
        #expect(ShellWord.words(in: #"a "b \" \n" c\ d 'not closed"#) == ["a", #"b " \n"#, "c d", "not closed"])
    }
}
