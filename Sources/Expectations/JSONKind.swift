/// The kinds of values that JSON has (RFC 8259 3).
enum JSONKind: String, Sendable {
    case string, number, boolean, null, list, object
}
