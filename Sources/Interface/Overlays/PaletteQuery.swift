import Glibc
import Payloads

/// What is typed into the palette, made ready to be held against ten thousands of items at each key.
struct PaletteQuery {
    private let letters: [UInt8]
    private let words: [[UInt8]]

    /// The rank of what has it within a word; all that stands further has less than that.
    static let inside = 3
    /// How many ranks there are.
    static let ranks = 5

    init(_ text: String) {
        let text = text.lowercased()
        letters = Array(text.utf8)
        words = text.split(separator: " ").map { Array($0.utf8) }
    }

    /// Whether what answers to a text that begins so answers to this one, too. A blank at an end may be the only thing that
    /// an item lacks, until a word stands behind it.
    var holdsForLonger: Bool { words.count > 1 || words.first == letters }

    /// How well an item answers, its text and its note in small letters; nil when it does not. Less is better: its
    /// beginning, a word of it, all words, somewhere in it, all letters in their order.
    func rank(_ text: UnsafeRawBufferPointer, note: UnsafeRawBufferPointer) -> Int? {
        // From what is meant most likely to what has the letters in their order and no more.
        if begins(text, at: 0) { return 0 }
        let isInside = ByteSearch.isFound(letters, in: text)
        if isInside, beginsAWord(of: text) { return 1 }
        let hasWords =
            words.count > 1
            && words.allSatisfy { ByteSearch.isFound($0, in: text) || ByteSearch.isFound($0, in: note) }
        if hasWords { return 2 }
        if isInside || ByteSearch.isFound(letters, in: note) { return Self.inside }
        return hasLetters(text) ? Self.inside + 1 : nil
    }

    private func begins(_ text: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place + letters.count <= text.count, let base = text.baseAddress else { return letters.isEmpty }
        return memcmp(base + place, letters, letters.count) == 0
    }

    /// Levels of a topic and parts of a URL are words, too.
    private func beginsAWord(of text: UnsafeRawBufferPointer) -> Bool {
        var place = 1
        while place < text.count {
            let before = text[place - 1]
            let isInWord = before >= 0x61 && before <= 0x7A || before >= 0x30 && before <= 0x39 || before >= 0x80
            if !isInWord, begins(text, at: place) { return true }
            place += 1
        }
        return false
    }

    private func hasLetters(_ text: UnsafeRawBufferPointer) -> Bool {
        guard var from = text.baseAddress else { return letters.isEmpty }
        let end = from + text.count
        for letter in letters {
            guard let found = memchr(from, Int32(letter), from.distance(to: end)) else { return false }
            from = UnsafeRawPointer(found) + 1
        }
        return true
    }
}
