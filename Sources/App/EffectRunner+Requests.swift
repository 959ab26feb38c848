import Dispatch
import Interface
import Model
import Opener
import Profile
import Topics

extension EffectRunner {
    /// Starts what a pane asked for in the REST half; false when it is none of that.
    func runRequest(_ effect: Effect, in workspace: Workspace) -> Bool {
        switch effect {
        case .sendRequest(let order):
            let needs = RequestNeeds(order.draft, order.variables)
            let made = MadeValues(
                for: needs, with: &generators, now: clock.now(), lastValue: workspace.live.lastValue)
            answers.begin()
            requests.send(order, needs, made) { [answers] in answers.end(with: nil) }
        case .cancelRequest(let id): requests.cancel(id)
        case .keepHistory(let entry): keep(entry)
        default: return false
        }
        return true
    }

    /// Writes down what was sent, one entry after another.
    private func keep(_ entry: RequestHistory.Entry) {
        guard let history else { return }
        answers.begin()
        disk.async { [answers] in
            do {
                try history.add(entry)
                answers.end(with: nil)
            } catch {
                answers.end(with: (.warning, "\(error)"))
            }
        }
    }
}
