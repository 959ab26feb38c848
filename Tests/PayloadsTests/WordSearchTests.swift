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

    @Test(
        "letters of every alphabet in either case, also where their bytes differ in number",
        arguments: ["Ärger", "Été", "Якорь", "Țigară", "Ǎn", "Tiếng Việt", "Ἀθήνα", "Ａｂｃ", "Ⱥ", "ΔΟΚΙΜΉ"])
    func letters(text: String) {
        for typed in [text, text.lowercased(), text.uppercased()] {
            #expect(WordSearch(typed).isFound(in: text), "\(typed)")
            #expect(WordSearch("lamp \(typed)").isFound(in: "LAMP", text), "\(typed)")
            #expect(!WordSearch("lamp \(typed)").isFound(in: "lam", text), "\(typed)")
            #expect(!WordSearch(typed).isFound(in: "Arger Ete"), "\(typed)")
        }
    }
}
