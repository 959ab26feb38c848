public import MQTT
import Payloads

/// Prints messages into a buffer.
public final class MessagePrinter {
    let out: OutputBuffer
    let output: MessageOutput
    let clock = TimePrinter()
    /// What could not be printed and why, for standard error.
    let complain: (String) -> Void

    /// A printer that appends to `out`.
    public init(_ output: MessageOutput, into out: OutputBuffer, complain: @escaping (String) -> Void) {
        self.output = output
        self.out = out
        self.complain = complain
    }

    /// Appends one message, which came at `time`.
    public func print(_ message: MessageView, at time: WallTime) {
        switch output.style {
        case .payload:
            // An empty payload has nothing to show, not even a line: as with mosquitto_sub.
            guard !message.payload.isEmpty else { return }
            append(message.payload)
        case .verbose:
            // mosquitto_sub prints `(null)` only where a line ends.
            guard !message.payload.isEmpty || output.endsLine else { return }
            if output.hasColor { out.append("\u{1B}[36m") }
            appendTopic(message.topic)
            if output.hasColor { out.append("\u{1B}[m") }
            if message.payload.isEmpty {
                out.append(" (null)")
            } else {
                out.append(0x20)
                append(message.payload)
            }
        case .format(let format):
            print(message, format, at: time)
        case .lines:
            // It ends its line itself, also with `-N`: a line is what makes it readable.
            return LineJSON.append(message, at: time, to: out)
        }
        if output.endsLine { out.append(0x0A) }
    }

    /// Appends what the message holds: as it is, or harmless where a terminal would obey it.
    @inline(__always)
    func append(_ bytes: UnsafeRawBufferPointer) {
        if output.isTerminal { appendHarmless(bytes) } else { out.append(bytes) }
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// A topic is one line, so on a terminal its line ends and tabs are made visible too.
    func appendTopic(_ bytes: UnsafeRawBufferPointer) {
        guard output.isTerminal else { return out.append(bytes) }
        forEachVisiblePiece(bytes) { out.append($0) }
    }

    /// What could drive a terminal, but for tabs and line ends, is made visible.
    private func appendHarmless(_ bytes: UnsafeRawBufferPointer) {
        forEachVisiblePiece(bytes, keeping: "\n\t") { out.append($0) }
    }
}
