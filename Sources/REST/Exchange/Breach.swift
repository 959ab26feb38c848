/// One place in an answer that the standards do not allow, and that was read all the same.
public struct Breach: Hashable, Sendable {
    /// The lines of the answer, counted from 1 at its first status line; the same thing in lines that follow each other is
    /// one breach.
    public var lines: ClosedRange<Int>
    /// What is wrong there: `the field name is followed by a blank`.
    public var what: String
    /// Where that is written: `RFC 9112 5.1`.
    public var section: String

    /// A breach of its parts.
    public init(lines: ClosedRange<Int>, what: String, section: String) {
        self.lines = lines
        self.what = what
        self.section = section
    }

    /// The most that are kept of one answer; what comes after them is only counted.
    public static let limit = 100
}

extension Breach: CustomStringConvertible {
    /// `line 3: the field name is followed by a blank (RFC 9112 5.1)`
    public var description: String {
        let place = lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)-\(lines.upperBound)"
        return "\(place): \(what) (\(section))"
    }
}
