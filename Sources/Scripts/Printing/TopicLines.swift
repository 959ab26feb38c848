import MQTT

/// Gives each topic a line of the terminal, in the order in which topics appear (`-w`).
struct TopicLines {
    private var lines: [String: Int] = [:]
    // The first line names the broker.
    private var last = 1
    /// The most topics that have a line of their own; the others have the one below, together.
    let most: Int
    /// Whether there are such others.
    private(set) var isFull = false

    init(most: Int = 100_000) { self.most = most }

    /// Empties the screen and names the broker in the first line.
    func begin(_ host: String, _ out: OutputBuffer) {
        out.append("\u{1B}[2J\u{1B}[1;1HBroker: ")
        out.append(host.filter { $0.isASCII && !$0.isNewline })
        out.append(0x0A)
    }

    /// Goes to a topic's line and empties it.
    mutating func goToLine(of message: MessageView, _ out: OutputBuffer) {
        let topic = String(decoding: message.topic, as: UTF8.self)
        // A topic keeps its line: that is what lets people watch one.
        let line = lines[topic] ?? min(last, most + 1) + 1
        if lines[topic] == nil {
            isFull = lines.count >= most
            if !isFull { lines[topic] = line }
            last = isFull ? most + 2 : line
        }
        out.append("\u{1B}[")
        out.append(decimal: UInt64(line))
        out.append(";1H\u{1B}[K")
    }

    /// Goes below the last line.
    func goToEnd(_ out: OutputBuffer) {
        out.append("\u{1B}[")
        out.append(decimal: UInt64(last + 1))
        out.append(";1H")
    }
}
