public import Payloads
public import Text
public import Topics

/// The numbers in the answers to a request that is repeated, one line for each field; bounded in lines and points.
public struct RepeatCurves: Sendable {
    /// The numbers of one field.
    public struct Line: Sendable {
        /// The field; nil when the whole body is the number.
        public let path: JSONFieldPath?
        /// What follows the number, as the newest body has it.
        public fileprivate(set) var unit = ""
        /// The numbers.
        public fileprivate(set) var points = LoadHistory(capacity: RepeatCurves.mostPoints)
        /// The moments of points that do not go on from the one before: failures were between them.
        public fileprivate(set) var gaps: Set<Moment> = []
        fileprivate var isBroken = false
    }

    /// The most lines, and the most points of each.
    public static let mostLines = 16
    static let mostPoints = 4096
    /// The largest body that is looked at.
    private static let largest = 1 << 20

    /// The lines, in the order of the fields in the first answer that had numbers.
    public private(set) var lines: [Line] = []

    /// Takes an answer; one that is no success has no numbers of the resource.
    mutating func take(_ body: PayloadBytes, of status: Int, at moment: Moment) {
        // 304 stands for the body that is kept, which is what is passed in.
        guard (200..<300).contains(status) || status == 304, body.count <= Self.largest else { return fail() }
        body.withBytes { bytes in
            if lines.isEmpty {
                lines = NumericValue.fields(of: bytes, limit: Self.mostLines).map { Line(path: $0) }
            }
            for place in lines.indices {
                guard let number = NumericValue(at: lines[place].path, in: bytes) else {
                    lines[place].isBroken = true
                    continue
                }
                if lines[place].isBroken {
                    lines[place].isBroken = false
                    // Bounded as the points are: a gap that no point stands for any more is of no use.
                    if lines[place].gaps.count >= Self.mostPoints { lines[place].gaps.removeAll() }
                    lines[place].gaps.insert(moment)
                }
                lines[place].unit = number.unit
                lines[place].points.note(number.value, at: moment)
            }
        }
    }

    /// No answer came.
    mutating func fail() {
        // A gap before the first point would be none.
        for place in lines.indices where !lines[place].points.isEmpty { lines[place].isBroken = true }
    }
}
