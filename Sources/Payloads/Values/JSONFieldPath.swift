import Text

/// The way to one value of a JSON text: keys and places in arrays.
public struct JSONFieldPath: Hashable, Sendable, CustomStringConvertible {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// The member of an object.
        case key(String)
        /// The element of an array, from 0.
        case index(Int)
    }

    /// The steps from the top; none is the whole text.
    public var steps: [Step]

    /// A path of its steps.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// A path of keys.
    public init(keys: String...) {
        steps = keys.map { .key($0) }
    }

    /// As jq writes it: `.battery.cells[2]`, with quotes around keys that are no plain words; `.` for the whole.
    public var description: String {
        if steps.isEmpty { return "." }
        var text = ""
        for step in steps {
            switch step {
            case .key(let key): text += JSONPathStep.isPlain(key) ? ".\(key)" : ".\(JSONString.quoted(key))"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
