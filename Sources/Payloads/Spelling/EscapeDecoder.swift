import Glibc
import Text

/// Puts each character of JSON in the place of its escape by number, in steps. What JSON has to escape stays as it is, and
/// half a pair of surrogates too, so that it is the same JSON.
final class EscapeDecoder {
    private let bytes: PayloadBytes
    private let target: UnsafeMutableRawBufferPointer
    /// How much of the bytes is read, and of the target written.
    private var (place, count) = (0, 0)

    init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        // No escape is shorter than what it stands for.
        target = .allocate(byteCount: bytes.count, alignment: 16)
    }

    deinit { target.deallocate() }

    /// All of it at once.
    static func decoded(_ bytes: PayloadBytes) -> PayloadBytes {
        let decoder = EscapeDecoder(bytes)
        _ = decoder.advance(bytes: .max)
        return decoder.decoded
    }

    /// Decodes about so many bytes more; true when all are.
    func advance(bytes step: Int) -> Bool {
        bytes.withBytes { raw in
            raw.withMemoryRebound(to: UInt8.self) { buffer in
                guard let base = buffer.baseAddress, let out = target.baseAddress else { return true }
                let (sum, overflow) = place.addingReportingOverflow(step)
                decode(base, buffer.count, upTo: overflow ? buffer.count : min(buffer.count, sum), into: out)
                return place >= buffer.count
            }
        }
    }

    /// What was decoded so far.
    var decoded: PayloadBytes { PayloadBytes(owner: self, UnsafeRawBufferPointer(rebasing: target[..<count])) }

    private func decode(_ base: UnsafePointer<UInt8>, _ end: Int, upTo goal: Int, into out: UnsafeMutableRawPointer) {
        func copy(_ length: Int) {
            memcpy(out + count, base + place, length)
            place += length
            count += length
        }
        while place < goal {
            guard let found = memchr(base + place, 0x5C, goal - place) else { return copy(goal - place) }
            copy(UnsafeRawPointer(found) - UnsafeRawPointer(base + place))
            if let escape = JSONEscape.numbered(base, place, end), escape.kind == .character,
                Self.mayStandAsItIs(escape.value), let text = Unicode.Scalar(escape.value).flatMap(UTF8.encode)
            {
                for byte in text {
                    out.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
                    count += 1
                }
                place += escape.length
            } else {
                // A backslash hides the next one: `\\u00fc` is no escape of a letter.
                copy(min(2, end - place))
            }
        }
    }

    private static func mayStandAsItIs(_ value: UInt32) -> Bool {
        value >= 0x80 || !JSONString.mustBeEscaped(UInt8(value))
    }
}
