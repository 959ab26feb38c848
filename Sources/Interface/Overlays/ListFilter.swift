import Kit
import Payloads
import Terminal

/// The filter of a popup's list whose letters are keys: typed as a pane's filter is, used with every letter, kept by the key
/// that accepts, and taken away by the one that leads back.
struct ListFilter {
    /// The line while it is typed.
    private(set) var field: TextField?
    private(set) var text = ""
    private var words = WordSearch()

    /// Whether letters are text now.
    var isTyping: Bool { field != nil }
    /// Whether it has a row on the screen.
    var isShown: Bool { isTyping || !text.isEmpty }

    /// Whether something is listed: it has every word of the filter.
    func passes(_ text: @autoclosure () -> String) -> Bool {
        words.isEmpty || words.isFound(in: text())
    }

    /// Takes an action that is a filter's; false for any other.
    mutating func perform(_ action: Action) -> Bool {
        guard isTyping else {
            switch action {
            case .filter: field = TextField.query(text)
            case .back where !text.isEmpty: use("")
            default: return false
            }
            return true
        }
        switch action {
        case .accept: field = nil
        case .back:
            field = nil
            use("")
        default: if let edit = action.edit, field?.perform(edit) == true { use(field?.text ?? "") }
        }
        return true
    }

    mutating func type(_ key: KeyPress, _ keys: any TextKeys) {
        if field?.press(key, keys) == true { use(field?.text ?? "") }
    }

    mutating func paste(_ text: String) {
        field?.insert(text)
        if let field { use(field.text) }
    }

    private mutating func use(_ text: String) {
        self.text = text
        words = WordSearch(text)
    }

    /// Draws it on a row; answers where the cursor is.
    func draw(_ look: Look, y: Int, found: Int, into canvas: Canvas) -> Point? {
        let result = text.isEmpty ? "" : "\(Figures.count(found)) found"
        return FilterLine(field: field, text: text, result: result, hint: "words").draw(look, y: y, into: canvas)
    }
}
