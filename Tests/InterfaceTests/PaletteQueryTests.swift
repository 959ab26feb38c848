import Testing

@testable import Interface

/// How well what is typed into the palette answers to what it lists.
@Suite("What the palette finds") struct PaletteQueryTests {
    private func rank(_ query: String, _ text: String, note: String = "") -> Int? {
        PaletteNames([PaletteItem(text: text, note: note, deed: .work { [] })]).ranks(PaletteQuery(query), among: [0])
            .first?.rank
    }

    @Test("A word that begins so comes before one that has it inside") func words() throws {
        let topic = try #require(rank("ther", "topic home/living/thermostat"))
        let inside = try #require(rank("ther", "help changed by another"))
        #expect(topic < inside)
        #expect(rank("help ch", "help changed by another") == 0)
        #expect(rank("THER", "topic home/living/Thermostat") == topic)
    }

    @Test("All words, in any order and in the note, come before letters here and there") func scattered() throws {
        let words = try #require(rank("nord theme", "theme nord"))
        let note = try #require(rank("payload messages", "take the payload", note: "Messages"))
        let letters = try #require(rank("tnd", "theme nord"))
        #expect(words < letters && note < letters)
        #expect(rank("zzz", "theme nord") == nil)
    }

    @Test("Letters beyond ASCII and empty words are no matter") func others() {
        #expect(rank("b\u{fc}ro", "topic home/B\u{fc}ro/temperature") == 1)
        #expect(rank("a", "") == nil)
        #expect(rank(" ", "theme nord") != nil)
    }
}
