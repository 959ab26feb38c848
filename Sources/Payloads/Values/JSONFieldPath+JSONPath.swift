import Text

extension JSONFieldPath {
    /// As JSONPath writes it (RFC 9535 2.5): `$.battery.cells[2]`, with quotes around keys that are no plain names.
    public var jsonPath: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key): text += JSONPathStep.member(key)
            }
        }
    }
}
