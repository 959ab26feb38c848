import Glibc

/// Whether JSON has letters by their numbers, as `\u00fc`, looked for in steps: many writers send every letter beyond ASCII
/// so.
public struct EscapeSearch {
    /// Where it is looked.
    public let bytes: PayloadBytes
    /// Whether there is one; nil while that is not known.
    public private(set) var isFound: Bool?
    private var place = 0

    /// Looks at nothing yet.
    public init(_ bytes: PayloadBytes) { self.bytes = bytes }

    /// Looks on through so many bytes; true when it is known whether there is an escape.
    @discardableResult
    public mutating func advance(bytes count: Int = .max) -> Bool {
        guard isFound == nil else { return true }
        bytes.withBytes { bytes in
            let (sum, overflow) = place.addingReportingOverflow(count)
            let end = overflow ? bytes.count : min(bytes.count, sum)
            guard let base = bytes.baseAddress else { return isFound = false }
            while place < end, let found = memchr(base + place, 0x5C, end - place) {
                place = UnsafeRawPointer(found) - base + 1
                if place < bytes.count, bytes[place] == 0x75 { return isFound = true }
                // A backslash hides the next one.
                place = min(place + 1, bytes.count)
            }
            place = max(place, end)
            if place >= bytes.count { isFound = false }
        }
        return isFound != nil
    }
}
