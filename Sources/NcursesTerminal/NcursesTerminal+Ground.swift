import CNcurses
import Glibc
public import Terminal

extension NcursesTerminal {
    /// How long an answer that was begun may pause, in milliseconds; what comes later is keys, unless it is the answer's
    /// own rest.
    private static let longestPause: Int64 = 1000
    /// How long an answer that is under way is waited for before the terminal is given to somebody who would take it for
    /// keys, in milliseconds.
    private static let patienceForAnswer: Int32 = 60

    /// Asks the terminal for the colour of its ground. The answer comes as an event, some time or never.
    func askForGround() {
        guard asksForGround else { return }
        cn_output_add(TerminalAnswer.question, TerminalAnswer.question.count)
        parser.awaitsAnswer = true
        askedAt = Self.now()
    }

    /// The colour of the ground if the terminal says so within so many milliseconds of the question; `read()` has the
    /// answer as well, and what was typed meanwhile.
    public func ground(within milliseconds: Int32) -> Color? {
        wait(until: askedAt + Int64(milliseconds)) { parser.awaitsAnswer }
        for case .ground(let color) in events { return color }
        return nil
    }

    /// Reads until a time at most, while something is awaited; what is there already is read also when it is past.
    private func wait(until end: Int64, while isAwaited: () -> Bool) {
        while isAwaited(), !isLost, cn_output_flush() == 0 {
            let left = max(0, end - Self.now())
            guard isReadable(within: Int32(clamping: left)) else { break }
            takeInput()
            if left == 0 { break }
        }
    }

    /// Waits for an answer that is still under way: whoever has the terminal next would read it.
    func takeLateAnswer() {
        // One that has been silent for so long does not answer at all: leaving is not to wait for it each time.
        guard Self.now() - askedAt < Self.longestPause else { return }
        wait(until: Self.now() + Int64(Self.patienceForAnswer)) { parser.awaitsAnswer || frameQuestions > 0 }
    }

    /// Takes what was read.
    func feed(_ bytes: UnsafeRawBufferPointer) {
        if parser.isInAnswer, Self.now() - answerPausedAt > Self.longestPause { parser.giveUpAnswer(before: bytes) }
        let known = events.count
        parser.feed(bytes, into: &events)
        for event in events[known...] where event == .shown { frameQuestions = max(0, frameQuestions - 1) }
        if parser.isInAnswer { answerPausedAt = Self.now() }
    }

    /// Milliseconds of a clock that only goes on.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
