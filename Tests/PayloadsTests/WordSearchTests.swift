import Payloads
import Testing

@Suite("Words that a list is narrowed by") struct WordSearchTests {
    @Test("every word, in any case and order, in one of the texts")
    func words() {
        let search = WordSearch("Lamp  ON")
        #expect(search.isFound(in: "hall/LAMP", "on"))
        #expect(search.isFound(in: "one lamp"))
        #expect(!search.isFound(in: "lamp", "off"))
        #expect(WordSearch(" ").isEmpty && WordSearch("").isFound(in: "x"))
        #expect(WordSearch("ÄRGER").isFound(in: "Ärger"))
    }
}
