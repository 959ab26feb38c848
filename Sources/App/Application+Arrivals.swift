import Interface
import MQTT
import Model
import Opener
import REST
import Topics

/// What came through the one door, each to whom it is for.
extension Application {
    /// One arrival dealt with: the model's, or an errand of the program's own.
    func apply(_ incoming: Incoming) {
        switch incoming {
        case .arrival(let arrival):
            model.apply(arrival)
            // Behind the applying: what the client may read on by is what bounds the memory.
            switch arrival {
            case .event(.messages(let batch), let id, _): effects.consumed(batch.byteCount, of: id)
            case .race(let news, let number): effects.taken(news, ofRace: number)
            case .stream(let report): effects.requests.took(report.news.size, of: report.exchange)
            default: break
            }
        case .errand(let errand): run(errand)
        }
    }

    private func run(_ errand: Errand) {
        switch errand {
        case .plan(let result, let id): apply(result, of: id)
        case .renewal(let request, let id): effects.renew(id, request)
        case .renewed(let result, let request, let id): effects.renewed(result, request, of: id)
        case .ready(let order, let secrets, let id):
            if let connection = model[id] { effects.send(order, with: secrets, on: connection) }
        case .demo(let draft): open(draft)
        case .question(let question): window.ask(question)
        case .signIn(let question): window.ask(question)
        case .token(let lines): window.show(token: lines)
        case .tokenReport(let report, let subject): window.take(report, of: subject)
        case .tokensChanged: perform(window.tokensChanged())
        case .profileTouched: keeper?.touched(book)
        case .reread(let found): keeper?.reread(found, book, model, window, at: clock.now())
        case .theme(let reading): themes?.reread(reading, in: window, model, at: clock.now(), inbox)
        case .saved(let profile, let outcome, let sent):
            keeper?.saved(profile, outcome, of: sent, book, model, window, at: clock.now(), isLeaving: isLeaving)
            // The end was waiting for this save: a second look finds it written, or asks.
            if isLeaving { quit() }
        }
    }

    private func apply(_ result: Result<ConnectionPlan, PlanFailure>, of id: ConnectionID) {
        switch result {
        case .success(let plan): if let workspace = model[id] { effects.open(plan, in: workspace) }
        case .failure(let failure): model.apply(.opening(.failed(failure.words), of: id, at: clock.now()))
        }
    }
}
