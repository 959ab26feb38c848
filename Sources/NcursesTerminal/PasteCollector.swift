import Terminal

/// Gathers pasted bytes up to the end marker, and makes text of them that does no harm.
struct PasteCollector {
    /// The most bytes of one event. A longer paste comes in several.
    static let limit = 16 << 20
    private static let marker: [UInt8] = Array("\u{1B}[201~".utf8)

    private var text: [UInt8] = []
    private var matched = 0
    private var isAfterReturn = false
    private let limit: Int
    /// Whether the end marker was there.
    private(set) var isComplete = false

    init(limit: Int = PasteCollector.limit) {
        self.limit = limit
    }

    /// Takes bytes up to the end marker; answers how many it took.
    mutating func take(_ bytes: UnsafeRawBufferPointer, into events: inout [TerminalEvent]) -> Int {
        for (index, byte) in bytes.enumerated() {
            // Byte by byte, since the marker may be cut anywhere between two reads.
            if byte == PasteCollector.marker[matched] {
                matched += 1
                if matched == PasteCollector.marker.count {
                    isComplete = true
                    return index + 1
                }
                continue
            }
            // The marker's first byte is a control, and dropped; only it can begin the marker.
            if matched > 1 { text += PasteCollector.marker[1..<matched] }
            matched = byte == 0x1B ? 1 : 0
            if matched == 0 { add(byte, into: &events) }
        }
        return bytes.count
    }

    private mutating func add(_ byte: UInt8, into events: inout [TerminalEvent]) {
        // Not within a character.
        if text.count >= limit && byte & 0xC0 != 0x80 { flush(into: &events) }
        switch byte {
        // Terminals send the break of a pasted line as the Enter key: CR.
        case 0x0D: text.append(0x0A)
        // CR and LF end one line.
        case 0x0A where isAfterReturn: break
        case 0x09, 0x0A, 0x20..<0x7F, 0x80...: text.append(byte)
        default: break
        }
        isAfterReturn = byte == 0x0D
    }

    /// Hands over what there is.
    mutating func flush(into events: inout [TerminalEvent]) {
        guard !text.isEmpty else { return }
        // What is no UTF-8 becomes U+FFFD here: an event is valid text.
        var string = String(decoding: text, as: UTF8.self)
        text.removeAll()
        // C1 controls drive a terminal as ESC does.
        if string.unicodeScalars.contains(where: { (0x80..<0xA0).contains($0.value) }) {
            string.unicodeScalars.removeAll { (0x80..<0xA0).contains($0.value) }
        }
        events.append(.paste(string))
    }
}
