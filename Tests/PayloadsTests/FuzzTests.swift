import Testing
import Text

@testable import Payloads

/// Bytes nobody meant to send: nothing crashes, nothing is lost.
struct FuzzTests {
    /// The bytes that a raw document shows, read back from its spans.
    private func shown(_ document: Document) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in 0..<document.lineCount {
            for span in document.line(line, from: 0, columns: Int.max) {
                switch span.kind {
                case .control, .lineBreakMark, .error:
                    var rest = span.text[...]
                    while let first = rest.unicodeScalars.popFirst() {
                        if first == "«" {
                            let mark = rest.prefix { $0 != "»" }
                            rest = rest.dropFirst(mark.count + 1)
                            bytes += meant(by: mark)
                        } else {
                            bytes.append(first.value == 0x2421 ? 0x7F : UInt8(first.value - 0x2400))
                        }
                    }
                default: bytes += Array(span.text.utf8)
                }
            }
        }
        return bytes
    }

    /// What stands between «».
    private func meant(by mark: Substring) -> [UInt8] {
        func scalar(_ value: UInt32) -> [UInt8] { Unicode.Scalar(value).map { Array(String($0).utf8) } ?? [] }
        if mark.hasPrefix("U+") { return UInt32(mark.dropFirst(2), radix: 16).map(scalar) ?? [] }
        if mark.utf8.count == 2 { return UInt8(mark, radix: 16).map { [$0] } ?? [] }
        let letter = UInt32(mark.utf8.first ?? 0)
        switch mark {
        case "+": return scalar(0x200D)
        case "-": return scalar(0x200C)
        case "e": return scalar(0xFE0F)
        case "t": return scalar(0xFE0E)
        case "2", "3", "4", "5", "6": return scalar(0x1F3FB + letter - 0x32)
        default: return scalar(0x1F1E6 + letter - 0x41)
        }
    }

    @Test func rawShowsEveryByteOnce() {
        var random = SplitMix64(seed: 6)
        for round in 0..<400 {
            var bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if round % 2 == 0 {
                bytes = random.mutate(Array((random.json() + "\u{202E}é👍🏽\u{301}👨‍👩‍👧🇩🇪e\u{301}❤️日\r\n\u{85}").utf8))
            }
            bytes = bytes.map { $0 == 0x09 ? 0x20 : $0 }
            #expect(shown(document(bytes, .raw)) == bytes)
        }
    }

    /// Asks for everything that can be asked for.
    private func exercise(_ bytes: [UInt8], _ random: inout SplitMix64) {
        for view in PayloadView.allCases {
            let document = document(bytes, view, units: Int.random(in: 1...200, using: &random))
            let texts = document.texts
            for text in texts {
                #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            }
            _ = document.problem
            document.foldAll()
            for _ in 0..<10 where document.lineCount > 0 {
                let line = Int.random(in: 0..<document.lineCount, using: &random)
                document.toggleFold(line)
                let row = min(line, document.lineCount - 1)
                #expect(document.line(atPosition: document.position(ofLine: row)) == row)
            }
            _ = document.texts
            _ = document.search(["a", "1", "«f", "}"].randomElement(using: &random)!, from: 0)
            document.unfoldAll()
            #expect(document.texts == texts)
        }
        _ = bytes.withUnsafeBytes { excerpt($0, limit: Int.random(in: 0...90, using: &random)) }
    }

    /// The bytes without the white space that layout may change.
    private func condensed(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.filter { $0 > 0x20 } }

    @Test func brokenJSONLosesNothing() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<300 {
            let bytes = random.mutate(Array("{\"r\":\(random.json())}".utf8))
            exercise(bytes, &random)
            guard bytes.allSatisfy({ $0 < 0x7F && $0 >= 0x20 || $0 == 0x0A }) else { continue }
            let document = Document(layingOut: TreeBody<JSONScanner>(PayloadBytes(bytes)))
            while !document.advance(units: 10) {}
            let pictures = document.texts.joined().replacing("␊", with: "")
            #expect(condensed(pictures.utf8) == condensed(bytes))
        }
    }

    @Test func brokenXMLLosesNothing() {
        var random = SplitMix64(seed: 8)
        for _ in 0..<300 {
            let bytes = random.mutate(Array("<r>\(random.xml())</r>".utf8))
            exercise(bytes, &random)
            guard bytes.allSatisfy({ $0 < 0x7F && $0 >= 0x20 || $0 == 0x0A }) else { continue }
            let document = Document(layingOut: TreeBody<XMLScanner>(PayloadBytes(bytes)))
            while !document.advance(units: 10) {}
            let pictures = document.texts.joined().replacing("␊", with: "")
            #expect(condensed(pictures.utf8) == condensed(bytes))
        }
    }

    @Test func randomBytes() {
        var random = SplitMix64(seed: 9)
        for _ in 0..<150 {
            let starts: [[UInt8]] = [[], Array("{\"".utf8), Array("<a ".utf8), Array("[1,".utf8), Array("<!--".utf8)]
            let tail = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : Array("{}[]\",:<>/&!-\\u \n".utf8).randomElement(using: &random)!
            }
            exercise(starts.randomElement(using: &random)! + tail, &random)
        }
    }

    @Test func differencesOfAnything() {
        var random = SplitMix64(seed: 10)
        for _ in 0..<100 {
            let old = Array(random.json().utf8)
            let new = random.mutate(old)
            let document = Document(diff: PayloadBytes(old), PayloadBytes(new))
            while !document.advance(units: 50) {}
            document.unfoldAll()
            #expect(document.texts.count == document.lineCount)
        }
    }
}
