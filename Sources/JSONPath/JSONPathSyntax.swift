/// A query as it was read: segments applied to the root or to the current node (RFC 9535 2.2).
struct JSONPathQuery: Sendable {
    /// Whether it starts at `@` rather than at `$`.
    var isRelative = false
    var segments: [JSONPathSegment] = []

    /// Whether it gives one node at most (RFC 9535 2.3.5.1).
    var isSingular: Bool {
        segments.allSatisfy { segment in
            guard !segment.isDescendant, segment.selectors.count == 1 else { return false }
            switch segment.selectors[0] {
            case .name, .index: return true
            default: return false
            }
        }
    }
}

/// One step of a query (RFC 9535 2.5).
struct JSONPathSegment: Sendable {
    /// Whether it applies to the node and to all below it.
    var isDescendant: Bool
    var selectors: [JSONPathSelector]
}

/// What is selected of a node's children (RFC 9535 2.3).
enum JSONPathSelector: Sendable {
    /// A member, by the bytes of its name.
    case name([UInt8])
    case wildcard
    case index(Int)
    case slice(start: Int?, end: Int?, step: Int)
    case filter(JSONPathFilter)
}

/// A filter, and how many places it needs to remember what it has found for a node.
struct JSONPathFilter: Sendable {
    var expression: JSONPathLogical
    var slots: Int
}

/// What is true or not of a node (RFC 9535 2.3.5).
indirect enum JSONPathLogical: Sendable {
    case or([JSONPathLogical])
    case and([JSONPathLogical])
    case not(JSONPathLogical)
    case comparison(JSONPathOperand, JSONPathComparison, JSONPathOperand, slot: Int)
    /// Whether a query gives any node.
    case exists(JSONPathQuery, slot: Int)
    /// `match` and `search`; nil for a pattern that is no I-Regexp.
    case matches(JSONPathOperand, JSONPathPattern, isWhole: Bool, slot: Int)
}

/// A value in a comparison, or handed to a function.
indirect enum JSONPathOperand: Sendable {
    case literal(JSONPathLiteral)
    /// The value of the query's only node; nothing when there is none, or more than one.
    case value(JSONPathQuery, slot: Int)
    /// The number of nodes.
    case count(JSONPathQuery, slot: Int)
    /// Characters of a string, elements of an array, members of an object.
    case length(JSONPathOperand, slot: Int)
}

/// The pattern of `match` and `search`.
enum JSONPathPattern: Sendable {
    case known(IRegexp)
    case found(JSONPathOperand)
    /// No I-Regexp: nothing matches (RFC 9535 2.4.6).
    case none
}

enum JSONPathLiteral: Sendable {
    /// The bytes without quotes and escapes.
    case string([UInt8])
    /// The number's text.
    case number([UInt8])
    case bool(Bool)
    case null
}

enum JSONPathComparison: Sendable {
    case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
}
