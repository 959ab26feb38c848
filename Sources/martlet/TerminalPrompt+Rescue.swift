import Glibc

extension TerminalPrompt {
    /// Gives a terminal its settings back when a signal ends the program while it has changed them: for a question, or to
    /// listen to keys. For one of them at a time.
    enum Rescue {
        typealias Handler = @convention(c) (CInt) -> Void

        private static let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

        // Written before the handler is there, and read by nothing else: a handler may take no lock (signal-safety(7)).
        nonisolated(unsafe) private static var terminal: CInt = -1
        nonisolated(unsafe) private static var settings = termios()
        /// What switches modes off that were switched on by sequences.
        nonisolated(unsafe) private static var sequence: UnsafeMutableBufferPointer<UInt8>?

        private static let rescue: Handler = { number in
            if let sequence { _ = write(terminal, sequence.baseAddress, sequence.count) }
            // Both write(2) and tcsetattr(3) may be called in a handler (signal-safety(7)).
            tcsetattr(terminal, TCSANOW, &settings)
            // Comes when the handler has returned.
            signal(number, SIG_DFL)
            raise(number)
        }

        /// Begins.
        /// - Returns: what the signals did before, for ``stop(_:)``.
        static func start(_ terminal: CInt, _ settings: termios, modesOff: [UInt8] = []) -> [Handler?] {
            (Self.terminal, Self.settings) = (terminal, settings)
            let space = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: modesOff.count)
            _ = space.initialize(from: modesOff)
            sequence = space
            return signals.map { number in
                let before = signal(number, rescue)
                // Whoever started the program wants it to go on.
                if QuitSignal.isIgnored(before) { signal(number, SIG_IGN) }
                return before
            }
        }

        /// Ends, when the terminal is as it was.
        static func stop(_ before: [Handler?]) {
            // Before the memory goes, which a handler would read.
            for (number, handler) in zip(signals, before) { signal(number, handler) }
            sequence?.deallocate()
            sequence = nil
        }
    }
}
