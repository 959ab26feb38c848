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
        var marks = SecretMarks()
        var expander = TemplateExpander(variables: publisher.book.variables)
        expander.secret = { marks.mark($0, $1) }
        // A copy: what is only copied does not count on.
        var generators = publisher.workspace.publishing.generators
        let (taken, calls) = PublishPreview.taken(of: draft, publisher)
        if let problem = taken.problem {
            publisher.stage.say(.error, "Not copied: \(problem)")
            return []
        }
        for call in calls {
            switch taken.shown(call) {
            case Secret.dots: generators.answers[call] = marks.mark("\(call.request) answer", .prompt)
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
        let comments =
            marks.toSet.map { "Set \($0) first: secrets are not copied" }
            + taken.entries.map { entry in
                (entry.value == nil ? "To be put in by hand: " : "As it was when this was copied: ") + entry.source
            }
        return copy(
            .publish(resolved.draft, payload), comments: comments, known: draft, publisher.workspace,
            publisher.stage
        ) { text in
            let whole = marks.named(text)
            if whole == nil {
                publisher.stage.say(.error, "Not copied: a secret stands where no variable of a shell can")
            }
            return whole
        }
    }

    /// A command that publishes the same bytes again, to the same broker.
    static func copy(_ message: StoredMessage, _ publisher: Publisher) -> [Effect] {
        let messages = publisher.live.messages
        guard publisher.stage.canCopy(message.keptSize),
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
        _ purpose: BrokerCommand.Purpose, comments: [String] = [], known: AnyHashable? = nil, _ workspace: Workspace,
        _ stage: Stage, finish: (String) -> String? = { $0 }
    ) -> [Effect] {
        guard let access = workspace.access else {
            stage.say(.warning, "Not copied: no connection was opened that the command could name")
            return []
        }
        // What was agreed upon, which the profile may leave open.
        let version = String(workspace.connection.protocolLabel.drop { $0 == "v" })
        return copy(purpose, comments: comments, known: known, to: access, version: version, stage, finish: finish)
    }

    /// A command in the words of one family of programs; what is copied once more is in the words of the next.
    /// - Parameters:
    ///   - known: by what it is known when it is copied once more; nil for its own words.
    ///   - finish: makes of the command what is copied; nil when it cannot, which it has said then.
    static func copy(
        _ purpose: BrokerCommand.Purpose, comments: [String] = [], known: AnyHashable? = nil, to access: BrokerAccess,
        version: String, _ stage: Stage, finish: (String) -> String? = { $0 }
    ) -> [Effect] {
        func command(by tool: CommandTool) -> String {
            BrokerCommand.text(purpose, by: tool, to: access, version: version, comments: comments)
        }
        // Each program once: martlet stands in for those that cannot be told how the broker is reached.
        var tools: [CommandTool] = []
        for tool in CommandTool.allCases
        // By who would really be named, not by who was asked.
        where !tools.contains(where: { $0.ableOne(for: access) == tool.ableOne(for: access) }) {
            tools.append(tool)
        }
        // In the words of the first, so that the same thing is known by the same key in each form.
        let key = known ?? AnyHashable(command(by: tools[0]))
        let place = stage.copyTurn.place(of: key, among: tools.count)
        guard let text = finish(command(by: tools[place])), stage.canCopy(text.utf8.count) else { return [] }
        stage.copyTurn.took(place, of: key)
        func name(_ place: Int) -> String { purpose.name(by: tools[place % tools.count].ableOne(for: access)) }
        stage.say(.info, "Copied as \(name(place))\(tools.count > 1 ? "; once more for \(name(place + 1))" : "")")
        return [.program(.copy(Array(text.utf8)))]
    }
}

/// Stand-ins for secrets while a command is put together: characters that are quoted and belong to nobody.
private struct SecretMarks {
    private static let start: Unicode.Scalar = "\u{E000}"
    private static let end: Unicode.Scalar = "\u{E001}"

    /// The variables of the shell in the order in which they were asked for.
    private var names: [String] = []
    /// Those that the person has to set.
    private(set) var toSet: [String] = []

    /// What stands for a secret.
    mutating func mark(_ name: String, _ secret: Secret) -> String {
        var variable = ShellWord.variable(name)
        // It is read from the environment here too: whoever copies has it set already.
        if case .environment(let known) = secret {
            variable = known
        } else if !toSet.contains(variable) {
            toSet.append(variable)
        }
        names.append(variable)
        // With an end: the stand-in of 1 would be found in that of 10.
        return "\(Self.start)\(names.count - 1)\(Self.end)"
    }

    /// A command with the variables in place of the stand-ins; nil when one got lost in an escape.
    func named(_ text: String) -> String? {
        // U+E000 in octal escapes, and a payload in Base64: the stand-in is no longer there to be replaced.
        guard names.isEmpty || !text.contains("\\356\\200\\200") && !text.contains(" | base64 -d | ") else {
            return nil
        }
        var text = text
        for (index, name) in names.enumerated() {
            let mark = "\(Self.start)\(index)\(Self.end)"
            // Every word with a stand-in is in single quotes.
            text = text.replacing(mark, with: "'\"$\(name)\"'")
        }
        return text
    }
}
