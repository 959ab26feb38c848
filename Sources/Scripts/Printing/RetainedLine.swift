import Glibc
import MQTT
import Payloads

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
        // A narrow window wraps rather than show nothing of the topic.
        var room = columns.map { max(20, $0 - max(10, size.utf8.count) - 2) }
        append(message.topic, &room, to: out)
        out.append("  ")
        if room != nil { room = max(0, (room ?? 0) - 2) }
        append(message.payload, &room, to: out)
        out.append(0x0A)
    }

    /// Text in one line, as far as there is room.
    private static func append(_ bytes: UnsafeRawBufferPointer, _ room: inout Int?, to out: OutputBuffer) {
        // No character has more than a screen of bytes: what a line cannot show is not looked at.
        let shown = room.map { UnsafeRawBufferPointer(rebasing: bytes.prefix(max(0, $0) * 8)) } ?? bytes
        let columns = forEachVisiblePiece(shown, limit: max(0, room ?? .max)) { out.append($0) }
        room = room.map { $0 - columns }
    }

    /// The width of a terminal; nil for everything else.
    static func columns(of output: OutputDescriptor) -> Int? {
        guard output.isTerminal else { return nil }
        var size = winsize()
        guard ioctl(output.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
