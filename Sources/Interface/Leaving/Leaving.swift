import Kit
import Model
import Profile

/// Ends the program or closes a connection, after it has asked about what would be lost: requests that are typed, then
/// publishes that wait.
final class Leaving {
    let model: Model
    private let requests: RequestComposer
    private let stage: Stage

    init(_ model: Model, _ requests: RequestComposer, _ stage: Stage) {
        self.model = model
        self.requests = requests
        self.stage = stage
    }

    /// What is left.
    enum Goal {
        /// The program.
        case quit
        /// One connection.
        case close(ConnectionID)

        /// Does it.
        var effects: [Effect] {
            switch self {
            case .quit: [.program(.quit)]
            case .close(let id): [.connection(.close(id))]
            }
        }

        /// What happens, as `quit`.
        var verb: String {
            switch self {
            case .quit: "quit"
            case .close: "close"
            }
        }

        /// The same as a word that stands alone.
        var word: String { verb.prefix(1).uppercased() + verb.dropFirst() }

        /// The requests that are repeated and end with it, a line each.
        func repeated(_ model: Model) -> [String] {
            guard case .quit = self else { return [] }
            return model.requests.repeats.active.map { "\($0.title): \(RepeatWords.sentence($0))" }
        }

        /// The requests that have no answer yet and may have changed something.
        func changes(_ model: Model) -> [SentRequest] {
            guard case .quit = self else { return [] }
            return model.requests.exchanges.changesUnderWay.sorted { $0.id < $1.id }
        }

        /// The same, a line each.
        func unanswered(_ model: Model) -> [String] { changes(model).map { "\($0.title): no answer yet" } }

        /// What of requests would be lost, a line each.
        /// - Parameter isBounded: whether of many only the first are named.
        func requests(_ model: Model, isBounded: Bool = false) -> [String] {
            let all = repeated(model) + unanswered(model)
            return isBounded ? all.bounded("request") : all
        }

        /// The connections that end.
        func connections(_ model: Model) -> [Workspace] {
            switch self {
            case .quit: model.connections
            case .close(let id): model.connections.filter { $0.id == id }
            }
        }
    }

    /// Ends the program.
    func quit() -> [Effect] {
        UnsavedRequests.ask(requests, stage) { [self] in askOfPublishes(.quit) }
    }

    /// Closes a connection.
    func close(_ id: ConnectionID) -> [Effect] { askOfPublishes(.close(id)) }

    private func askOfPublishes(_ goal: Goal) -> [Effect] {
        // unsaved requests -> publishes that wait and requests that are repeated, in one question -> the end.
        guard !words(goal).isEmpty else { return goal.effects }
        let news = LeavingNews(goal, model)
        stage.overlays.append(
            ChoiceOverlay(
                stage, self.title(goal),
                words: { [self] in
                    let waiting = words(goal, isBounded: true)
                    // Asked for at each frame: they go on their way meanwhile.
                    let key = stage.keymap.key(for: .publishes, in: .anywhere)
                    let all = waiting + [news.words(key), heldWords(goal, key)].compactMap { $0 }
                    let lines = all.isEmpty ? ["Nothing waits any more."] : all
                    return lines + goal.connections(model).compactMap(\.wordsOfUndo)
                },
                choices: { [self] in choices(goal, news) },
                // Where nothing can be waited for, or something went wrong, to stay is selected: Enter by habit ends
                // nothing.
                selected: { [self] choices in
                    hasEnd(goal) || words(goal).isEmpty && news.words(nil) == nil ? 0 : choices.count - 1
                }))
        return []
    }

    /// The answers that make sense now.
    private func choices(_ goal: Goal, _ news: LeavingNews) -> [ChoiceOverlay.Choice] {
        let stay = ChoiceOverlay.Choice(.stay, "Stay") { [] }
        // All is done: there is nothing to wait for, and nothing to drop. Who presses the key for that just now means
        // the end, unless something went wrong that was not seen yet.
        if words(goal).isEmpty {
            let also = news.words(nil) == nil ? Action.wait : nil
            return [
                .init(.drop, goal.word, also: also) { goal.effects },
                stay,
            ]
        }
        let isOne = isOfRequests(goal) && goal.requests(model).count == 1
        let drop = ChoiceOverlay.Choice(
            .drop, "\(isOfRequests(goal) ? "Stop" : "Drop") \(isOne ? "it" : "them") and \(goal.verb)"
        ) { goal.effects }
        guard hasEnd(goal) else { return [drop, stay] }
        return [ChoiceOverlay.Choice(.wait, waitWords(goal)) { [self] in wait(goal, news) }, drop, stay]
    }

    private func wait(_ goal: Goal, _ news: LeavingNews) -> [Effect] {
        let overlay = WaitingOverlay(goal, news, model, stage)
        let answer = overlay.look()
        // All may have been delivered while the question was read.
        if !answer.isDone { stage.overlays.append(overlay) }
        return answer.effects
    }

    /// What waits, a line for each connection and for each request.
    /// - Parameter isBounded: whether of many only the first are named.
    func words(_ goal: Goal, isBounded: Bool = false) -> [String] {
        let publishes = publishes(goal)
        return (isBounded ? publishes.bounded("connection") : publishes) + goal.requests(model, isBounded: isBounded)
    }

    /// What waits of publishes, a line for each connection.
    private func publishes(_ goal: Goal) -> [String] {
        goal.connections(model).compactMap { workspace in
            let waiting = WaitingPublishes(workspace.publishing)
            guard !waiting.isEmpty else { return nil }
            return "\(workspace.connection.name): \(waiting.words)"
        }
    }

    /// What is lost when it is not waited for, in a sentence for each kind.
    func lost(_ goal: Goal) -> [String] {
        let kinds = [
            ("publishes dropped", publishes(goal)), ("requests stopped", goal.requests(model, isBounded: true)),
        ]
        return kinds.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: "; "))" }
    }

    /// Asks what to do with a profile that cannot be written.
    func ask(ofProfile failure: String) {
        let path = requests.book.path
        // To stay is selected: Enter by habit loses nothing.
        stage.overlays.append(
            ChoiceOverlay(
                stage, "The profile is not saved", words: { [failure] },
                choices: { [self] in
                    [
                        ChoiceOverlay.Choice(.saveElsewhere, "Save it elsewhere, then quit") { [self] in
                            askForPath(path + ".unsaved")
                            return []
                        },
                        ChoiceOverlay.Choice(.loseChanges, "Lose the changes and quit") { [.program(.loseChanges)] },
                        ChoiceOverlay.Choice(.stay, "Stay: it is tried again every now and then") { [] },
                    ]
                }, selected: { $0.count - 1 }))
    }

    private func askForPath(_ path: String) {
        PathQuestion.ask("Save the profile elsewhere", verb: "save and quit", offering: path, stage) { path in
            .program(.saveProfile(path: path))
        }
    }
}

extension SentRequest {
    /// What people know it by.
    var title: String { draft.title }
}
