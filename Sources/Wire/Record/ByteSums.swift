/// Running sums of the bytes of rows, kept for every so manieth row: bytes between two rows are known without looking at
/// all that lie between them.
struct ByteSums {
    /// Bytes each way.
    typealias Bytes = (sent: Int, received: Int)

    /// Rows from one sum to the next.
    private static let step: UInt64 = 256

    /// Bytes of all rows before each row whose number is a multiple of ``step``.
    private var sums = NumberedQueue<Bytes>(from: 0)
    private var total: Bytes = (0, 0)

    init() { sums.append((0, 0)) }

    /// Takes in a row; they come in the order of their numbers, the first of them being 1.
    mutating func add(_ bytes: Bytes, of number: UInt64) {
        // Before it is added: a sum is that of all rows before its own.
        if number % Self.step == 0 { sums.append(total) }
        total = (total.sent + bytes.sent, total.received + bytes.received)
    }

    /// Lets go of what is of rows before that one alone.
    mutating func forget(before number: UInt64) {
        // The sum before the first row that is kept stays: ranges begin within its stretch.
        while (sums.first + 1) * Self.step <= number, !sums.isEmpty { sums.removeFirst() }
    }

    /// Bytes of some rows that are kept, `bytes` telling those of one.
    func sum(_ rows: Range<UInt64>, _ bytes: (UInt64) -> Bytes) -> Bytes {
        func all(_ rows: Range<UInt64>) -> Bytes {
            rows.reduce((0, 0)) { sum, row in
                let one = bytes(row)
                return (sum.0 + one.sent, sum.1 + one.received)
            }
        }
        // Up to the next multiple, and down to the last: only the ends are gone through row by row.
        let first = (rows.lowerBound + Self.step - 1) / Self.step
        let last = rows.upperBound / Self.step
        guard first < last, sums.contains(first), sums.contains(last) else { return all(rows) }
        let (before, behind) = (all(rows.lowerBound..<first * Self.step), all(last * Self.step..<rows.upperBound))
        return (
            before.sent + behind.sent + sums[last].sent - sums[first].sent,
            before.received + behind.received + sums[last].received - sums[first].received
        )
    }
}
