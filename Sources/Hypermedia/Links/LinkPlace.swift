/// Where a link stands in an answer.
public enum LinkPlace: Hashable, Sendable {
    /// In a header field of this name.
    case field(String)
    /// In the body, as a JSONPath or the name of an element, and at which byte.
    case body(path: String, offset: Int)

    /// In words: `Link field`, `$._links.next`.
    public var words: String {
        switch self {
        case .field(let name): "\(name) field"
        case .body(let path, _): path
        }
    }
}
