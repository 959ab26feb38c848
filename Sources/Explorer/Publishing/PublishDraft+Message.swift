import Payloads

extension PublishDraft {
    /// The largest payload that is opened to be edited.
    private static let longestEdited = 4 << 20

    /// A draft that would publish the last message of a topic again: its payload, QoS and retain.
    public init(lastOf topic: TopicID, in workspace: Workspace) {
        self.init()
        self.topic = workspace.topics.topic(topic)
        let info = workspace.topics.info(topic, now: 0)
        guard let sequence = info.lastSequence, let message = workspace.messages.message(sequence) else { return }
        take(message, of: workspace)
        retain = info.isRetained
    }

    /// A draft that would publish a message again. Bytes that are no text are written in hexadecimal.
    public init(_ message: StoredMessage, of workspace: Workspace) {
        self.init()
        topic = workspace.topics.topic(message.topic)
        take(message, of: workspace)
        retain = message.flags.isRetained
    }

    private mutating func take(_ message: StoredMessage, of workspace: Workspace) {
        qos = message.flags.qos
        guard message.keptSize <= Self.longestEdited, !message.isCut else { return }
        workspace.messages.withPayload(message.sequence) { bytes in
            switch PayloadKind.detect(bytes) {
            case .json: format = .json
            case .xml: format = .xml
            case .binary: format = .hex
            default: format = .text
            }
            if format == .hex {
                payload = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            } else {
                payload = String(decoding: bytes, as: UTF8.self)
            }
        }
        // Braces of the payload are no templates: two in a row are written so that they stand for themselves.
        if format != .hex, !TemplateCall.all(in: payload).isEmpty { payload = Self.quoted(payload) }
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var position = 0
        for call in TemplateCall.all(in: text) {
            bytes += source[position..<call.range.lowerBound]
            bytes += Array("{{'{{'}}".utf8)
            bytes += source[call.range].dropFirst(2)
            position = call.range.upperBound
        }
        bytes += source[position...]
        return String(decoding: bytes, as: UTF8.self)
    }
}
