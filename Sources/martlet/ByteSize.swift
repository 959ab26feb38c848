import ArgumentParser

/// A number of bytes as people write it: `256MB`, `64k`, `1GiB`, `4096`. Units are powers of 1,024.
struct ByteSize: ExpressibleByArgument, Equatable {
    /// The number of bytes, more than 0.
    let bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        let shift: Int
        switch argument.dropFirst(digits.count).lowercased() {
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

    // For the help: what was typed is not kept.
    var defaultValueDescription: String {
        bytes % (1 << 20) == 0 ? "\(bytes >> 20)MB" : "\(bytes)"
    }
}
