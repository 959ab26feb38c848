import Glibc
import Testing
import Text

@Suite("What a scalar means for the screen")
struct ScalarClassTests {
    /// ncurses reckons with the C library's widths: ours must be the same for everything that reaches it.
    @Test("agrees with wcwidth for every scalar")
    func agreesWithTheLibrary() throws {
        typealias Function = @convention(c) (wchar_t) -> Int32
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: Function.self)
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        var wrong: [String] = []
        for value in UInt32(0x80)...0x10FFFF where !(0xD800...0xDFFF).contains(value) {
            let expected = wcwidth(wchar_t(value))
            let ours = ScalarClass.columns(value)
            if (ours == ScalarClass.unprintable ? -1 : Int32(ours)) != expected {
                wrong.append("U+\(String(value, radix: 16)): \(ours), not \(expected)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(20))")
    }

    @Test("what nobody sees, or what turns its neighbours round, is written by its number; joiners of scripts are not")
    func hidden() {
        for scalar: UInt32 in [0xAD, 0x200B, 0x202E, 0x2066, 0xFEFF, 0x2028, 0x3164, 0xE0041, 0x061C] {
            #expect(ScalarClass.isHidden(scalar), "U+\(String(scalar, radix: 16))")
        }
        for scalar: UInt32 in [0x20, 0x41, 0xE9, 0x3000, 0x200C, 0x200D, 0x301, 0x65E5, 0x1F600, 0xFE0F] {
            #expect(!ScalarClass.isHidden(scalar), "U+\(String(scalar, radix: 16))")
        }
        // Selectors and joiners say how another is shown, and have marks of their own.
        let missed = (UInt32(0x80)...0xE01EF).filter { value in
            guard let scalar = Unicode.Scalar(value), value != 0x3000, !ScalarClass.isSelector(value) else {
                return false
            }
            let properties = scalar.properties
            // What is not assigned yet has no columns: it is shown by its number for that.
            return properties.generalCategory == .spaceSeparator
                || properties.isDefaultIgnorableCodePoint && properties.generalCategory != .unassigned
        }.filter { !ScalarClass.isHidden($0) }
        #expect(missed.isEmpty, "\(missed.map { "U+" + String($0, radix: 16) })")
        #expect(ScalarClass.number(0xAD) == "«U+00AD»" && ScalarClass.number(0xE0041) == "«U+E0041»")
        #expect(ScalarClass.byte(0x0B) == "«0b»" && ScalarClass.byte(0xFF) == "«ff»")
    }
}
