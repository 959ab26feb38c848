import Glibc

extension TerminalPrompt {
    /// Gives a terminal its settings back when a signal ends the program while a question has changed them.
    ///
    /// For one question at a time, which ``TerminalPrompt`` sees to.
    enum Rescue {
        typealias Handler = @convention(c) (CInt) -> Void

        private static let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

        // Written before the handler is there, and read by nothing else: a handler may take no lock (signal-safety(7)).
        nonisolated(unsafe) private static var terminal: CInt = -1
        nonisolated(unsafe) private static var settings = termios()

        private static let rescue: Handler = { number in
            tcsetattr(terminal, TCSANOW, &settings)
            // Comes when the handler has returned.
            signal(number, SIG_DFL)
            raise(number)
        }

        /// Begins.
        /// - Returns: what the signals did before, for ``stop(_:)``.
        static func start(_ terminal: CInt, _ settings: termios) -> [Handler?] {
            (Self.terminal, Self.settings) = (terminal, settings)
            return signals.map { number in
                let before = signal(number, rescue)
                // Whoever started the program wants it to go on.
                let isIgnored = unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
                if isIgnored { signal(number, SIG_IGN) }
                return before
            }
        }

        /// Ends, when the terminal is as it was.
        static func stop(_ before: [Handler?]) {
            for (number, handler) in zip(signals, before) { signal(number, handler) }
        }
    }
}
