/// A number of bytes as people write it: `256MB`, `64k`, `1GiB`, `4096`. Units are powers of 1,024.
public struct ByteSize: Equatable, Sendable {
    /// The number of bytes, more than 0.
    public let bytes: Int

    /// A number of bytes.
    public init(bytes: Int) {
        self.bytes = bytes
    }

    /// Reads what people write; nil when it is no size.
    public init?(_ words: String) {
        let digits = words.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        let shift: Int
        switch words.dropFirst(digits.count).lowercased() {
        case "", "b": shift = 0
        case "k", "kb", "kib": shift = 10
        case "m", "mb", "mib": shift = 20
        case "g", "gb", "gib": shift = 30
        default: return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        if overflow { return nil }
        self.bytes = bytes
    }

    /// As it can be written: `256MB`, `64KB`.
    public var words: String {
        bytes % (1 << 20) == 0 ? "\(bytes >> 20)MB" : bytes % (1 << 10) == 0 ? "\(bytes >> 10)KB" : "\(bytes)"
    }

    /// The least memory that something is kept in.
    public static let leastMemory = ByteSize(bytes: 64 << 10)

    /// What is wrong with what stands for an amount of memory; nil when it is one.
    public static func problem(of words: String) -> String? {
        guard let size = ByteSize(words) else { return "\(words) is no size: 256MB, 1GB, 64KB" }
        return size.bytes < leastMemory.bytes ? "\(words) is too little: \(leastMemory.words) at least" : nil
    }
}
