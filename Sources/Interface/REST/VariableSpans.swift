import Kit
import Profile

extension RequestComposer {
    /// How the `{{variables}}` of a text look: those with a value, and those without.
    func variableSpans(in text: String) -> [EditorSpan] {
        expander.spans(in: text).map { span in
            EditorSpan(range: span.call.range, role: span.isResolved ? .variable : .variableUnresolved)
        }
    }
}
