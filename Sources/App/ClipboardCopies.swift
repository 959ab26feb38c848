import Dispatch
import Files
import Model
import Synchronization

/// What goes into the clipboard of a desktop, one after another. Of what waits for a slow program only the last counts:
/// a clipboard keeps no more.
final class ClipboardCopies: Sendable {
    private struct Copy {
        let bytes: [UInt8]
        let tool: ClipboardTool
    }

    private let answers: Answers
    /// Nobody else waits for a program that hangs.
    private let queue = DispatchQueue(label: "martlet.clipboard")
    private let waiting = Mutex<Copy?>(nil)

    init(answers: Answers) { self.answers = answers }

    /// Gives bytes to a program as soon as the one before has ended.
    func add(_ bytes: [UInt8], by tool: ClipboardTool) {
        let isAwaited = waiting.withLock { waiting in
            defer { waiting = Copy(bytes: bytes, tool: tool) }
            return waiting != nil
        }
        // The turn of the one that it replaces is its own.
        if isAwaited { return }
        answers.begin()
        // The newest at the time of its turn, not the one that asked for the turn.
        queue.async { [self] in answers.end(with: next()) }
    }

    private func next() -> EffectOutcome? {
        let copy = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        guard let copy else { return nil }
        do {
            try Program.feed(copy.bytes, to: copy.tool.words, within: copy.tool.patience)
            return nil
        } catch {
            return (.warning, "Not in the desktop's clipboard: \(error)")
        }
    }
}
