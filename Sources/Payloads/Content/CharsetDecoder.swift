import Glibc
import Text

/// Makes UTF-8 of bytes in another charset, in slices. What cannot be read becomes U+FFFD, and is counted.
public final class CharsetDecoder {
    private let bytes: PayloadBytes
    private let charset: Charset
    private var position: Int
    private var text: [UInt8] = []
    private var converter: iconv_t?
    /// Characters that could not be read.
    public private(set) var failures = 0
    /// Whether all is read.
    public private(set) var isComplete = false
    /// The text in UTF-8, once all is read.
    public private(set) var result = PayloadBytes([])

    /// Starts to read `bytes`; a mark of their order is left out.
    public init(_ bytes: PayloadBytes, _ charset: Charset) {
        self.bytes = bytes
        self.charset = charset
        position = bytes.withBytes { Charset.mark($0) }.map { $0.charset == charset ? $0.length : 0 } ?? 0
        text.reserveCapacity(bytes.count)
        if case .system(let name) = charset {
            let opened = iconv_open("UTF-8", name)
            // iconv_open(3) answers -1 for a failure.
            converter = UInt(bitPattern: opened) == UInt.max ? nil : opened
        }
    }

    deinit {
        if let converter { iconv_close(converter) }
    }

    /// Whether the charset can be read at all on this system.
    public var isAvailable: Bool {
        if case .system = charset { return converter != nil }
        return true
    }

    /// What is to be said of what was read, in words: characters that it could not be, or that none can be read here.
    public var remark: String? {
        if !isAvailable {
            return "this system cannot read the charset \(charset.label): the bytes are shown as they are"
        }
        if failures == 0 { return nil }
        return "\(grouped(failures)) place\(failures == 1 ? "" : "s") could not be read as \(charset.label)"
    }

    /// How much is read, of 100.
    public var percent: Int { bytes.count == 0 ? 100 : position * 100 / bytes.count }

    /// Reads on through about `units` bytes; true when all is read.
    @discardableResult
    public func advance(units: Int) -> Bool {
        if isComplete { return true }
        bytes.withBytes { bytes in
            // Four at least: with fewer there may be no whole character.
            let goal = min(bytes.count, position + max(4, units))
            switch charset {
            case .utf8, .windows1252: readBytes(bytes, goal)
            case .utf16(let isBigEndian): readUTF16(bytes, goal, isBigEndian)
            case .system: convert(bytes, goal)
            }
        }
        if position >= bytes.count {
            isComplete = true
            result = PayloadBytes(text)
            text = []
        }
        return isComplete
    }

    // MARK: - Single bytes

    private func readBytes(_ bytes: UnsafeRawBufferPointer, _ goal: Int) {
        while position < goal {
            let byte = bytes[position]
            position += 1
            if byte < 0x80 { text.append(byte) } else { append(Self.scalar(of: byte)) }
        }
    }

    /// The character of a byte in windows-1252; the five bytes without one are the controls of ISO-8859-1.
    private static func scalar(of byte: UInt8) -> UInt32 {
        guard (0x80..<0xA0).contains(byte) else { return UInt32(byte) }
        let characters: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
            0x017D,
            0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
            0x9D,
            0x017E, 0x0178,
        ]
        return characters[Int(byte) - 0x80]
    }

    // MARK: - UTF-16

    private func readUTF16(_ bytes: UnsafeRawBufferPointer, _ goal: Int, _ isBigEndian: Bool) {
        func unit(_ place: Int) -> UInt32 {
            let (one, other) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
            return isBigEndian ? one << 8 | other : other << 8 | one
        }
        while position < goal {
            guard position + 1 < bytes.count else {
                fail()
                position = bytes.count
                return
            }
            let first = unit(position)
            position += 2
            guard (0xD800..<0xE000).contains(first) else {
                append(first)
                continue
            }
            guard first < 0xDC00, position + 1 < bytes.count, (0xDC00..<0xE000).contains(unit(position)) else {
                fail()
                continue
            }
            append(0x10000 + (first - 0xD800) << 10 + (unit(position) - 0xDC00))
            position += 2
        }
    }

    // MARK: - The C library

    private func convert(_ bytes: UnsafeRawBufferPointer, _ goal: Int) {
        guard let converter, let base = bytes.baseAddress else {
            position = bytes.count
            return
        }
        var output = [CChar](repeating: 0, count: 1 << 14)
        while position < goal {
            var source: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: base + position)
                .assumingMemoryBound(to: CChar.self)
            // Beyond the goal where need be, so that a character at the slice's edge is not torn; 8 kB bound the step.
            var left = min(bytes.count - position, 1 << 13)
            let before = left
            let (made, code) = output.withUnsafeMutableBufferPointer { buffer in
                var target = buffer.baseAddress
                var room = buffer.count
                // (size_t) -1 is a failure (iconv(3)).
                let code = iconv(converter, &source, &left, &target, &room) == -1 ? errno : 0
                return (buffer.count - room, code)
            }
            text.append(contentsOf: output[..<made].map(UInt8.init(bitPattern:)))
            position += before - left
            guard code != 0, code != E2BIG else { continue }
            // EINVAL: the window ends within a character, with which the next one begins.
            let isTorn = code == EINVAL && position + left < bytes.count
            if isTorn, before - left > 0 { continue }
            // A sequence that is none, or that the end cuts off: one byte of it is given up.
            fail()
            position += 1
        }
    }

    private func fail() {
        failures += 1
        append(0xFFFD)
    }

    private func append(_ value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
