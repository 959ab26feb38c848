extension Substring {
    /// Takes what stands in double quotes, in which a backslash stands before what means itself; the first of them is the
    /// next character. Quotes that are not closed end with the text.
    /// - Parameter escapes: what a letter behind a backslash stands for; others stand for themselves.
    public mutating func popQuotedWord(escapes: [Character: Character] = [:]) -> String {
        removeFirst()
        var word = ""
        while let character = popFirst(), character != "\"" {
            if character == "\\", let next = popFirst() {
                word.append(escapes[next] ?? next)
            } else {
                word.append(character)
            }
        }
        return word
    }
}
