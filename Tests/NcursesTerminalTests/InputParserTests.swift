import Terminal
import Testing

@testable import NcursesTerminal

@Suite("What a terminal sends")
struct InputParserTests {
    private func parse(
        _ text: String, known: [[UInt8]: KeyPress] = [:], erasesWithControlH: Bool = false
    ) -> [TerminalEvent] {
        var parser = InputParser(
            size: Size(width: 80, height: 24), known: known, erasesWithControlH: erasesWithControlH)
        var events: [TerminalEvent] = []
        Array(text.utf8).withUnsafeBytes { parser.feed($0, into: &events) }
        parser.pause(into: &events)
        // The same, byte by byte.
        var slow = InputParser(size: Size(width: 80, height: 24), known: known, erasesWithControlH: erasesWithControlH)
        var slowly: [TerminalEvent] = []
        for byte in text.utf8 { [byte].withUnsafeBytes { slow.feed($0, into: &slowly) } }
        slow.pause(into: &slowly)
        #expect(events == slowly)
        return events
    }

    private func keys(_ text: String) -> String {
        parse(text).map { event in
            if case .key(let press) = event { return press.notation }
            return "\(event)"
        }.joined(separator: " ")
    }

    @Test(
        "keys",
        arguments: [
            ("a?é日😀", "a ? é 日 😀"), ("\r\t\u{7F}", "Enter Tab Backspace"), ("\u{3}\u{13}\u{11}", "C-c C-s C-q"),
            ("\u{0}", "C-Space"), ("\n", "C-j"), ("\u{8}", "C-h"), ("\u{1C}\u{1F}", "C-\\ C-_"), ("\u{1B}", "Esc"),
            ("\u{1B}\u{1B}", "Esc Esc"), ("\u{1B}x", "M-x"), ("\u{1B}é", "M-é"), ("\u{1B}\r", "M-Enter"),
            ("\u{1B}[", "M-["), ("\u{1B}O", "M-O"), ("\u{1B}[A\u{1B}OB", "Up Down"), ("\u{1B}[1;5D", "C-Left"),
            ("\u{1B}[1;2H", "S-Home"), ("\u{1B}[1;3C", "M-Right"), ("\u{1B}\u{1B}[A", "M-Up"), ("\u{1B}[Z", "S-Tab"),
            ("\u{1B}OP\u{1B}[15~\u{1B}[24~", "F1 F5 F12"), ("\u{1B}[3~\u{1B}[3;5~", "Del C-Del"),
            ("\u{1B}[5~\u{1B}[6~\u{1B}[2~", "PgUp PgDn Ins"),
            ("\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", "Home End Home End"),
            ("\u{1B}[27;5;13~", "C-Enter"), ("\u{1B}[97;5u", "C-a"), ("\u{1B}OM", "Enter"), ("\u{1B}Oq", "1"),
            ("\u{1B}[I\u{1B}[Oa", "a"), ("\u{1B}[?62;22cx", "x"), ("\u{1B}[12;\u{3}", "C-c"),
            ("\u{1B}[1;5\u{1B}[B", "Down"),
        ])
    func keys(_ input: String, _ expected: String) {
        #expect(keys(input) == expected)
    }

    @Test("what only this terminal knows")
    func known() {
        #expect(
            parse("\u{1B}[[A", known: [Array("\u{1B}[[A".utf8): KeyPress(.f(1))]) == [.key(KeyPress(.f(1)))])
        #expect(parse("\u{8}", erasesWithControlH: true) == [.key(KeyPress(.backspace))])
        #expect(parse("\u{1A}") == [.suspendRequested])
        #expect(parse("\u{1B}[[Ax") == [.key(KeyPress(.character("x")))])
    }

    @Test("mouse")
    func mouse() {
        #expect(parse("\u{1B}[<0;5;3M") == [.mouse(MouseEvent(.press, at: Point(x: 4, y: 2)))])
        #expect(parse("\u{1B}[<2;5;3m") == [.mouse(MouseEvent(.release, button: 2, at: Point(x: 4, y: 2)))])
        #expect(parse("\u{1B}[<32;5;3M") == [.mouse(MouseEvent(.drag, at: Point(x: 4, y: 2)))])
        #expect(
            parse("\u{1B}[<64;1;1M\u{1B}[<85;80;24M") == [
                .mouse(MouseEvent(.wheelUp, at: .zero)),
                .mouse(MouseEvent(.wheelDown, at: Point(x: 79, y: 23), modifiers: [.shift, .control])),
            ])
        #expect(
            parse("\u{1B}[<0;9999999999999999999999;0M") == [.mouse(MouseEvent(.press, at: Point(x: 79, y: 0)))])
        #expect(parse("\u{1B}[<0;5M\u{1B}[<35;1;1M\u{1B}[<66;1;1M").isEmpty)
    }

    @Test("pastes are text, whatever is in them")
    func pastes() {
        func paste(_ text: String) -> [TerminalEvent] { parse("\u{1B}[200~" + text + "\u{1B}[201~x") }
        let after = TerminalEvent.key(KeyPress(.character("x")))
        #expect(paste("one\rtwo\r\nthree\n\tq") == [.paste("one\ntwo\nthree\n\tq"), after])
        #expect(paste("\u{1B}[31mred\u{7}\u{0}\u{9B}\u{7F}日") == [.paste("[31mred日"), after])
        #expect(paste("\u{1B}[20\u{1B}[2x") == [.paste("[20[2x"), after])
        #expect(paste("") == [after])
    }

    @Test("a paste that is too long comes in parts, none of them lost")
    func longPaste() {
        var collector = PasteCollector(limit: 10)
        var events: [TerminalEvent] = []
        let text = String(repeating: "日本", count: 7)
        let input = Array((text + "\u{1B}[201~rest").utf8)
        let taken = input.withUnsafeBytes { collector.take($0, into: &events) }
        collector.flush(into: &events)
        #expect(collector.isComplete && taken == input.count - 4)
        let parts = events.map { event in if case .paste(let part) = event { part } else { "?" } }
        #expect(parts.count > 3 && parts.joined() == text)
    }

    @Test("C-c ends a paste whose end got lost")
    func lostEnd() {
        var parser = InputParser(size: Size(width: 80, height: 24))
        var events: [TerminalEvent] = []
        for part in ["\u{1B}[200~ab", "\u{3}", "q"] {
            Array(part.utf8).withUnsafeBytes { parser.feed($0, into: &events) }
        }
        #expect(events == [.paste("ab"), .key(KeyPress(.character("q")))])
    }

    @Test("noise does no harm")
    func noise() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("\u{1B}[O<;:~Mm0129?aé\u{3}\u{7F}".utf8) + [0xFF, 0xC3, 0xF0, 0x80]
        let screen = Rect(x: 0, y: 0, width: 80, height: 24)
        for _ in 0..<2_000 {
            var parser = InputParser(size: Size(width: 80, height: 24))
            var events: [TerminalEvent] = []
            for _ in 0..<10 {
                let part = (0..<20).map { _ in alphabet.randomElement(using: &random) ?? 0 }
                part.withUnsafeBytes { parser.feed($0, into: &events) }
                parser.pause(into: &events)
            }
            let isOutside = events.contains { event in
                if case .mouse(let mouse) = event { !screen.contains(mouse.at) } else { false }
            }
            if isOutside { Issue.record("outside of the screen: \(events)") }
        }
        #expect(parse("\u{1B}[" + String(repeating: "1", count: 5_000) + "Ax").last != nil)
    }

    @Test("what is copied goes into the terminal's clipboard in Base64; too much is not sent")
    func clipboard() {
        #expect(
            Clipboard.sequence(Array("foob".utf8)).map { String(decoding: $0, as: UTF8.self) }
                == "\u{1B}]52;c;Zm9vYg==\u{7}")
        #expect(Clipboard.sequence([UInt8](repeating: 0, count: CopyLimit.bytes + 1)) == nil)
        // Once for tmux, once for the terminal around it, every ESC twice.
        #expect(
            Clipboard.sequence([0x61], isInTmux: true).map { String(decoding: $0, as: UTF8.self) }
                == "\u{1B}]52;c;YQ==\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;YQ==\u{7}\u{1B}\\")
    }

    /// A parser that was fed pieces, with a pause as long as it takes after each; `~` in front of one is a second of silence.
    private func pieces(_ pieces: [String]) -> String {
        var parser = InputParser(size: Size(width: 80, height: 24))
        parser.awaitsAnswer = true
        var events: [TerminalEvent] = []
        for piece in pieces {
            let isLate = piece.hasPrefix("~")
            Array((isLate ? String(piece.dropFirst()) : piece).utf8).withUnsafeBytes {
                if isLate { parser.giveUpAnswer(before: $0) }
                parser.feed($0, into: &events)
            }
            parser.pause(into: &events)
        }
        return events.map { event in
            switch event {
            case .key(let press): press.notation
            case .ground(let color): color.description
            default: "\(event)"
            }
        }.joined(separator: " ")
    }

    @Test("the terminal's ground, in one piece and in any two, between keys")
    func ground() {
        for (answer, color) in [
            ("\u{1B}]11;rgb:1c1c/1C1c/ffff\u{1B}\\", "#1c1cff"), ("\u{1B}]11;rgb:00/2b/36\u{7}", "#002b36"),
            ("\u{1B}]11;rgb:f/0/8\u{7}", "#ff0088"), ("\u{1B}]11;rgba:fdfd/f6f6/e3e3/ffff\u{1B}\\", "#fdf6e3"),
        ] {
            #expect(pieces(["a" + answer + "b"]) == "a \(color) b")
            let scalars = Array(answer.unicodeScalars)
            for place in 1..<scalars.count {
                let parts = [scalars[..<place], scalars[place...]].map { part in String(String.UnicodeScalarView(part))
                }
                // An Escape that stands alone for longer than a terminal needs is the key; what follows it is still no key.
                let key = place == 1 ? "Esc " : place == 2 ? "M-] " : ""
                #expect(pieces([parts[0], parts[1] + "b"]) == "\(key)\(color) b")
                #expect(pieces([parts[0], "~" + parts[1] + "b"]) == "\(key)\(color) b")
            }
        }
    }

    @Test("that a frame was shown is told, and is no key")
    func shown() {
        #expect(parse("a\u{1B}[0nb") == [.key(KeyPress(.character("a"))), .shown, .key(KeyPress(.character("b")))])
        #expect(parse("\u{1B}[3n\u{1B}[0;1n\u{1B}[?0n").isEmpty)
    }

    @Test(
        "whatever else the terminal answers is no key",
        arguments: [
            (["\u{1B}]11;q\r\u{1B}\\x"], "x"), (["\u{1B}]11;rgb:gg/00/00\u{7}x"], "x"),
            (["\u{1B}]11;rgb:00/00\u{7}x"], "x"),
            (["\u{1B}]11;rgb:00000/0/0\u{7}x"], "x"), (["\u{1B}]10;rgb:0/0/0\u{7}x"], "x"),
            (["\u{1B}]52;c;cQ==\u{7}x"], "x"),
            (["\u{1B}]11;" + String(repeating: "q", count: 100_000) + "\u{1B}\\x"], "x"),
            (["\u{1B}]11;" + String(repeating: "q", count: 300), "qq\u{1B}", "\\x"], "x"),
            (["\u{1B}]11;rgb:é\u{9C}q\u{7}x"], "x"), (["\u{1B}]1"], ""), (["\u{1B}]1", "1;rgb:0/0/0"], ""),
            // One that was broken off: another sequence, C-c and a second of silence end it.
            (["\u{1B}]11;rgb:0\u{1B}[A"], "Up"), (["\u{1B}]11;rgb:0", "\u{3}q"], "C-c q"),
            (["\u{1B}]11;rgb:0", "~q"], "q"),
            (["\u{1B}]11;rgb:0", "~\r"], "Enter"), (["\u{1B}]11;zz", "~/a"], "/ a"),
            // M-] is a key, whatever is typed after it.
            (["\u{1B}]"], "M-]"), (["\u{1B}]x"], "M-] x"), (["\u{1B}]", "x"], "M-] x"), (["\u{1B}", "]x"], "Esc ] x"),
            (["\u{1B}", "]"], "Esc ]"), (["\u{1B}", "]11"], "Esc"),
        ])
    func hostileAnswers(_ input: [String], _ expected: String) {
        #expect(pieces(input) == expected)
    }
}
