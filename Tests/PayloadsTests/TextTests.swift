import Testing
import Text

@testable import Payloads

/// Text, raw and hex views, and windows into lines.
struct TextTests {
    @Test func linesAndTabs() {
        #expect(document("one\r\n\ttwo\na\tb\n").texts == ["one", "        two", "a       b"])
        #expect(document("one\r\n\ttwo\n\n", .raw).texts == ["one␍␊", "        two␊", "␊"])
        #expect(document("end", .raw).kinds(0) == [.plain])
        #expect(document("a\n", .raw).kinds(0) == [.plain, .lineBreakMark])
        #expect(document("").lineCount == 0)
        #expect(document("a\rb").texts == ["a␍b"])
    }

    @Test func rawShowsBytesThatAreNotText() {
        let document = document([0x00, 0x41, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0x1B, 0x7F], .raw)
        #expect(document.texts == ["␀A«ff»«c3»(«ed»«a0»«80»␛␡"])
        #expect(document.kinds(0) == [.control, .plain, .error, .plain, .error, .control])
    }

    @Test func hex() {
        let bytes = (0..<20).map { UInt8($0 + 0x38) }
        #expect(
            document(bytes, .hex).texts == [
                "0000  38 39 3a 3b 3c 3d 3e 3f  40 41 42 43 44 45 46 47  |89:;<=>?@ABCDEFG|",
                "0010  48 49 4a 4b                                       |HIJK|",
            ])
        #expect(
            document([0, 1, 2, 0xFF]).texts == [
                "0000  00 01 02 ff                                       |....|"
            ])
        #expect(document(bytes, .hex).lineWidth(0) == 74)
        #expect(document(bytes, .hex).lineWidth(1) == document(bytes, .hex).text(1).count)
    }

    @Test func wideAndCombining() {
        let document = document("日本x\u{301}👩‍👧x🇩🇪y👍🏽z\u{302}z\u{303}\u{303}\u{303}\u{303}\u{303}", .raw)
        #expect(document.lineWidth(0) == 4 + 1 + 7 + 1 + 4 + 1 + 5 + 9 + 1 + 8)
        #expect(document.text(0, from: 1, columns: 4) == " 本x\u{301}")
        #expect(document.text(0, from: 0, columns: 3) == "日 ")
        #expect(document.text(0).hasSuffix("«U+0303»"))
    }

    @Test func joinedPicturesAreToldApart() {
        #expect(document("👨\u{200D}👩\u{200D}👧").text(0) == "👨«+»👩«+»👧")
        #expect(document("❤\u{FE0F}x").text(0) == "❤«e»x" && document("❤\u{FE0F}x").lineWidth(0) == 5)
        #expect(document("a🏽").lineWidth(0) == 3 && document("👍🏽").text(0) == "👍«4»")
        #expect(document("🇩🇪🇫🇷").text(0) == "🇩«E»🇫«R»")
        #expect(document("Ku\u{308}che").text(0) == "Ku«U+0308»che")
        // Marks without end are shown by number, so that a screenful never needs a megabyte.
        let joiners = document("👨" + String(repeating: "\u{200D}", count: 100_000))
        #expect(joiners.text(0, from: 0, columns: 20).utf8.count < 200)
        // In a line of a script there are no cells.
        #expect(visible("👨‍👩‍👧 🇩🇪 e\u{301}\u{200B}").unicodeScalars.elementsEqual("👨‍👩‍👧 🇩🇪 e\u{301}«U+200B»".unicodeScalars))
    }

    /// Cells of a window: each scalar with columns, marks joined to it, and halves of wide ones as blanks.
    private func cells(_ text: String) -> [String] {
        var reader = GlyphReader(position: 0, column: 0)
        var cells: [String] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            while reader.position < bytes.count {
                let start = reader.position
                let glyph = reader.next(base, bytes.count, tabs: false)
                let text = String(decoding: bytes[start..<reader.position], as: UTF8.self)
                if glyph.columns == 0 { cells[cells.count - (cells.last == "" ? 2 : 1)] += text }
                if glyph.columns > 0 { cells.append(text) }
                if glyph.columns == 2 { cells.append("") }
            }
        }
        return cells
    }

    @Test func windowsAreSlicesOfTheLine() {
        var random = SplitMix64(seed: 4)
        let parts = ["abc", "日", "é", "e\u{301}", "\t", "\u{1B}", "\u{202E}", "👩‍👧", "🇩🇪", " ", "\u{85}", "\u{301}"]
        for round in 0..<60 {
            // Some lines are long enough to have known places in them.
            let count = round % 6 == 0 ? 12_000 : 30
            var bytes: [UInt8] = []
            for _ in 0..<count {
                if Int.random(in: 0..<12, using: &random) == 0 { bytes.append(0xFF) }
                bytes += Array(parts.randomElement(using: &random)!.utf8)
            }
            let document = document(bytes, .raw)
            let whole = cells(document.text(0))
            #expect(document.lineWidth(0) == whole.count)
            for _ in 0..<40 {
                let from = Int.random(in: 0...whole.count, using: &random)
                let columns = Int.random(in: 1...100, using: &random)
                var expected = Array(whole[from..<min(whole.count, from + columns)])
                if expected.first == "" { expected[0] = " " }
                let edge = from + columns
                if edge < whole.count, whole[edge] == "" { expected[expected.count - 1] = " " }
                #expect(document.text(0, from: from, columns: columns) == expected.joined())
            }
        }
    }

    @Test func longLinesOfJSONAreWindowed() {
        let long = String(repeating: "0123456789", count: 200_000)
        let document = document("{\"key\":\"\(long)\",\"b\":[\"\(long)\",1]}")
        #expect(document.lineCount == 7)
        #expect(document.lineWidth(1) >= 2_000_012)
        #expect(document.text(1, from: 10 + 1_234_560, columns: 10) == "0123456789")
        #expect(document.text(1, from: 2_000_005, columns: 100) == "56789\",")
        #expect(document.lineWidth(1) == 2_000_012)
        #expect(document.text(3, from: 0, columns: 10) == "    \"01234")
        #expect(document.text(4) == "    1")
        document.toggleFold(2)
        #expect(document.text(2) == "  \"b\": [ … 2 lines ]")
    }

    @Test func manyAttributesMakeALongLine() {
        let many = (0..<20_000).map { "a\($0)=\"\($0)\"" }.joined(separator: " ")
        let document = document("<r \(many)><x/></r>")
        #expect(document.text(0, from: 0, columns: 20) == "<r a0=\"0\" a1=\"1\" a2=")
        #expect(document.text(0) == "<r \(many)>")
        #expect(document.lineWidth(0) == many.count + 4)
    }
}
