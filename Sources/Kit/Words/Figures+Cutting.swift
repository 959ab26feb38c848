package import Terminal

extension Figures {
    /// A text in at most so many columns: what does not fit is cut off with a mark, and never within a number, whose
    /// beginning reads as another one. It is for figures and words; of what others wrote the cut may be anywhere.
    package static func cut(_ text: String, to columns: Int, on canvas: Canvas) -> String {
        guard displayWidth(of: text) > columns else { return text }
        let characters = Array(text.prefix(max(0, columns) + 2))
        var end = 0
        var used = displayWidth(of: canvas.marks.ellipsis)
        for place in characters.indices {
            used += displayWidth(of: String(characters[place]))
            guard used <= columns else { break }
            if !isInNumber(place + 1, of: characters) { end = place + 1 }
        }
        return String(characters[..<end]) + canvas.marks.ellipsis
    }

    /// Whether both sides of a place belong to one number, as in `21.868` and `1,204`; `12:31:05.868` is told in whole
    /// seconds, too.
    private static func isInNumber(_ place: Int, of text: [Character]) -> Bool {
        func isDigit(_ place: Int) -> Bool { text.indices.contains(place) && text[place].isNumber }
        func isPoint(_ place: Int) -> Bool {
            text.indices.contains(place) && (text[place] == "." || text[place] == ",")
        }
        let isClock = place > 2 && text.indices.contains(place) && text[place - 3] == ":"
        if isPoint(place) { return isDigit(place - 1) && isDigit(place + 1) && !isClock }
        if isPoint(place - 1) { return isDigit(place - 2) && isDigit(place) }
        return isDigit(place - 1) && isDigit(place)
    }
}
