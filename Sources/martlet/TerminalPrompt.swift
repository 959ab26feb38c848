import Glibc
import Opener
import Scripts

/// Asks the person at the terminal, whatever standard input and output are.
enum TerminalPrompt {
    /// What is typed at the terminal in answer, without showing it; nil when there is no terminal.
    static func answer(to words: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var shown = termios()
        guard tcgetattr(terminal, &shown) == 0 else { return nil }
        var hidden = shown
        // Without ISIG too: a signal would leave the terminal without an echo.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer { tcsetattr(terminal, TCSAFLUSH, &shown) }
        let screen = OutputDescriptor(terminal)
        guard (try? screen.print("\(words): ", terminator: "")) == true else { return nil }
        // The line end that was typed was not shown. Where it cannot be written nothing is left to say it to.
        defer { _ = try? screen.print("") }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 4096 {
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            // C-c and C-d: no answer.
            guard count == 1, byte != 3 else { return nil }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        return String(validating: line, as: UTF8.self)
    }
}

extension SecretResolver {
    /// Asks the person at the terminal for what is to be asked for.
    static var atTerminal: SecretResolver { SecretResolver(reading: TerminalPrompt.answer) }
}
