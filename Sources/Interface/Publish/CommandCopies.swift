import Kit
import Model
import Profile
import Topics

/// Publishes copied as commands for a shell: one way for the log, the composer and the list of retained messages.
enum CommandCopies {
    /// A publish as it stands, to the broker of the connection on the screen.
    static func copy(
        _ draft: PublishDraft, _ payload: PublishCommand.Payload, comments: [String] = [], _ publisher: Publisher
    ) -> [Effect] {
        guard let text = text(draft, payload, comments, publisher) else { return [] }
        return copied(text, publisher)
    }

    /// A composed publish: templates are put in as they would be sent now, secrets as `$NAME`.
    static func copy(composed draft: PublishDraft, _ publisher: Publisher) -> [Effect] {
        var marks = SecretMarks()
        var expander = TemplateExpander(variables: publisher.book.variables)
        expander.secret = { marks.mark($0, $1) }
        // A copy: what is only copied does not count on.
        var generators = publisher.workspace.publishing.generators
        let resolved: ResolvedPublish
        do throws(ResolvedPublish.Problem) {
            resolved = try ResolvedPublish(
                draft, expander, generators: &generators, now: publisher.stage.now, lastValue: publisher.live.lastValue)
        } catch {
            publisher.stage.say(.error, "Not copied: \(error)")
            return []
        }
        let payload: PublishCommand.Payload =
            switch resolved.payload {
            case .bytes(let bytes): .bytes(bytes)
            case .file(let path): .file(path)
            }
        let comments = marks.toSet.map { "Set \($0) first: secrets are not copied" }
        guard let text = text(resolved.draft, payload, comments, publisher) else { return [] }
        guard let whole = marks.named(text) else {
            publisher.stage.say(.error, "Not copied: a secret stands where no variable of a shell can")
            return []
        }
        return copied(whole, publisher)
    }

    /// A command that publishes the same bytes again, to the same broker.
    static func copy(_ message: StoredMessage, _ publisher: Publisher) -> [Effect] {
        let messages = publisher.live.messages
        guard PayloadActions.canCopy(message.keptSize, publisher.stage),
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

    private static func text(
        _ draft: PublishDraft, _ payload: PublishCommand.Payload, _ comments: [String], _ publisher: Publisher
    ) -> String? {
        guard let access = publisher.workspace.access else {
            publisher.stage.say(.warning, "Not copied: no connection was opened that the command could name")
            return nil
        }
        return PublishCommand.text(
            draft, payload: payload, to: access,
            version: String(publisher.workspace.connection.protocolLabel.drop { $0 == "v" }), comments: comments)
    }

    private static func copied(_ text: String, _ publisher: Publisher) -> [Effect] {
        let program =
            text.split(separator: "\n").contains { $0.contains("martlet pub ") } ? "martlet pub" : "mosquitto_pub"
        publisher.stage.say(.info, "Copied as \(program)")
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
        if case .environment(let known) = secret {
            variable = known
        } else if !toSet.contains(variable) {
            toSet.append(variable)
        }
        names.append(variable)
        return "\(Self.start)\(names.count - 1)\(Self.end)"
    }

    /// A command with the variables in place of the stand-ins; nil when one got lost in an escape.
    func named(_ text: String) -> String? {
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
