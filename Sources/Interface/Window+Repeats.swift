import Model
import Profile
public import Text

/// Requests that are sent again and again.
extension Window {
    /// Sends what is due of them.
    /// - Parameters:
    ///   - uptime: nanoseconds of the clock that only goes forward.
    ///   - now: microseconds since 1970.
    public func sendRepeated(at uptime: Int64, now: Moment) -> [Effect] {
        // Most turns of the loop have nothing due: the moment of the stage stays what it was.
        guard model.requests.repeats.nextDue.map({ $0 <= uptime }) == true else { return [] }
        stage.turn(to: now)
        return composer.sendRepeated(at: uptime, stage.keymap)
    }

    /// Asks how the open request is to be repeated; of one that is, shows it in the list.
    func repeatRequest() {
        if let repeated = model.requests.repeats.last(of: composer.current), repeated.run.isActive {
            return stage.overlays.append(
                PublishesOverlay(explore.desk.publisher, RepeatParts(model: model), .running, repeated: repeated.id))
        }
        RepeatForm.ask(composer, RepeatParts(model: model), stage)
    }

    func showAnswers(toRequest id: Int) -> Bool {
        guard composer.library[id] != nil else { return false }
        composer.open(id)
        (stage.wantedView, stage.wantedFocus) = (.rest, .response)
        return true
    }

    /// What has numbers that a chart may show beside its own: the selected topic, and the requests that are repeated.
    var chartNeighbours: [FieldSeries] {
        let desk = explore.desk
        let topics = desk.topic.map { Charts.series(of: $0, desk.workspace.live) } ?? []
        return topics + model.requests.repeats.all.flatMap { Charts.series(of: $0, model.requests) }
    }
}
