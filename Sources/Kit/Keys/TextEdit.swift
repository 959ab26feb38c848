package import Terminal

/// What a key does to what is typed into: a line, a text of many lines, a choice of words. Their names are those of the
/// profile's `keys`.
package enum TextEdit: String, CaseIterable, Sendable {
    case cursorLeft, cursorRight, cursorUp, cursorDown, pageUp, pageDown
    case wordLeft, wordRight, lineStart, lineEnd, textStart, textEnd
    case lineBreak, indent, outdent
    case deleteBefore, deleteAfter, deleteWordBefore, deleteWordAfter, deleteToStart, deleteToEnd
    case cutWord, cutToStart, cutToEnd, putBack, undo, redo
    case startSelection, selectAll, copySelection
    /// What was typed before, and what was typed after that.
    case olderText, newerText
    /// The words of a choice.
    case previousOption, nextOption
}

/// Where something is typed: each has keys of its own.
package enum TextPlace: CaseIterable, Sendable {
    case line, lines, options
}

/// The keys that edit what is typed.
package protocol TextKeys {
    /// What a key does there; nil when it does nothing, and is text if it writes something.
    func edit(for key: KeyPress, in place: TextPlace) -> TextEdit?
}

extension TextKeys {
    /// What a key does there, or else what it does without Shift, which selects on the way.
    package func edit(shifted key: KeyPress, in place: TextPlace) -> TextEdit? {
        edit(for: key, in: place)
            // A binding with Shift of its own comes first: `S-Tab` outdents, and is no `Tab` that selects.
            ?? (key.modifiers.contains(.shift)
                ? edit(for: KeyPress(key.key, key.modifiers.subtracting(.shift)), in: place) : nil)
    }
}

extension KeyPress {
    /// What the key writes; nil when it writes nothing.
    package var written: Unicode.Scalar? {
        guard case .character(let scalar) = key, modifiers.isDisjoint(with: [.control, .meta]) else { return nil }
        return scalar
    }

    /// Whether it is held with Control or Meta, or a function key: such a key neither writes nor moves in a text by itself.
    package var isChord: Bool {
        if case .f = key { return true }
        return !modifiers.isDisjoint(with: [.control, .meta])
    }

    /// Whether it is a function key.
    package var isFunctionKey: Bool {
        if case .f = key { true } else { false }
    }
}
