/// How a payload is laid out.
public enum PayloadView: Hashable, Sendable, CaseIterable {
    /// JSON and XML indented, text in lines, binary as hex.
    case pretty
    /// Pretty, and what JSON spells as `\u00fc` as the character that it stands for.
    case decoded
    /// What was sent, line by line, with a picture for every control byte.
    case raw
    /// Offset, sixteen bytes and their characters.
    case hex

    /// The word for the view in titles.
    public var label: String {
        switch self {
        case .pretty: "pretty"
        case .decoded: "decoded"
        case .raw: "raw"
        case .hex: "hex"
        }
    }
}
