import Expectations
import Kit
import Model
import Opener
import Profile
import Topics

/// Publishes, subscriptions and connections copied as commands for a shell: one way for all panes.
enum CommandCopies {
    /// A publish as it stands, to the broker of the connection on the screen.
    static func copy(
        _ draft: PublishDraft, _ payload: BrokerCommand.Payload, comments: [String] = [], _ publisher: Publisher
    ) -> [Effect] {
        copy(.publish(draft, payload), comments: comments, publisher.workspace, publisher.stage)
    }

    /// A composed publish: templates are put in as they would be sent now, secrets as `$NAME`. What a shell does not look
    /// up again, values of answers and of topics, stands in it as it is now, and a comment says so.
    static func copy(composed draft: PublishDraft, _ publisher: Publisher) -> [Effect] {
        // The stand-ins of both are put into one command.
        var marks = publisher.workspace.access?.secrets ?? SecretMarks()
        var expander = TemplateExpander(variables: publisher.book.variables) { marks.mark($0, $1) }
        expander.conceals = .named
        expander.shape = SecretMarks.shape
        // A copy: what is only copied does not count on.
        var generators = publisher.workspace.publishing.generators
        let (taken, calls) = PublishPreview.taken(of: draft, publisher)
        if let problem = taken.problem {
            publisher.stage.say(.error, "Not copied: \(problem)")
            return []
        }
        for call in calls {
            switch taken.shown(call) {
            case Secret.dots: generators.answers[call] = marks.mark("\(call.value.text) of \(call.request)", .prompt)
            case let value: generators.answers[call] = value ?? "(\(call.value.text) of \(call.request))"
            }
        }
        let resolved: ResolvedPublish
        do throws(ResolvedPublish.Problem) {
            resolved = try ResolvedPublish(
                draft, expander, generators: &generators, now: publisher.stage.now, lastValue: publisher.live.topicValue
            )
        } catch {
            // Where a number belongs, words that stand for one yet to come break the JSON.
            let missing = taken.entries.first { $0.value == nil }.map { "there is no \($0.source)" }
            publisher.stage.say(.error, "Not copied: \(missing ?? error.description)")
            return []
        }
        let payload: BrokerCommand.Payload =
            switch resolved.payload {
            case .bytes(let bytes): .bytes(bytes)
            case .file(let path): .file(path)
            }
        let comments = taken.entries.map { entry in
            (entry.value == nil ? "To be put in by hand: " : "As it was when this was copied: ") + entry.source
        }
        return copy(
            .publish(resolved.draft, payload), comments: comments, known: draft, secrets: marks, publisher.workspace,
            publisher.stage)
    }

    /// A command that publishes the same bytes again, to the same broker.
    /// - Parameter context: where there is a key that writes its payload to a file; nil for nowhere.
    static func copy(
        _ message: StoredMessage, _ publisher: Publisher, writtenIn context: KeyContext? = nil
    ) -> [Effect] {
        let messages = publisher.live.messages
        guard publisher.stage.canCopy(message.keptSize, writtenIn: context),
            let payload = messages.withPayload(message.sequence, { Array($0) })
        else {
            return []
        }
        var draft = PublishDraft()
        draft.topic = publisher.live.topics.topic(message.topic)
        draft.qos = message.flags.qos
        draft.retain = message.flags.isRetained
        draft.properties = messages.properties(message.sequence).withUnsafeBytes(publisher.workspace.draftProperties)
        var comments: [String] = []
        if message.isCut {
            let kept = Figures.count(message.keptSize)
            comments.append("Only the first \(kept) of \(Figures.count(message.payloadSize)) bytes were kept")
        }
        return copy(draft, .bytes(payload), comments: comments, publisher)
    }

    /// A command for the broker of an open connection.
    static func copy(
        _ purpose: BrokerCommand.Purpose, comments: [String] = [], known: AnyHashable? = nil,
        secrets: SecretMarks? = nil, _ workspace: Workspace, _ stage: Stage
    ) -> [Effect] {
        guard let access = workspace.access else {
            stage.say(.warning, "Not copied: no connection was opened that the command could name")
            return []
        }
        // What was agreed upon, which the profile may leave open.
        let version = String(workspace.connection.protocolLabel.drop { $0 == "v" })
        return copy(
            purpose, comments: comments, known: known, secrets: secrets, to: access, version: version, stage)
    }

    /// A command in the words of one family of programs; what is copied once more is in the words of the next.
    /// - Parameters:
    ///   - known: by what it is known when it is copied once more; nil for its own words.
    ///   - wanted: the families that it is copied for in turn.
    ///   - secrets: what stands for secrets in what is published; nil where none does.
    static func copy(
        _ purpose: BrokerCommand.Purpose, comments: [String] = [], known: AnyHashable? = nil,
        secrets: SecretMarks? = nil, by wanted: [CommandTool] = CommandTool.allCases, to access: BrokerAccess,
        version: String, _ stage: Stage
    ) -> [Effect] {
        guard !access.isPlaceSecret else {
            stage.say(.warning, "Not copied: the address has a secret in it")
            return []
        }
        func command(by tool: CommandTool) -> String? {
            BrokerCommand.text(purpose, by: tool, to: access, version: version, comments: comments, secrets: secrets)
        }
        // Each program once: martlet stands in for those that cannot be told how the broker is reached.
        var tools: [CommandTool] = []
        for tool in wanted
        // By who would really be named, not by who was asked.
        where !tools.contains(where: { $0.ableOne(for: access) == tool.ableOne(for: access) }) {
            tools.append(tool)
        }
        // In the words of the first, so that the same thing is known by the same key in each form.
        let key = known ?? AnyHashable(command(by: tools[0]))
        let place = stage.copyTurn.place(of: key, among: tools.count)
        guard let text = command(by: tools[place]) else {
            stage.say(.error, "Not copied: a secret stands where no variable of a shell can")
            return []
        }
        guard stage.canCopy(text.utf8.count) else { return [] }
        stage.copyTurn.took(place, of: key)
        func name(_ place: Int) -> String { purpose.name(by: tools[place % tools.count].ableOne(for: access)) }
        let size = Figures.bytes(Double(text.utf8.count))
        let more = tools.count > 1 ? "; once more for \(name(place + 1))" : ""
        stage.say(.info, "Copied \(purpose.subject) as \(name(place)), \(size)\(more)")
        return [.program(.copy(Array(text.utf8)))]
    }
}

extension BrokerCommand.Purpose {
    /// What is copied, for people.
    var subject: String {
        switch self {
        case .publish: "the message"
        case .subscribe: "the subscription"
        case .connect: "the connection"
        case .expect: "what is expected"
        }
    }
}
