import Kit
import Model
import Payloads
import Terminal

/// The failures of a sweep, each whole: a list of any length, to be scrolled like a payload.
final class SweepFailures {
    private let view = DocumentView()
    /// The sweep and how many of its failures are laid out.
    private var shown: (sweep: Int, count: Int)?

    /// Does what a key of a document asks for, without those that are typed into a line.
    func perform(_ action: Action) {
        guard action != .filter, action != .path else { return }
        _ = view.perform(action)
    }

    func draw(_ sweep: RetainedSweep?, _ look: Look, into canvas: Canvas) {
        guard let sweep, sweep.failed > 0 else {
            canvas.put("Nothing failed.", x: 1, y: 0, style: look.style(.textDim), limit: canvas.size.width - 2)
            return
        }
        if shown.map({ $0 != (sweep.id, sweep.failures.count) }) ?? true {
            var lines = sweep.failures.map { [Span(kind: .error, text: "\($0.topic): \($0.reason)")] }
            let others = sweep.failed - sweep.failures.count
            if others > 0 { lines.append([Span(kind: .comment, text: "and \(Figures.count(others, "other"))")]) }
            view.show(Document(lines: lines), of: nil, staysInPlace: shown?.sweep == sweep.id)
            shown = (sweep.id, sweep.failures.count)
        }
        view.fit(to: canvas.size, wraps: true)
        _ = view.draw(look, into: canvas)
    }
}
