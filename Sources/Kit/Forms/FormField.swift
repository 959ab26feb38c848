package import Terminal

/// One named field of a form: a line to type in, or a choice of words.
package struct FormField {
    private enum Content {
        case line(TextField)
        case choice(OptionRow)
    }
    package let name: String
    private var content: Content
    /// Whether a text is shown as dots, which it or the texts of the form's fields say: it may be a reference, which can be
    /// read.
    private var isSecret: (_ text: String, _ texts: () -> [String]) -> Bool = { _, _ in false }
    /// Whether it is a choice that says what the text in the next field is: text that is typed here goes there.
    package private(set) var speaksOfNext = false

    /// A line to type in; a text that stands in it is offered.
    package static func line(
        _ name: String, _ text: String = "", history: FieldHistory = FieldHistory(), keepsLineBreaks: Bool = false
    ) -> FormField {
        FormField(
            name: name,
            // What stands there is a proposal: the first letter takes its place.
            content: .line(TextField(text, history: history, keepsLineBreaks: keepsLineBreaks, isOffered: true)))
    }

    /// A line to type in that shows dots.
    /// - Parameter isSecret: whether a text is the secret itself, and not where it is found.
    package static func secret(
        _ name: String, _ text: String = "", isSecret: @escaping (String) -> Bool = { _ in true }
    ) -> FormField {
        var field = line(name, text)
        field.isSecret = { text, _ in isSecret(text) }
        return field
    }

    /// A line to type in that shows dots while the texts of the form's fields, in their order, say that it is a secret.
    package static func secret(
        _ name: String, _ text: String, among isSecret: @escaping ([String]) -> Bool
    ) -> FormField {
        var field = line(name, text)
        field.isSecret = { _, texts in isSecret(texts()) }
        return field
    }

    /// One of a few words; the arrows or Space choose.
    package static func choice(
        _ name: String, _ words: [String], selected: Int = 0, speaksOfNext: Bool = false
    ) -> FormField {
        var field = FormField(name: name, content: .choice(OptionRow(words, chosen: selected)))
        field.speaksOfNext = speaksOfNext
        return field
    }

    /// The text of a line, or the word chosen.
    package var value: String {
        switch content {
        case .line(let line): line.text
        case .choice(let row): row.word
        }
    }

    /// The place of the word chosen; 0 for a line.
    package var choice: Int {
        if case .choice(let row) = content { row.chosen } else { 0 }
    }

    /// Whether it is a line to type in.
    package var isLine: Bool {
        if case .line = content { true } else { false }
    }

    /// Takes a key; ``OptionRow/Answer/text`` is for the field that it belongs to.
    package mutating func press(_ key: KeyPress, _ keys: any TextKeys) -> OptionRow.Answer {
        switch content {
        case .line(var line):
            let isKnown = line.press(key, keys)
            content = .line(line)
            return isKnown ? .chosen : .ignored
        case .choice(var row):
            let answer = row.press(key, keys)
            content = .choice(row)
            return answer
        }
    }

    /// A press of the button at a column of its value: chooses the word there, or puts the cursor there. False where that
    /// does not change the value.
    package mutating func click(at column: Int) -> Bool {
        switch content {
        case .line(var line):
            line.click(at: column)
            content = .line(line)
            return false
        case .choice(var row):
            guard row.choose(at: column) else { return false }
            content = .choice(row)
            return true
        }
    }

    /// Takes pasted text; false for a choice, which has no place for it.
    package mutating func paste(_ text: String) -> Bool {
        guard case .line(var line) = content else { return false }
        line.insert(text)
        content = .line(line)
        return true
    }

    /// Another text in the line, or another word chosen when there is such a word.
    package mutating func set(_ text: String) {
        switch content {
        case .line(var line):
            line.replace(with: text)
            content = .line(line)
        case .choice(var row):
            row.choose(text)
            content = .choice(row)
        }
    }

    /// Draws the field's value; answers where the cursor is.
    /// - Parameter texts: what stands in the fields of its form.
    package func draw(
        _ look: Look, x: Int, y: Int, width: Int, isCurrent: Bool, among texts: @autoclosure () -> [String] = [],
        into canvas: Canvas
    ) -> Point? {
        switch content {
        case .line(let line) where isSecret(line.text, texts):
            let at = line.drawDots(into: canvas, x: x, y: y, width: max(4, width), style: look.style(.field))
            return isCurrent ? Point(x: at, y: y) : nil
        case .line(let line):
            let at = line.draw(
                into: canvas, x: x, y: y, width: max(4, width), style: look.style(.field), isCurrent: isCurrent)
            return isCurrent ? Point(x: at, y: y) : nil
        case .choice(let row):
            row.draw(look, x: x, y: y, isCurrent: isCurrent, into: canvas)
            return nil
        }
    }
}

extension [FormField] {
    /// The column of the values in so many: behind the longest name, but on a narrow screen half of it is theirs, since what
    /// is typed is what one looks at.
    package func valueColumn(in width: Int) -> Int {
        let names = (map { displayWidth(of: $0.name) }.max() ?? 0) + 3
        return Swift.min(names, width < 50 ? width / 2 : width * 3 / 5)
    }

    /// Gives a key to the current field. Text that is typed in a choice goes to the line that the choice speaks of, which
    /// becomes the current field.
    package mutating func press(_ key: KeyPress, _ keys: any TextKeys, current: inout Int) -> OptionRow.Answer {
        guard indices.contains(current) else { return .ignored }
        let answer = self[current].press(key, keys)
        // A choice that speaks of nothing below it lets text fall: it must not land in a field that nobody looks at.
        guard answer == .text, leadsOn(from: current) else { return answer }
        current += 1
        return self[current].press(key, keys)
    }

    /// Gives pasted text to the current field, or to the line that it speaks of; false when there is no place for it.
    package mutating func paste(_ text: String, current: inout Int) -> Bool {
        guard indices.contains(current) else { return false }
        if leadsOn(from: current) { current += 1 }
        return self[current].paste(text)
    }

    private func leadsOn(from index: Int) -> Bool {
        self[index].speaksOfNext && indices.contains(index + 1) && self[index + 1].isLine
    }
}
