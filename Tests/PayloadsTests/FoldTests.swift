import Testing
import Text

@testable import Payloads

/// Folds against a model that keeps every line and recounts everything.
struct FoldTests {
    /// Lines with a flag each; what is folded is a set of headers.
    private struct Model {
        let lines: [String]
        let depths: [Int]
        let opens: [Bool]
        var folded: Set<Int> = []

        init(_ document: Document) {
            lines = document.texts
            depths = lines.map { $0.prefix { $0 == " " }.count / 2 }
            opens = lines.map { $0.hasSuffix("{") || $0.hasSuffix("[") }
        }

        func closer(_ line: Int) -> Int { (line + 1..<lines.count).first { depths[$0] <= depths[line] } ?? lines.count }

        var shown: [Int] {
            var shown: [Int] = []
            var line = 0
            while line < lines.count {
                shown.append(line)
                line = folded.contains(line) ? closer(line) + 1 : line + 1
            }
            return shown
        }

        func text(_ line: Int) -> String {
            guard folded.contains(line) else { return lines[line] }
            let hidden = closer(line) - line - 1
            return lines[line] + " … \(hidden) line\(hidden == 1 ? "" : "s") "
                + lines[closer(line)].drop { $0 == " " }
        }
    }

    @Test func agreesWithTheModel() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<60 {
            let document = document("[\(random.json(depth: 6)),\(random.json(depth: 7))]")
            var model = Model(document)
            for _ in 0..<40 {
                switch Int.random(in: 0..<12, using: &random) {
                case 0:
                    document.foldAll()
                    // Deeper than the levels counted, what is unfolded is unfolded whole.
                    model.folded = Set(
                        model.lines.indices.filter { model.opens[$0] && (1...6).contains(model.depths[$0]) })
                case 1:
                    document.unfoldAll()
                    model.folded = []
                default:
                    let row = Int.random(in: 0..<document.lineCount, using: &random)
                    let line = model.shown[row]
                    #expect(document.isFoldable(row) == model.opens[line])
                    #expect(document.toggleFold(row) == model.opens[line])
                    if model.opens[line] {
                        if model.folded.remove(line) == nil { model.folded.insert(line) }
                    }
                }
                let shown = model.shown
                #expect(document.texts == shown.map { model.text($0) })
                for (row, line) in shown.enumerated() {
                    #expect(document.position(ofLine: row) == line)
                    #expect(document.line(atPosition: line) == row)
                    #expect(document.isFolded(row) == model.folded.contains(line))
                    #expect(
                        document.lineWidth(row)
                            == model.text(line).unicodeScalars.reduce(0) {
                                $0 + ($1.value < 0xA0 ? 1 : ScalarClass.columns($1.value))
                            })
                }
            }
        }
    }

    @Test func hiddenPositionsBelongToTheirFold() {
        let document = document(#"{"a":{"b":[1,2,3]},"c":4}"#)
        document.foldAll()
        #expect(document.texts == ["{", #"  "a": { … 5 lines },"#, #"  "c": 4"#, "}"])
        #expect((1...7).allSatisfy { document.line(atPosition: $0) == 1 })
        #expect(document.line(atPosition: 8) == 2)
        #expect(document.toggleFold(1))
        #expect(document.texts == ["{", #"  "a": {"#, #"    "b": [ … 3 lines ]"#, "  },", #"  "c": 4"#, "}"])
    }

    @Test func foldsWhatIsCutShort() {
        let document = document(#"{"a":[1,2,"#)
        #expect(document.toggleFold(1))
        #expect(document.texts == ["{", #"  "a": [ … 2 lines "#])
        #expect(document.toggleFold(1))
        #expect(document.lineCount == 4)
    }

    @Test func linesOutsideAnswerNothing() {
        let document = document("[1]")
        for line in [-1, 3, Int.max] {
            #expect(document.line(line, from: 0, columns: 80).isEmpty)
            #expect(!document.isFoldable(line) && !document.toggleFold(line) && document.lineWidth(line) == 0)
        }
        #expect(document.line(1, from: 0, columns: 0).isEmpty)
        #expect(document.line(1, from: 500, columns: 10).isEmpty)
        #expect(document.position(ofLine: 99) == 2)
    }
}
