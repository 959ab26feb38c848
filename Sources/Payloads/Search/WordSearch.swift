/// What a list is narrowed by: words of which every one must be there, in whatever case and order.
public struct WordSearch {
    // Bytes: while it is typed, each key looks through thousands of texts.
    private let words: [ByteSearch]

    /// The words of what is typed; without any it is found everywhere.
    public init(_ text: String = "") {
        // Each once, and small, so that a capital letter asks for nothing more.
        words = Set(text.lowercased().split(separator: " ")).map { ByteSearch(String($0)) }
    }

    /// Whether no word is asked for.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether each of them is found in one of some texts.
    public func isFound(in texts: String...) -> Bool {
        words.allSatisfy { word in
            texts.contains { text in
                var text = text
                return text.withUTF8 { word.isFound(in: UnsafeRawBufferPointer($0)) }
            }
        }
    }
}
