import Payloads
public import Text

/// A publish with its variables and generators put in: what goes on the wire.
public struct ResolvedPublish: Sendable {
    /// The bytes, or where they are.
    public enum Payload: Hashable, Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// Those of a file, read when it is sent.
        case file(String)
    }

    /// A draft that cannot be sent, in the user's words.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong and what to do.
        public let description: String
        /// Where in the payload as typed; nil when it is not the payload, or not at one place.
        public let payloadOffset: Int?

        /// A problem that is not at one place of the payload.
        public init(_ words: String) { self.init(description: words, payloadOffset: nil) }

        init(description: String, payloadOffset: Int?) {
            self.description = description
            self.payloadOffset = payloadOffset
        }
    }

    /// The draft with every text resolved, the payload as text.
    public let draft: PublishDraft
    /// What is sent.
    public let payload: Payload
    /// Correlation data as bytes; nil for none.
    public let correlationData: [UInt8]?

    /// Puts the values in.
    /// - Parameters:
    ///   - expander: knows the variables and secrets; its generators are these.
    ///   - generators: values that go on from message to message.
    ///   - lastValue: the last value of a topic.
    /// - Throws: ``Problem`` when something stands for nothing, or the payload is not what its format says.
    public init(
        _ draft: PublishDraft, _ expander: TemplateExpander, generators: inout Generators, now: Moment,
        lastValue: @escaping (String) -> TopicValue?
    ) throws(Problem) {
        // On a copy: a publish that fails takes no number of a counter.
        var current = generators
        var expander = expander
        // Fresh for this message: one value of a generator is the same wherever it stands in it.
        expander.sent = TemplateExpander.SentValues()
        expander.generate = { name, arguments in
            do throws(Generators.Problem) {
                return .value(try current.value(name, arguments, now: now, lastValue: lastValue))
            } catch {
                return .none("\(error)")
            }
        }
        var resolved = draft
        resolved.topic = try Self.text(draft.topic, "the topic", expander)
        resolved.properties = try Self.properties(draft.properties, expander)
        // What an empty message does not send need not be right.
        let expansion = draft.format == .empty ? nil : expander.expand(draft.payload, as: draft.format.notation)
        if let problem = expansion?.problems.first {
            throw Problem(description: "In the payload \(problem)", payloadOffset: nil)
        }
        resolved.payload = expansion?.text ?? ""
        // Only where a value breaks it: what is typed as broken JSON is sent, and told by the preview.
        if draft.format == .json, let broken = expansion?.brokenJSON(of: draft.payload) {
            throw Problem(description: broken.words, payloadOffset: broken.offset)
        }
        payload = try Self.payload(resolved, expansion)
        do throws(PayloadText.Problem) {
            correlationData = try resolved.properties.correlationBytes()
        } catch {
            throw Problem(description: "The correlation data: \(error)", payloadOffset: nil)
        }
        self.draft = resolved
        generators = current
    }

    /// Bytes to send as they are, nothing to put in.
    public init(asIs draft: PublishDraft, payload: [UInt8]) {
        self.draft = draft
        self.payload = .bytes(payload)
        // Bytes of a message that came, in one of the forms that a draft has for them: they are none that cannot be read.
        correlationData = (try? draft.properties.correlationBytes()) ?? nil
    }

    private static func text(_ text: String, _ place: String, _ expander: TemplateExpander) throws(Problem) -> String {
        let expansion = expander.expand(text)
        if let problem = expansion.problems.first {
            throw Problem(description: "In \(place) \(problem)", payloadOffset: nil)
        }
        return expansion.text
    }

    private static func properties(
        _ properties: PublishDraftProperties, _ expander: TemplateExpander
    ) throws(Problem) -> PublishDraftProperties {
        var resolved = properties
        resolved.contentType = try text(properties.contentType, "the content type", expander)
        resolved.responseTopic = try text(properties.responseTopic, "the response topic", expander)
        resolved.correlationData = try text(properties.correlationData, "the correlation data", expander)
        resolved.userProperties = []
        for property in properties.userProperties where property.isEnabled {
            let name = try text(property.name, "a user property", expander)
            // A value behind a secret's name is one, whatever its variable is called.
            var expander = expander
            if expander.conceals == .named, Secret.isSecretField(name) { expander.conceals = .all }
            resolved.userProperties.append(DraftField(name, try text(property.value, "a user property", expander)))
        }
        return resolved
    }

    private static func payload(_ draft: PublishDraft, _ expansion: Expansion?) throws(Problem) -> Payload {
        func problem(_ words: String, _ offset: Int) -> Problem {
            Problem(description: "The payload: \(words)", payloadOffset: expansion?.source(of: offset))
        }
        switch draft.format {
        case .empty: return .bytes([])
        case .file:
            guard !draft.payload.isEmpty else {
                throw Problem(description: "The path of a file is missing", payloadOffset: 0)
            }
            return .file(draft.payload)
        case .json, .xml, .text: return .bytes(Array(draft.payload.utf8))
        case .hex:
            do throws(PayloadText.Problem) { return .bytes(try PayloadText.hex(draft.payload)) } catch {
                throw problem("\(error)", error.offset)
            }
        case .base64:
            do throws(PayloadText.Problem) { return .bytes(try PayloadText.base64(draft.payload)) } catch {
                throw problem("\(error)", error.offset)
            }
        }
    }
}

extension PublishDraft.Format {
    /// How a payload names what stands in it; nil where it does not.
    public var notation: NamedSecrets.Notation? {
        switch self {
        case .json: .json
        case .xml, .text: .text
        case .hex, .base64, .file, .empty: nil
        }
    }
}
