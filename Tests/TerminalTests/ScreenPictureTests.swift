import Terminal
import Testing

@Suite("Pictures of the screen") struct ScreenPictureTests {
    private func grid() -> Grid {
        let grid = Grid(size: Size(width: 8, height: 2))
        let canvas = Canvas(grid)
        canvas.put("a<&", x: 0, y: 0, style: Style(foreground: .rgb(1, 2, 3), attributes: [.bold, .underline]))
        canvas.put("日", x: 4, y: 0, style: Style(background: .indexed(4)))
        canvas.put("r", x: 0, y: 1, style: Style(attributes: .reverse))
        return grid
    }

    @Test("The form is the end of the file's name")
    func form() {
        #expect(ScreenPicture(path: "a.b/x.SVG") == .svg && ScreenPicture(path: "x.txt") == .text)
        #expect(ScreenPicture(path: "x.ansi") == .ansi && ScreenPicture(path: "x.png") == nil)
        #expect(ScreenPicture(path: "svg") == nil)
    }

    private func text(_ form: ScreenPicture) -> String { String(decoding: form.bytes(of: grid()), as: UTF8.self) }

    @Test("Text is what stands there") func plain() { #expect(text(.text) == "a<& 日\nr\n") }

    @Test("Looks are control sequences, each from the plain one on")
    func ansi() {
        #expect(
            text(.ansi)
                == "\u{1B}[0;1;4;38;2;1;2;3ma<&\u{1B}[0m \u{1B}[0;44m日\u{1B}[0m  \u{1B}[0m\n"
                + "\u{1B}[0;7mr\u{1B}[0m       \u{1B}[0m\n")
    }

    @Test("A picture of the web says where each run is, how wide, and in which looks; text is no markup")
    func svg() {
        let picture = text(.svg)
        #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"54\""))
        #expect(
            picture.contains(
                "<text x=\"9\" y=\"23\" fill=\"#010203\" font-weight=\"bold\" text-decoration=\"underline\""
                    + " textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">a&lt;&amp;</text>"))
        // Color 4 of the palette, two columns.
        #expect(picture.contains("<rect x=\"45\" y=\"9\" width=\"18\" height=\"18\" fill=\"#0000ee\"/>"))
        #expect(picture.contains("textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">日</text>"))
        // Reversed: the ground's colours change places.
        #expect(picture.contains("<rect x=\"9\" y=\"27\" width=\"9\" height=\"18\" fill=\"#d0d4dc\"/>"))
        #expect(picture.contains("fill=\"#10141c\" textLength=\"9\"") && picture.hasSuffix("</svg>\n"))
    }

    @Test("A mark that combines with a bracket does not make it markup") func marks() {
        let grid = Grid(size: Size(width: 4, height: 1))
        Canvas(grid).put("<\u{301}&\u{308}", x: 0, y: 0, style: .plain)
        let picture = String(decoding: ScreenPicture.svg.bytes(of: grid), as: UTF8.self)
        // By bytes: as a letter each is one with its mark.
        for escaped in ["&lt;", "&amp;"] {
            #expect(Array(picture.utf8).firstRange(of: Array(escaped.utf8)) != nil, "\(picture)")
        }
    }
}
