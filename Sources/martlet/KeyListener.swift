import Glibc
import Interface
import Kit
import NcursesTerminal
import Scripts
import Terminal
import Text

/// Shows what a terminal sends for each key, what martlet takes it for, and what that does where.
struct KeyListener {
    let keymap: Keymap

    /// Listens until C-c is pressed twice, or the terminal is gone.
    func run() throws {
        var before = termios()
        guard let terminal = PersonTerminal.open() else { throw Failure("--listen needs a terminal: run it in one") }
        defer { close(terminal) }
        guard tcgetattr(terminal, &before) == 0 else { throw Failure("--listen needs a terminal: run it in one") }
        var raw = before
        cfmakeraw(&raw)
        // Lines still end as lines.
        raw.c_oflag = before.c_oflag
        var reader = KeyReader(terminal: terminal)
        let screen = OutputDescriptor(terminal)
        // Before the modes are changed: a signal in between would leave the terminal without echo.
        let rescue = TerminalPrompt.Rescue.start(terminal, before, modesOff: reader.modesOff)
        defer { TerminalPrompt.Rescue.stop(rescue) }
        guard tcsetattr(terminal, TCSAFLUSH, &raw) == 0 else {
            throw Failure("--listen cannot have the terminal's keys")
        }
        defer {
            // A terminal that is gone needs neither.
            _ = try? reader.modesOff.withUnsafeBytes { bytes throws(ScriptError) in try screen.write(bytes) }
            tcsetattr(terminal, TCSAFLUSH, &before)
        }
        _ = try reader.modesOn.withUnsafeBytes { bytes throws(ScriptError) in try screen.write(bytes) }
        try screen.print("Press keys, click, paste: what comes is shown. C-c twice ends.")
        try listen(terminal, &reader, screen)
    }

    private func listen(_ terminal: Int32, _ reader: inout KeyReader, _ screen: OutputDescriptor) throws {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var came: [UInt8] = []
        var wasInterrupt = false
        /// Tells what came; answers whether it was the end.
        func tell(_ events: [TerminalEvent]) throws -> Bool {
            guard try screen.print(Self.line(came, events, keymap)) else { return true }
            came = []
            let isInterrupt = events.last == .key(KeyPress(.character("c"), .control))
            defer { wasInterrupt = isInterrupt }
            return isInterrupt && wasInterrupt
        }
        while true {
            var asked = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            // A lone ESC is a key only when nothing follows it in time.
            if poll(&asked, 1, reader.isUndecided ? NcursesTerminal.escapeDelay : -1) == 0 {
                if try tell(reader.pause()) { return }
                continue
            }
            let count = read(terminal, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // The terminal is gone.
            guard count > 0 else { return }
            // One by one, so that each key has its own bytes.
            for byte in buffer[..<count] {
                if came.count < Self.most { came.append(byte) }
                let events = withUnsafeBytes(of: byte) { reader.feed($0) }
                if !events.isEmpty || reader.isIdle, try tell(events) { return }
            }
        }
    }

    /// The most bytes of one key that are kept; a paste is longer.
    private static let most = 17

    /// What came, as bytes, as keys, and as what they do.
    static func line(_ bytes: [UInt8], _ events: [TerminalEvent], _ keymap: Keymap) -> String {
        var words = bytes.prefix(most - 1).map(word).joined(separator: " ")
        // One more is kept than is shown: it tells that there are more.
        if bytes.count == most { words += " ..." }
        if events.isEmpty { return "\(words)  is passed over" }
        return "\(words)  is " + events.map { event in meaning(event, keymap) }.joined(separator: ", ")
    }

    private static func word(_ byte: UInt8) -> String {
        switch byte {
        case 0x1B: "ESC"
        case 0x20: "SP"
        case 0x21..<0x7F: String(Character(Unicode.Scalar(byte)))
        default: HexDigit.lower([byte])
        }
    }

    private static func meaning(_ event: TerminalEvent, _ keymap: Keymap) -> String {
        switch event {
        case .key(let press): return "\(press.notation): \(uses(of: press, keymap))"
        case .suspendRequested: return "C-z: suspends"
        case .mouse(let mouse):
            let what =
                switch mouse.action {
                case .press: "button \(mouse.button + 1) pressed"
                case .release: "a button let go"
                case .drag: "button \(mouse.button + 1) drawn along"
                case .wheelUp: "the wheel turned up"
                case .wheelDown: "the wheel turned down"
                }
            return "\(what) at column \(mouse.at.x + 1), row \(mouse.at.y + 1)"
        case .paste(let text): return "a paste of \(text.count) characters"
        case .ground(let color): return "an answer: the ground is \(color)"
        case .shown: return "an answer: what was drawn is shown"
        case .resized, .resumed, .caughtUp, .hangUp, .interrupt, .terminate: return "\(event)"
        }
    }

    private static func uses(of press: KeyPress, _ keymap: Keymap) -> String {
        let uses = keymap.bindings.filter { $0.keys.contains(press) }
        if uses.isEmpty { return press.written == nil ? "bound to nothing" : "text, bound to nothing else" }
        var places: [(action: Interface.Action, places: [String])] = []
        for use in uses {
            if let index = places.firstIndex(where: { $0.action == use.action }) {
                places[index].places.append(use.context.title)
            } else {
                places.append((use.action, [use.context.title]))
            }
        }
        return places.map { "\($0.action.rawValue) (\($0.places.joined(separator: "; ")))" }.joined(separator: ", ")
    }
}
