import Testing
import Text

@testable import Payloads

/// What changed between two payloads.
struct DiffTests {
    @Test func marksWhatChanged() {
        let document = difference(#"{"a":1,"b":2,"c":[1]}"#, #"{"a":1, "b":3,"c":[1]}"#)
        #expect(
            document.texts == [
                "  {", #"    "a": 1,"#, #"-   "b": 2,"#, #"+   "b": 3,"#, #"    "c": ["#, "      1", "    ]", "  }",
            ])
        #expect(document.kinds(2) == [.removed] && document.kinds(3) == [.added])
        #expect(document.kinds(1).contains(.key))
        #expect(document.lineWidth(2) == 11)
    }

    @Test(arguments: 1...12) func equalLinesBetweenChangesAreThereOnce(_ count: Int) {
        let same = (0..<count).map { "same \($0)" }
        let old = (["a"] + same + ["b"] + same + ["c"]).joined(separator: "\n")
        let new = (["A"] + same + ["B"] + same + ["C"]).joined(separator: "\n")
        let document = difference(old, new)
        document.unfoldAll()
        let lines = same.map { "  \($0)" }
        #expect(document.texts == ["- a", "+ A"] + lines + ["- b", "+ B"] + lines + ["- c", "+ C"])
        // At the edges.
        let edges = difference((same + ["x"] + same).joined(separator: "\n"), (same + same).joined(separator: "\n"))
        edges.unfoldAll()
        #expect(edges.texts == lines + ["- x"] + lines)
    }

    @Test func foldsWhatIsEqual() {
        let old = (0..<100).map { "line \($0)" }
        var new = old
        new[50] = "changed"
        let document = difference(old.joined(separator: "\n"), new.joined(separator: "\n"), units: 100)
        #expect(document.texts[0] == "… 47 equal lines")
        #expect(document.texts[1...3] == ["  line 47", "  line 48", "  line 49"])
        #expect(document.texts.last == "… 46 equal lines")
        #expect(document.lineCount == 10)
        #expect(document.isFoldable(0) && document.isFolded(0) && !document.isFoldable(1))
        #expect(document.toggleFold(0))
        #expect(document.lineCount == 56 && document.text(0) == "  line 0" && document.isFoldable(0))
        #expect(document.position(ofLine: 50) == 50 && document.line(atPosition: 100) == 55)
        document.foldAll()
        guard case .found(let match) = document.search("line 99") else { return #expect(Bool(false)) }
        #expect(document.text(match.line) == "  line 99")
    }

    @Test func saysWhenNothingChanged() {
        #expect(difference("{\"a\": 1}", "{\"a\":1}").texts == ["no difference", "… 3 equal lines"])
        #expect(difference("", "").texts == ["no difference"])
        #expect(difference("a", "").texts == ["- a"])
        #expect(difference("", "a\nb").texts == ["+ a", "+ b"])
    }

    @Test func tooManyChangesAreShownAsAWhole() {
        let old = (0..<3000).map { "old \($0)" }.joined(separator: "\n")
        let new = (0..<3000).map { "new \($0)" }.joined(separator: "\n")
        let document = difference(old, new)
        #expect(document.text(0).hasPrefix("too many differences"))
        #expect(document.lineCount == 6001)
        let large = difference(String(repeating: "x\n", count: 200_001), "y")
        #expect(large.texts == ["too large to compare: more than 200,000 lines"])
    }

    @Test func changesAreTheFewest() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<300 {
            let old = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt64.random(in: 0...3, using: &random) }
            let new = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt64.random(in: 0...3, using: &random) }
            let (changes, isWhole) = LineDiff.changes(old, new)
            #expect(isWhole)
            var rebuilt: [UInt64] = []
            var taken = 0
            var equal = 0
            for change in changes {
                switch change {
                case .equal(let first, let second, let count):
                    #expect(first == taken && second == rebuilt.count)
                    #expect(old[first..<first + count] == new[second..<second + count])
                    rebuilt += old[first..<first + count]
                    taken += count
                    equal += count
                case .removed(let first, let count):
                    #expect(first == taken)
                    taken += count
                case .added(let second, let count):
                    #expect(second == rebuilt.count)
                    rebuilt += new[second..<second + count]
                }
            }
            #expect(rebuilt == new && taken == old.count)
            #expect(equal == longestCommon(old, new))
        }
    }

    private func longestCommon(_ old: [UInt64], _ new: [UInt64]) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for line in old {
            var diagonal = 0
            for index in new.indices {
                let above = row[index + 1]
                row[index + 1] = line == new[index] ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row[new.count]
    }
}
