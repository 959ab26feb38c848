import Profile
import Terminal
import TestSupport
import Testing

@testable import Interface
@testable import Kit

/// What an editor whose lines wrap costs with each frame.
@Suite("What a long text costs to edit") struct EditorCostTests {
    private let look = Look(
        theme: TestTheme.theme, now: 0, isFocused: true, size: Size(width: 100, height: 30), alarm: Alarm())

    private func seconds(_ text: String, _ work: (inout TextEditor) -> Void) -> Double {
        var editor = TextEditor(text)
        editor.wraps = true
        editor.cursor = editor.content.count
        editor.fit(to: Size(width: 100, height: 30))
        work(&editor)
        return (0..<3).map { _ in processorSeconds { for _ in 0..<20 { work(&editor) } } }.min() ?? 0
    }

    private func draw(_ editor: inout TextEditor) {
        let grid = Grid(size: Size(width: 100, height: 30))
        editor.fit(to: Size(width: 100, height: 30))
        _ = editor.draw(look, into: Canvas(grid), isActive: true)
    }

    @Test("rows of one long line are found in one walk, wherever in it they are", arguments: ["x", "ä漢 \t"])
    func longLine(_ letters: String) {
        func line(_ size: Int) -> String { String(repeating: letters, count: size / letters.utf8.count) }
        #expect(seconds(line(1 << 20), draw) < 4 * seconds(line(1 << 13), draw))
    }

    @Test("a frame in which nothing moved looks for no row")
    func manyLines() {
        func lines(_ count: Int) -> String {
            (0..<count).map { "\($0) " + String(repeating: "y", count: 98) }.joined(separator: "\n")
        }
        let fit = { (editor: inout TextEditor) in editor.fit(to: Size(width: 100, height: 30)) }
        #expect(seconds(lines(10_000), fit) < 3 * seconds(lines(40), fit))
        // The last row comes into view with a key, too, for about what it costs in a short text.
        let key = { (editor: inout TextEditor) in _ = editor.press(KeyPress(.character("z")), Keymap.standard) }
        #expect(seconds(lines(10_000), key) < 8 * seconds(lines(40), key))
    }

    @Test("rows follow each other as if each were looked for from the start of the line")
    func rows() {
        var random = SystemRandomNumberGenerator()
        let letters = ["a", "b ", "漢", "\t", "e\u{301}", "ä", "👍", "~", String(repeating: "plain ", count: 900)]
        for _ in 0..<20 {
            var editor = TextEditor((0..<60).map { _ in letters.randomElement(using: &random) ?? "" }.joined())
            editor.wraps = true
            editor.fit(to: Size(width: 30 + Int.random(in: 0..<60), height: 20))
            let line = 0..<editor.content.count
            var begin = editor.start(ofRow: 0, in: line)
            for row in 1..<max(2, editor.rows(of: line)) {
                begin = editor.start(ofRow: row, behind: begin, in: line)
                #expect(begin == editor.start(ofRow: row, in: line), "\(editor.text)")
                #expect(editor.content.columns(0..<begin.offset) == begin.column, "\(editor.text)")
            }
        }
    }
}
