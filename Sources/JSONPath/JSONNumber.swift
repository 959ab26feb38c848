/// A number by its text, to be compared exactly: no digit is lost, however many there are.
struct JSONNumber {
    // Not owned: the text stays in place for the comparison only, so a number is never kept.
    private let base: UnsafePointer<UInt8>
    private var isNegative = false
    /// Where the digits are from the first that is not 0, a dot among them or not.
    private var first = 0
    private var last = 0
    /// The power of ten of the first digit.
    private var magnitude = 0
    private var isZero: Bool { first == last }

    /// The number whose text is between `start` and `end`.
    init(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        self.base = base
        var place = start
        if place < end, base[place] == 0x2D {
            isNegative = true
            place += 1
        }
        var pointAt: Int?
        var digits = 0
        var firstDigit: (place: Int, number: Int)?
        var lastDigit = place
        while place < end, base[place] | 0x20 != 0x65 {
            if base[place] == 0x2E {
                pointAt = digits
            } else {
                if base[place] != 0x30 {
                    if firstDigit == nil { firstDigit = (place, digits) }
                    lastDigit = place + 1
                }
                digits += 1
            }
            place += 1
        }
        guard let firstDigit else { return }
        first = firstDigit.place
        last = lastDigit
        // 1 for 5, -1 for 0.05: how far the first digit that counts lies before the point.
        magnitude = (pointAt ?? digits) - firstDigit.number + Self.exponent(base, place + 1, end)
    }

    private static func exponent(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var place = start
        guard place < end else { return 0 }
        let isNegative = base[place] == 0x2D
        if isNegative || base[place] == 0x2B { place += 1 }
        var value = 0
        while place < end {
            // Beyond this all exponents count as the same: no text is as long as the digits would be.
            if value < Int.max >> 8 { value = value * 10 + Int(base[place] &- 0x30) }
            place += 1
        }
        return isNegative ? -value : value
    }

    /// Less than 0, 0 or more than 0, as this number is less than, equal to or greater than the other.
    func compared(to other: JSONNumber) -> Int {
        // A zero's sign does not count: -0 is 0.
        if isZero || other.isZero {
            if isZero && other.isZero { return 0 }
            return isZero ? (other.isNegative ? 1 : -1) : (isNegative ? -1 : 1)
        }
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = magnitude != other.magnitude ? (magnitude < other.magnitude ? -1 : 1) : comparedDigits(to: other)
        return isNegative ? -order : order
    }

    private func comparedDigits(to other: JSONNumber) -> Int {
        var mine = first
        var theirs = other.first
        while true {
            if mine < last, base[mine] == 0x2E { mine += 1 }
            if theirs < other.last, other.base[theirs] == 0x2E { theirs += 1 }
            if mine >= last || theirs >= other.last {
                // Zeros at the end are left out, so whoever has digits left is the larger.
                return (mine < last ? 1 : 0) - (theirs < other.last ? 1 : 0)
            }
            if base[mine] != other.base[theirs] { return base[mine] < other.base[theirs] ? -1 : 1 }
            mine += 1
            theirs += 1
        }
    }
}
