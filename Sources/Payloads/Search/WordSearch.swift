/// What a list is narrowed by: words of which every one must be there, in whatever case and order.
public struct WordSearch {
    // Bytes: while it is typed, each key looks through thousands of texts.
    /// The words of ASCII, whose case is folded byte by byte.
    private let plain: [ByteSearch]
    /// The others in small letters: which are of one case is known of whole texts alone.
    private let others: [[UInt8]]

    /// The words of what is typed; without any it is found everywhere.
    public init(_ text: String = "") {
        // Each once, and small, so that a capital letter asks for nothing more.
        let words = Set(text.lowercased().split(separator: " "))
        plain = words.filter { $0.utf8.allSatisfy { $0 < 0x80 } }.map { ByteSearch(String($0)) }
        others = words.filter { $0.utf8.contains { $0 >= 0x80 } }.map { Array($0.utf8) }
    }

    /// Whether no word is asked for.
    public var isEmpty: Bool { plain.isEmpty && others.isEmpty }

    /// Whether each of them is found in one of some texts.
    public func isFound(in texts: String...) -> Bool {
        let isFound = plain.allSatisfy { word in
            texts.contains { text in
                var text = text
                return text.withUTF8 { word.isFound(in: UnsafeRawBufferPointer($0)) }
            }
        }
        guard isFound, !others.isEmpty else { return isFound }
        let small = texts.map { $0.lowercased() }
        return others.allSatisfy { word in
            small.contains { text in
                var text = text
                return text.withUTF8 { ByteSearch.isFound(word, in: UnsafeRawBufferPointer($0)) }
            }
        }
    }
}
