import JSONPath

/// What a value is compared with.
enum ConditionLiteral: Sendable {
    case text(String)
    case number(ExactNumber)
    case boolean(Bool)
    case null
    /// `2xx`: a class of status codes (RFC 9110 15).
    case statusClass(Int)
}
