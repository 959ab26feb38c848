import Testing

@testable import Terminal

@Suite("Key notation")
struct KeyPressTests {
    @Test(
        "reads and writes the same",
        arguments: [
            "a", "A", "?", "C-p", "S-Tab", "M-Enter", "Space", "PgDn", "PgUp", "Del", "Esc", "F1", "F20", "C-Left",
            "C-M-S-Up", "C-Space", "M-x", "C--", "-", "é", "日", "<", ">", "Ins", "Home", "End", "Backspace", "C-\\",
        ])
    func roundTrip(_ notation: String) throws {
        let press = try #require(KeyPress(notation: notation))
        #expect(press.notation == notation)
    }

    @Test("names have several spellings")
    func spellings() {
        for (one, other) in [
            ("ret", "Enter"), ("<", "lt"), ("escape", "Esc"), ("pagedown", "PgDn"), ("C-P", "C-p"), ("C-i", "Tab"),
            ("C-m", "Enter"), ("C-[", "Esc"), ("S-a", "A"), ("A-x", "M-x"), ("c-x", "C-x"), ("BS", "Backspace"),
        ] {
            #expect(KeyPress(notation: one) == KeyPress(notation: other), "\(one)")
        }
    }

    @Test("what is no key is none", arguments: ["", "ab", "C-", "X-a", "F0", "F99", "\u{1B}", "C-ab", "--x"])
    func refuses(_ notation: String) {
        #expect(KeyPress(notation: notation) == nil)
    }

    @Test("scripts")
    func scripts() throws {
        let presses = try KeyPress.script("/kit<ret><Tab>p<C-l><lt><esc> ")
        #expect(presses.map(\.notation) == ["/", "k", "i", "t", "Enter", "Tab", "p", "C-l", "<", "Esc", "Space"])
        #expect(throws: KeyNotationError(notation: "nokey")) { try KeyPress.script("a<nokey>") }
        #expect(throws: KeyNotationError.self) { try KeyPress.script("a<ret") }
    }
}
