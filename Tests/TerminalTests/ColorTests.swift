import Testing

@testable import Terminal

@Suite("Colours")
struct ColorTests {
    @Test("the environment and terminfo decide what is shown")
    func depth() {
        func detect(_ environment: [String: String], _ colors: Int?) -> ColorDepth {
            ColorDepth.detect(environment: environment, terminfoColors: colors)
        }
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256) == .trueColor)
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "24bit"], 8) == .trueColor)
        #expect(detect(["TERM": "xterm-direct"], 1 << 24) == .trueColor)
        #expect(detect(["TERM": "xterm-256color"], 256) == .indexed256)
        #expect(detect(["TERM": "linux"], 8) == .ansi8 && detect(["TERM": "xterm-16color"], 16) == .ansi16)
        #expect(detect(["TERM": "rxvt-unicode"], 88) == .ansi16)
        #expect(detect(["TERM": "vt100", "COLORTERM": "truecolor"], nil) == .none)
        #expect(detect(["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], 256) == .none)
        #expect(detect(["TERM": "xterm-256color", "NO_COLOR": ""], 256) == .indexed256)
        #expect(detect(["TERM": "dumb", "COLORTERM": "truecolor"], 8) == .none)
        #expect(detect([:], 256) == .none)
    }

    @Test("fixed colours of the palette find themselves")
    func exactColours() {
        for index in UInt8(16)...255 {
            let (red, green, blue) = Palette[index]
            let found = Color.rgb(red, green, blue).reduced(to: .indexed256).index
            #expect(found.map { Palette[$0] == (red, green, blue) } == true, "\(index)")
        }
    }

    @Test("colours come down to what looks most alike")
    func reduction() {
        #expect(Color.rgb(255, 0, 0).reduced(to: .ansi16) == .indexed(9))
        #expect(Color.rgb(200, 0, 0).reduced(to: .ansi16) == .indexed(1))
        #expect(Color.rgb(0, 0, 0).reduced(to: .ansi16) == .indexed(0))
        #expect(Color.rgb(255, 255, 255).reduced(to: .ansi16) == .indexed(15))
        #expect(Color.rgb(255, 136, 0).reduced(to: .indexed256) == .indexed(208))
        #expect(Color.indexed(196).reduced(to: .ansi16) == .indexed(9))
        #expect(Color.indexed(5).reduced(to: .ansi16) == .indexed(5))
        #expect(Color.indexed(5).reduced(to: .trueColor) == .indexed(5))
        #expect(Color.rgb(1, 2, 3).reduced(to: .none) == .default)
        #expect(
            Color.rgb(255, 0, 0).reduced(to: .ansi8) == .indexed(1)
                && Color.indexed(9).reduced(to: .ansi8) == .indexed(9))
        for depth in [ColorDepth.none, .ansi8, .ansi16, .indexed256, .trueColor] {
            #expect(Color.default.reduced(to: depth) == .default)
        }
    }

    @Test("looks lie over each other")
    func layers() {
        let base = Style(foreground: .indexed(1), background: .indexed(2), attributes: .bold)
        let bar = Style(background: .rgb(1, 2, 3), attributes: .underline)
        #expect(
            bar.over(base)
                == Style(foreground: .indexed(1), background: .rgb(1, 2, 3), attributes: [.bold, .underline]))
        #expect(Color.rgb(255, 136, 0).description == "#ff8800")
        #expect(Color.rgb(0, 0, 9).description == "#000009")
    }

    @Test("contrast is that of WCAG, and tells dark grounds from light ones")
    func contrast() throws {
        #expect(Color.rgb(0, 0, 0).contrast(to: .rgb(255, 255, 255)).map { ($0 * 10).rounded() } == 210)
        #expect(Color.rgb(0x77, 0x77, 0x77).contrast(to: .rgb(255, 255, 255)).map { ($0 * 100).rounded() } == 448)
        #expect(Color.default.contrast(to: .rgb(0, 0, 0)) == nil)
        #expect(
            Ground(.rgb(0, 0x2B, 0x36)) == .dark && Ground(.rgb(0xFD, 0xF6, 0xE3)) == .light && Ground(.default) == nil)
        #expect(
            Ground(environment: ["COLORFGBG": "15;0"]) == .dark
                && Ground(environment: ["COLORFGBG": "0;default;15"]) == .light)
        #expect(Ground(environment: ["COLORFGBG": "0;x"]) == nil && Ground(environment: ["TERM": "xterm"]) == nil)
        for console in ["linux", "linux-16color", "ansi", "cons25", "pcansi", "cygwin"] {
            #expect(Ground(environment: ["TERM": console]) == .dark)
        }
    }
}
