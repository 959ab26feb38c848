import Glibc

/// Prints moments as strftime(3) does in this machine's time zone. What is asked for again within the same second is
/// taken from memory: a broker sends many messages a second.
final class TimePrinter {
    private var second = Int.min
    private var parts = tm()
    private var texts: [String: [UInt8]] = [:]

    // localtime_r(3) need not do it itself (POSIX).
    init() { tzset() }

    /// Appends what strftime makes of `format`; nothing when that is empty or longer than 255 bytes.
    func append(_ format: String, at time: WallTime, to out: OutputBuffer) {
        if time.seconds != second {
            second = time.seconds
            var seconds = time.seconds
            localtime_r(&seconds, &parts)
            texts.removeAll(keepingCapacity: true)
        }
        if let known = texts[format] { return out.append(known) }
        let text = [UInt8](unsafeUninitializedCapacity: 256) { space, count in
            count = space.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, format, &parts) }
        }
        texts[format] = text
        out.append(text)
    }
}
