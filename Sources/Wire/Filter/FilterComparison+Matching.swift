import Payloads

extension FilterComparison {
    /// Whether a number passes; for `!=` whether it is that number.
    @inline(__always)
    func matches(_ number: UInt64) -> Bool {
        switch self {
        case .exists: true
        case .number(let sign, let wanted): Self.compare(number, sign, wanted)
        case .numbers(let wanted): wanted.contains(number)
        case .text, .contains, .texts: false
        }
    }

    /// Whether bytes pass; for `!=` whether they are those.
    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .exists: true
        case .text(let sign, let wanted):
            switch sign {
            case .equal, .unequal: bytes.elementsEqual(wanted)
            // By bytes: UTF-8 sorts as its code points do.
            case .less: bytes.lexicographicallyPrecedes(wanted)
            case .greaterOrEqual: !bytes.lexicographicallyPrecedes(wanted)
            case .greater: wanted.lexicographicallyPrecedes(bytes)
            case .lessOrEqual: !wanted.lexicographicallyPrecedes(bytes)
            }
        case .contains(let wanted):
            ByteSearch.isFound(wanted, in: bytes)
        case .texts(let wanted): wanted.contains(Array(bytes))
        case .number, .numbers: false
        }
    }

    /// Whether a text passes, which may be a number.
    func matches(_ text: String) -> Bool {
        switch self {
        // A field of HTTP that is no number passes no comparison with one.
        case .number, .numbers: UInt64(text).map { matches($0) } ?? false
        default: Array(text.utf8).withUnsafeBytes { matches($0) }
        }
    }

    @inline(__always)
    private static func compare(_ number: UInt64, _ sign: Operator, _ wanted: UInt64) -> Bool {
        switch sign {
        case .equal, .unequal: number == wanted
        case .less: number < wanted
        case .lessOrEqual: number <= wanted
        case .greater: number > wanted
        case .greaterOrEqual: number >= wanted
        }
    }
}
