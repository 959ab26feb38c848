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

    @Test("no control character of a word reaches a terminal as it is, one behind a NUL neither")
    func quoted() {
        for (text, word) in [
            ("", "''"), ("a/b", "a/b"), ("it's", "'it'\\''s'"), ("a\nb", "'a\nb'"), ("a\tb", #""$(printf 'a\011b')""#),
            ("\u{1B}[2J\n\n", "\"$(printf '\\033[2J')\"'\n\n'"), ("\0\u{1B}%", #""$(printf '\000\033%%')""#),
        ] { #expect(ShellWord.quoted(text) == word) }
    }
}
