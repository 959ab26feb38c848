import JSONPath

/// One thing that is looked at, and what it must be.
struct ConditionTest: Sendable {
    /// What is looked at.
    enum Source: Sendable {
        case status, duration, size, sha256, md5, body, topic, qos, retain
        case field(String)
        case path(JSONPath)
    }

    /// What is taken of it in its place.
    enum Measure: String, Sendable, CaseIterable {
        /// How many values or elements there are.
        case count
        /// Characters of a text, elements of a list, members of an object.
        case length
        /// `string`, `number`, `boolean`, `null`, `list` or `object`.
        case type
    }

    /// What it must be.
    enum Check: Sendable {
        case exists
        case isTrue
        case isEmpty
        case isKind(JSONKind)
        case isInteger
        case compare(Comparison, ConditionLiteral)
        case oneOf([ConditionLiteral])
        case contains([UInt8])
        case startsWith([UInt8])
        case endsWith([UInt8])
        case matches(TextPattern)
    }

    enum Comparison: String, Sendable {
        case equal = "=="
        case unequal = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
    }

    /// As it was written.
    var text: String
    var source: Source
    var measure: Measure?
    /// Whether one of several values is enough; else all of them must pass.
    var isAny = false
    /// Whether it must not be so.
    var isNegated = false
    var check: Check

    /// What it must be, as it was written: `== 200`.
    var expected: String
}
