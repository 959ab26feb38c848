import Kit
import Payloads
import Text

extension DocumentView {
    /// How it is shown, in a word: what is no text has no prettier form than its bytes.
    var modeWords: String {
        let isOfBytes = document?.kind == .binary && (mode == .pretty || mode == .decoded)
        return (isOfBytes ? DocumentMode.hex : mode).rawValue
    }

    /// Whether a path has something to be asked of. A word such as `true` and a text in quotes are JSON, too.
    var isJSON: Bool {
        switch whole?.kind {
        case .json, .number: true
        case .text:
            payload?.withBytes { bytes in
                bytes.first { !$0.isSpace }.map { [0x22, 0x66, 0x6E, 0x74].contains($0) } ?? false
            } ?? false
        default: false
        }
    }

    /// The path of the JSON field under the cursor; nil when there is none.
    var fieldPath: JSONFieldPath? {
        guard mode == .pretty || mode == .decoded, let document else { return nil }
        return JSONLinePath.path(ofLine: cursor.line, in: document)
    }

    /// The JSONPath of the value on the line with the cursor, from the top of the payload; nil where there is none, and where
    /// a path gives several values, of which none has a way of its own here.
    var valuePath: String? {
        guard document?.kind == .json, let field = fieldPath else { return nil }
        guard path.isActive else { return field.jsonPath }
        return path.isSingle ? path.text + field.jsonPath.dropFirst() : nil
    }

    /// Whether the line with the cursor opens what can be folded.
    var isOnFold: Bool { document?.isFoldable(cursor.line) ?? false }
}
