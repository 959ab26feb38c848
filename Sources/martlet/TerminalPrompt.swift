import Glibc
import Opener
import Scripts
import Synchronization

/// Asks the person at the terminal, whatever standard input and output are.
enum TerminalPrompt {
    /// What came of a question.
    enum Outcome {
        /// What was typed.
        case answer(String)
        /// The person ended it without an answer.
        case refusal
        /// There is no terminal.
        case nobody
    }

    /// One question at a time: the second would take the terminal without its echo for the person's own.
    private static let turn = Mutex(())

    private static let controlC: UInt8 = 3

    /// What is typed at the terminal in answer, without showing it; nil when there is no terminal.
    static func answer(to words: String) -> String? {
        if case .answer(let text) = ask(words) { text } else { nil }
    }

    /// Asks at the terminal; what is typed is not shown.
    static func ask(_ words: String) -> Outcome { turn.withLock { _ in askNow(words) } }

    private static func askNow(_ words: String) -> Outcome {
        guard let terminal = PersonTerminal.open() else { return .nobody }
        defer { close(terminal) }
        var shown = termios()
        guard tcgetattr(terminal, &shown) == 0 else { return .nobody }
        var hidden = shown
        // Keys are no signals meanwhile: C-c is an answer too.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        // It ends the line: a terminal keeps the others back until Enter.
        withUnsafeMutableBytes(of: &hidden.c_cc) { $0[Int(VEOL)] = controlC }
        let rescue = Rescue.start(terminal, shown)
        defer { Rescue.stop(rescue) }
        // What was typed before the question is thrown away: it was meant for somebody else.
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return .nobody }
        defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
        let screen = OutputDescriptor(terminal)
        guard (try? screen.print("\(words): ", terminator: "")) == true else { return .nobody }
        // The line end that was typed was not shown. Where it cannot be written nothing is left to say it to.
        defer { _ = try? screen.print("") }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 4096 {
            // Byte by byte: what stands behind the line is for the next reader.
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            // C-c and C-d: no answer.
            guard count == 1, byte != controlC else { return .refusal }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        // A password with other bytes would be sent as something that was not typed.
        return String(validating: line, as: UTF8.self).map(Outcome.answer) ?? .refusal
    }
}

extension SecretResolver {
    /// Asks the person at the terminal for what is to be asked for.
    static var atTerminal: SecretResolver { SecretResolver(signIns: .atTerminal, reading: TerminalPrompt.answer) }
}
