import Kit
import Payloads

extension DocumentView {
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
