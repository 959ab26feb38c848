import Glibc
import MQTT

/// A retained message as a line for people: size, topic and value. A broker does not say how old it is.
///
///            21  home/kitchen/temperature  21.4
enum RetainedLine {
    /// - Parameter columns: how wide the terminal is; nil for a line of any length.
    static func append(_ message: MessageView, columns: Int?, to out: OutputBuffer) {
        let size = String(message.payload.count)
        out.append(0x20, times: 10 - size.utf8.count)
        out.append(size)
        out.append("  ")
        var room = columns.map { max(20, $0 - max(10, size.utf8.count) - 2) }
        append(message.topic, &room, to: out)
        out.append("  ")
        if room != nil { room = max(0, (room ?? 0) - 2) }
        append(message.payload, &room, to: out)
        out.append(0x0A)
    }

    /// Text in one line: control characters, line ends and bytes that are no UTF-8 become `\n`, `\x1b` and the like.
    private static func append(_ bytes: UnsafeRawBufferPointer, _ room: inout Int?, to out: OutputBuffer) {
        // No character has more than a screen of bytes: what a line cannot show is not decoded.
        let shown = room.map { min(bytes.count, $0 * 8) } ?? bytes.count
        var rest = bytes[..<shown]
        while !rest.isEmpty {
            if let left = room, left <= 0 { return }
            var decoder = UTF8()
            var iterator = rest.makeIterator()
            var length = 1
            if case .scalarValue(let scalar) = decoder.decode(&iterator) {
                length = UTF8.width(scalar)
                if scalar.properties.generalCategory != .control {
                    out.append(UnsafeRawBufferPointer(rebasing: rest.prefix(length)))
                    room = room.map { $0 - 1 }
                } else {
                    appendEscaped(rest.prefix(length), &room, to: out)
                }
            } else {
                appendEscaped(rest.prefix(1), &room, to: out)
            }
            rest = rest.dropFirst(length)
        }
    }

    private static func appendEscaped(
        _ bytes: Slice<UnsafeRawBufferPointer>, _ room: inout Int?, to out: OutputBuffer
    ) {
        for byte in bytes {
            switch byte {
            case 0x0A: out.append("\\n")
            case 0x09: out.append("\\t")
            case 0x0D: out.append("\\r")
            default: out.append(format: "\\x%02x", Int32(byte))
            }
            room = room.map { $0 - (byte == 0x0A || byte == 0x09 || byte == 0x0D ? 2 : 4) }
        }
    }

    /// The width of a terminal; nil for everything else.
    static func columns(of output: OutputDescriptor) -> Int? {
        guard output.isTerminal else { return nil }
        var size = winsize()
        guard ioctl(output.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
