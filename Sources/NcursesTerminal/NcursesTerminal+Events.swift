import CNcurses
import Glibc
public import Terminal

extension NcursesTerminal {
    /// How long the start of a longer key is waited for, in milliseconds: less than a person needs for two presses,
    /// more than a terminal needs to send one.
    public static let escapeDelay: Int32 = 25
    /// The most that is read at once, so that a huge paste does not keep the screen waiting.
    private static let mostPerRead = 1 << 20

    /// Signals, keys, mouse and pastes since the last time.
    public func read() -> [TerminalEvent] {
        guard isOpen else { return [] }
        takeSignals()
        // Of a terminal that somebody else has by now nothing is read or written.
        if !isAway {
            takeInput()
            if !isLost, cn_output_flush() == 0, isBehind {
                isBehind = false
                events.append(.caughtUp)
            }
        }
        let events = events
        self.events = []
        return events
    }

    /// SIGTERM and SIGHUP since the last time.
    public func readSignals() -> [TerminalEvent] {
        takeEnding()
        let events = events
        self.events = []
        return events
    }

    private func takeEnding() {
        // First: nothing that follows may write to a terminal that is gone.
        if cn_signals_take(CN_HANGUP) { lose() }
        if cn_signals_take(CN_TERMINATE) { events.append(.terminate) }
    }

    private func takeSignals() {
        takeEnding()
        if cn_signals_take(CN_INTERRUPT) { events.append(.interrupt) }
        if cn_signals_take(CN_STOP) { events.append(.suspendRequested) }
        if cn_signals_take(CN_CONTINUED) && !isLost && !isToEnd {
            // Stopped without being asked (SIGSTOP): the shell has had the terminal since.
            leave()
            enter()
            events.append(.resumed)
        }
        if cn_signals_take(CN_RESIZED) && measureAgain() { events.append(.resized(size)) }
    }

    /// Whether something that was not read yet asks for the end.
    private var isToEnd: Bool { events.contains { [TerminalEvent.terminate, .interrupt, .hangUp].contains($0) } }

    private func lose() {
        guard !isLost else { return }
        isLost = true
        events.append(.hangUp)
    }

    func takeInput() {
        var taken = 0
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 1) { buffer in
            while !isLost && taken < NcursesTerminal.mostPerRead {
                // The one place where reading waits, and only behind bytes that may be a key or the start of one.
                guard isReadable(within: parser.isUndecided ? NcursesTerminal.escapeDelay : 0) else {
                    parser.pause(into: &events)
                    return
                }
                let count = Glibc.read(input, buffer.baseAddress, buffer.count)
                if count > 0 {
                    taken += count
                    feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                } else if count == 0 || errno != EINTR && errno != EAGAIN {
                    // The end of input, or EIO: the terminal was closed.
                    lose()
                }
            }
        }
    }

    /// Whether there is something to read, or the end of it.
    func isReadable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Gives the screen back, stops as the shell expects it, and comes back with `resumed`, after `resized` where that
    /// happened meanwhile.
    public func suspend() {
        guard isOpen, !isLost else { return }
        leave()
        cn_stop()
        takeStopped()
        waitBehind()
        if isToEnd {
            // Continued to end: the terminal is whose it was meanwhile, and who takes it from the background is stopped again.
            isAway = true
        } else {
            enter()
            events.append(.resumed)
        }
        // Something can be read, though no descriptor says so.
        cn_signals_ring()
    }

    /// Takes what came with the stop itself, or was meant for the time of it: `enter` measures and paints anyway.
    private func takeStopped() {
        _ = cn_signals_take(CN_STOP)
        _ = cn_signals_take(CN_RESIZED)
        takeEnding()
        if cn_signals_take(CN_INTERRUPT) { events.append(.interrupt) }
    }

    /// Waits, stopped, as long as another job has the terminal and nothing asks for the end.
    ///
    /// Here and not in the call that takes the terminal: that is begun again at each signal that continues it, and stopped
    /// again, so that the signal to end that came with it is never obeyed.
    private func waitBehind() {
        while !isToEnd, !isLost, cn_is_behind(input) {
            _ = cn_signals_take(CN_CONTINUED)
            lookForEnd()
            guard !isToEnd, !isLost else { return }
            cn_stop_behind()
            takeStopped()
            lookForEnd()
            // Nobody has stopped it: no shell is there that could continue it.
            guard cn_signals_take(CN_CONTINUED) else { return }
        }
        _ = cn_signals_take(CN_CONTINUED)
    }

    /// A shell that ends a stopped job sends the signal for it and one to continue at once. The handler of the first may run
    /// on another thread, and have yet to begin: nothing tells that, but that a moment has passed.
    private func lookForEnd() {
        for _ in 0..<20 where !isToEnd && !isLost {
            usleep(5_000)
            takeStopped()
        }
    }

    /// Gives the screen to another program. A `C-c` there is not for us; a `C-z` stops us with it.
    public func giveAway() {
        guard isOpen, !isLost, !isAway else { return }
        isAway = true
        leave()
        cn_stop_together(true)
    }

    /// Takes the screen again; `read()` has `resized` where that happened meanwhile.
    ///
    /// Keys that the other program left unread were meant for it, and are not taken for commands.
    public func takeBack() {
        guard isAway else { return }
        isAway = false
        // Before our modes are on and anything is read.
        tcflush(input, TCIFLUSH)
        cn_stop_together(false)
        // What they asked for has been done with the other program.
        for signal in [CN_INTERRUPT, CN_STOP, CN_CONTINUED] { _ = cn_signals_take(signal) }
        enter()
        cn_signals_ring()
    }
}

/// Whether a signal came since the last time.
private func cn_signals_take(_ signal: some BinaryInteger) -> Bool {
    CNcurses.cn_signals_take(Int32(signal))
}
