/// What a payload is, judged by its bytes alone.
public enum PayloadKind: Hashable, Sendable, CaseIterable {
    /// No bytes at all.
    case empty
    /// A JSON object or array, or several one after another.
    case json
    /// An XML document or fragment.
    case xml
    /// An HTML document, which is not XML.
    case html
    /// One number, such as `21.4`, and nothing else.
    case number
    /// Text in UTF-8.
    case text
    /// One data item of CBOR (RFC 8949).
    case cbor
    /// Bytes that are not text.
    case binary

    /// The word for the kind in titles and rows.
    public var label: String {
        switch self {
        case .empty: "empty"
        case .json: "JSON"
        case .xml: "XML"
        case .html: "HTML"
        case .number: "number"
        case .text: "text"
        case .cbor: "CBOR"
        case .binary: "binary"
        }
    }
}
