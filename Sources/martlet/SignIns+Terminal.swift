import App
import Files
import Glibc
import Opener
import Scripts
import SignIn
import Synchronization
import Text

extension SignIns {
    /// Sign-ins of a verb: what the person has to do is told on standard error.
    static let atTerminal = SignIns(
        store: TokenStore.ofPerson, now: { AppClock.system.now() }, ask: TerminalSignIn.tell)
}

/// Tells what a person has to do to sign in, and takes what is pasted.
enum TerminalSignIn {
    /// The question that is open; 0 for none.
    private static let open = Mutex(0)

    static func tell(_ question: SignInQuestion) {
        guard let prompt = question.prompt else {
            // Another one may be open by now, which the end of this is not to close.
            open.withLock { if $0 == question.number { $0 = 0 } }
            if question.number == 0 { StandardError.say("martlet: \(question.host)") }
            return
        }
        // The question stands above, and its line is being read.
        if !prompt.refusal.isEmpty { return StandardError.say("martlet: \(prompt.refusal)") }
        open.withLock { $0 = question.number }
        let seconds = max(1, (prompt.end - AppClock.system.now()) / 1_000_000)
        let time = TimeWords.words(seconds * 1_000_000_000)
        StandardError.say("martlet: sign in at \(question.host) within \(time):")
        switch prompt.way {
        case .device(let code, let complete):
            StandardError.say("  on any device open  \(prompt.url)")
            StandardError.say("  and type the code   \(code)")
            if let complete { StandardError.say("  or open at once     \(complete)") }
        case .browser:
            StandardError.say("  open in a browser  \(prompt.url)")
            StandardError.say("  over SSH: paste here the address that it ends at, and Enter")
            read(question.number)
        }
    }

    /// Reads a line of the terminal, as long as the question is open.
    private static func read(_ number: Int) {
        BlockingWork.run {
            guard let terminal = PersonTerminal.open() else { return }
            defer { close(terminal) }
            while open.withLock({ $0 }) == number {
                var wish = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
                // A reader that waited for good would take the line that the next program is to get.
                guard poll(&wish, 1, 200) > 0 else { continue }
                var line = [UInt8](repeating: 0, count: 4096)
                let count = Glibc.read(terminal, &line, line.count)
                guard count > 0 else { return }
                let text = String(decoding: line[..<count], as: UTF8.self)
                // An empty line is Enter pressed to see whether anything happens.
                if text.contains(where: { !$0.isWhitespace }) { SignIns.atTerminal.answer(number, text) }
            }
        }
    }
}
