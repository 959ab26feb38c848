import Testing
import Text

@Suite("Pairs of forms and queries") struct FormPairsTests {
    private func read(_ text: String, plusIsSpace: Bool = true) -> [String] {
        FormPairs.read(text, plusIsSpace: plusIsSpace).map { "\($0.name)|\($0.value ?? "nil")" }
    }

    @Test("pairs are read in their order; the first = ends the name, and what is empty is none")
    func reading() {
        #expect(read("a=1&b=x+y%26%3D&a=&c&=d&&e=f=g") == ["a|1", "b|x y&=", "a|", "c|nil", "|d", "e|f=g"])
        #expect(read("a+b=c+d", plusIsSpace: false) == ["a+b|c+d"])
        #expect(read("") == [] && read("&&") == [] && read("%C3%A4=%E4%") == ["ä|\u{FFFD}%"])
    }

    @Test("as they stand")
    func split() {
        let pairs = FormPairs.split("a%20b=c+d&e")
        #expect(pairs.map(\.name) == ["a%20b", "e"] && pairs.map(\.value) == ["c+d", nil])
        #expect(FormPairs.pair("=").name == "" && FormPairs.pair("=").value == "" && FormPairs.pair("").value == nil)
    }

    @Test("what is written comes back, as a form and as a query")
    func writing() {
        let pairs = [("a b", "x&y=z+ ~*/"), ("", ""), ("ü", "%41")]
        #expect(FormPairs.form(pairs) == "a+b=x%26y%3Dz%2B+%7E*%2F&=&%C3%BC=%2541")
        #expect(FormPairs.query(pairs) == "a%20b=x%26y%3Dz%2B%20~%2A%2F&=&%C3%BC=%2541")
        for text in [FormPairs.form(pairs), FormPairs.query(pairs)] {
            #expect(FormPairs.read(text, plusIsSpace: true).map { [$0.name, $0.value] } == pairs.map { [$0.0, $0.1] })
        }
    }
}
