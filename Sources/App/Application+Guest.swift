import Interface
import Terminal

/// Another program in the terminal: an editor, a pager.
extension Application {
    /// Gives the screen to another program. The loop goes on beneath it; ``look(at:on:)`` sees its end.
    func start(_ job: TerminalJob) {
        do {
            let program = try TerminalProgram(job)
            guest = (program, job)
            // First: the program may write at once.
            terminal.giveAway()
            program.start { [doorbell = inbox.doorbell] in doorbell.ring() }
        } catch {
            finish(job, .failed("\(error)"))
        }
    }

    /// Takes the screen back when the program has ended, and passes on that all is to end.
    func look(at program: TerminalProgram, on job: TerminalJob) {
        // Keys are the other program's by now; what asks for the end comes to this process all the same.
        for event in terminal.readSignals() {
            // Ours ends when the other program has: what it leaves is taken over first (`run`).
            perform(answer(to: event))
            program.end()
        }
        guard program.hasEnded else { return }
        terminal.takeBack()
        guest = nil
        finish(job, program.outcome())
    }

    func finish(_ job: TerminalJob, _ outcome: TerminalJob.Outcome) {
        window.returned(from: job, with: outcome)
        isStale = true
    }
}
