import Payloads
import Testing
import Text

/// Searching what is shown.
struct SearchTests {
    private func match(_ line: Int, _ column: Int, _ length: Int, wrapped: Bool = false) -> DocumentSearch.Step {
        .found(DocumentSearch.Match(line: line, column: column, length: length, wrapped: wrapped))
    }

    @Test func findsInBothDirections() {
        let document = document(#"{"Name":"x","list":["name",1,"NAME name"]}"#)
        #expect(document.search("name") == match(1, 3, 4))
        #expect(document.search("name", from: 1, column: 4) == match(3, 5, 4))
        #expect(document.search("name", from: 5, column: 6) == match(5, 10, 4))
        #expect(document.search("name", from: 5, column: 11) == match(1, 3, 4, wrapped: true))
        #expect(document.search("name", from: 5, column: 10, forward: false) == match(5, 5, 4))
        #expect(document.search("name", from: 3, column: 5, forward: false) == match(1, 3, 4))
        #expect(document.search("name", from: 1, column: 3, forward: false) == match(5, 10, 4, wrapped: true))
        #expect(document.search("Name") == match(1, 3, 4))
        #expect(document.search("NAME") == match(5, 5, 4))
        #expect(document.search("nAME") == .notFound)
        #expect(document.search("\"Name\": \"x\"") == match(1, 2, 11))
        #expect(document.search("") == .notFound)
        #expect(document.search("absent", forward: false) == .notFound)
        #expect(PayloadsTests.document("").search("x") == .notFound)
    }

    @Test func onlyMatchIsFoundAgain() {
        let document = document("one\ntwo\nthree")
        #expect(document.search("two", from: 1, column: 1) == match(1, 0, 3, wrapped: true))
        #expect(document.search("two", from: 1, column: 0, forward: false) == match(1, 0, 3, wrapped: true))
    }

    @Test func otherAlphabets() {
        let document = document("ÄRGER Straße\nПРИВЕТ ΑΒΓ\n日本語 x", .raw)
        #expect(document.search("ärger") == match(0, 0, 5))
        #expect(document.search("привет") == match(1, 0, 6))
        #expect(document.search("αβγ") == match(1, 7, 3))
        #expect(document.search("本") == match(2, 2, 2))
        #expect(document.search("x") == match(2, 7, 1))
    }

    @Test func opensFolds() {
        let document = document(#"{"a":{"b":[1,{"deep":true}]},"c":[2]}"#)
        document.foldAll()
        #expect(document.search("deep") == match(5, 9, 4))
        #expect(document.text(5) == "        \"deep\": true")
        document.foldAll()
        document.toggleFold(1)
        document.toggleFold(1)
        #expect(document.search("2", from: 0) == match(3, 4, 1))
        document.unfoldAll()
        document.toggleFold(0)
        #expect(document.search("deep") == match(5, 9, 4))
    }

    @Test func countsAndReadsOn() {
        let text = (0..<5000).map { "needle \($0) Needle" }.joined(separator: "\n")
        let document = Document(PayloadBytes(Array(text.utf8)), view: .pretty)
        let search = document.find("needle", from: 0, forward: true)
        #expect(search.advance(units: 10) == .more)
        while !search.count(units: 1000) {}
        #expect(search.matchCount == 10_000 && search.isCounted && document.isComplete)
        #expect(search.advance(units: 1000) == match(0, 0, 6))
    }

    @Test func longLines() {
        let text = String(repeating: "日", count: 100_000) + "needle" + String(repeating: "x", count: 300_000) + "needle"
        let document = document(text)
        #expect(document.search("needle") == match(0, 200_000, 6))
        #expect(document.search("needle", from: 0, column: 200_001) == match(0, 500_006, 6))
        #expect(document.search("needle", from: 0, column: 400_000, forward: false) == match(0, 200_000, 6))
        // At every place around the edge of a window.
        for shift in 65_530...65_540 {
            let text = String(repeating: ".", count: shift) + "needle" + String(repeating: ".", count: 70_000)
            let document = PayloadsTests.document(text)
            #expect(document.search("needle") == match(0, shift, 6))
            let search = document.find("needle", from: 0, forward: true)
            while !search.count(units: 1) {}
            #expect(search.matchCount == 1)
        }
    }

    @Test func countsWhatLinesShow() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<60 {
            let document = document(random.mutate(Array("{\"x\":[\(random.json()),\(random.json())]}".utf8)))
            for pattern in ["k", "null", "a b", "5", "\": ", "{", "\\u00e9\\ud", "日"] {
                let expected = document.texts.reduce(0) { count, text in
                    var rest = text[...]
                    var found = 0
                    while let range = rest.firstRange(of: pattern) {
                        found += 1
                        rest = rest[range.upperBound...]
                    }
                    return count + found
                }
                let search = document.find(pattern, from: 0, forward: true)
                while !search.count(units: 50) {}
                #expect(search.matchCount == expected)
                let isFound = if case .found = document.search(pattern, from: 3, units: 20) { true } else { false }
                #expect(isFound == (expected > 0))
            }
        }
    }
}

@Suite("Searching for several words")
struct SearchWordsTests {
    @Test("words with blanks and signs between them are found, once each")
    func words() {
        let text = #"{"a":"no such text","b":"such","c":["No such  text","x no such text y"],"such text":1}"#
        let document = Document(PayloadBytes(Array(text.utf8)), view: .pretty)
        document.advance(units: 1 << 16)
        for (wanted, count) in [
            ("no such text", 2), ("such text", 3), ("\"c\": [", 1), (": 1", 1), ("such", 5), ("zz such", 0),
        ] {
            let search = document.find(wanted, from: 0, forward: true)
            var turns = 0
            while !search.count(units: 1 << 16), turns < 1000 { turns += 1 }
            #expect(search.matchCount == count, "\(wanted)")
        }
    }
}
