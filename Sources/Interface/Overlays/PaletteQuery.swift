import Payloads

/// What is typed into the palette, made ready to be held against ten thousands of items at each key.
struct PaletteQuery {
    private let letters: [UInt8]
    private let whole: ByteSearch
    private let words: [ByteSearch]

    /// The rank of what has it within a word; all that stands further has less than that.
    static let inside = 3

    init(_ text: String) {
        let text = text.lowercased()
        letters = Array(text.utf8)
        whole = ByteSearch(text)
        words = text.split(separator: " ").map { ByteSearch(String($0)) }
    }

    /// How well an item answers; nil when it does not. Less is better: its beginning, a word of it, all words, somewhere in
    /// it, all letters in their order.
    func rank(_ item: PaletteItem) -> Int? {
        Self.bytes(item.text) { text in
            // From what is meant most likely to what has the letters in their order and no more.
            if begins(text, at: 0) { return 0 }
            let isInside = whole.isFound(in: text)
            if isInside, beginsAWord(of: text) { return 1 }
            let hasWords =
                words.count > 1
                && words.allSatisfy { word in
                    word.isFound(in: text) || Self.bytes(item.note) { word.isFound(in: $0) }
                }
            if hasWords { return 2 }
            if isInside || Self.bytes(item.note, whole.isFound(in:)) { return Self.inside }
            return hasLetters(text) ? Self.inside + 1 : nil
        }
    }

    private static func bytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    private func begins(_ text: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place + letters.count <= text.count else { return false }
        return letters.indices.allSatisfy { Self.small(text[place + $0]) == letters[$0] }
    }

    /// Levels of a topic and parts of a URL are words, too.
    private func beginsAWord(of text: UnsafeRawBufferPointer) -> Bool {
        (1..<max(1, text.count)).contains { place in
            let before = Self.small(text[place - 1])
            let isInWord = (0x61...0x7A).contains(before) || (0x30...0x39).contains(before) || before >= 0x80
            return !isInWord && begins(text, at: place)
        }
    }

    private func hasLetters(_ text: UnsafeRawBufferPointer) -> Bool {
        var next = 0
        for byte in text where next < letters.count && Self.small(byte) == letters[next] { next += 1 }
        return next == letters.count
    }

    // ASCII alone: `text` was lowercased whole, and other letters are compared as they are.
    private static func small(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
