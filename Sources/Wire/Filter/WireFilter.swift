import MQTT
import Payloads
import REST

/// A filter over rows: text, Wireshark's names and operators, words for how far a handshake has come.
///
///     lamp                                     text, in any part that is shown
///     mqtt.msgtype == 3 && mqtt.qos > 0        as in Wireshark; and, or, not are understood too
///     mqtt.topic contains "lamp" or failed     open, done, failed; sent, received; verdict
///     http.response.code >= 400
///
/// A packet is walked over as far as the question needs, and nothing is made of it.
public struct WireFilter {
    private let root: FilterNode?
    /// The text that it was made of.
    public let text: String

    /// Understands a text; an empty one lets everything pass.
    public init(_ text: String) throws(WireFilterProblem) {
        var parser = try FilterParser(text)
        root = try parser.parse()
        self.text = text
    }

    /// Whether everything passes.
    public var isEmpty: Bool { root == nil }

    /// The names that can be asked for, but for those of HTTP's header fields: `http.` and any field's name.
    public static var names: [String] { FilterName.all }

    /// Whether a row passes.
    public func matches(_ row: WireRow) -> Bool {
        guard let root else { return true }
        func passes(_ content: WireSubject.Content, _ aliasedTopic: String = "") -> Bool {
            FilterRun(
                subject: WireSubject(
                    content, direction: row.direction, handshake: row.handshake, number: row.number,
                    connection: row.connection, peer: row.peer, verdicts: row.verdicts, aliasedTopic: aliasedTopic)
            ).matches(root)
        }
        switch row.content {
        case .packet(let packet):
            return packet.bytes.withUnsafeBytes {
                passes(.packet($0, length: packet.length, version: packet.version), packet.aliasedTopic)
            }
        case .http(let step): return passes(.http(step))
        case .connection(let words): return passes(.connection(words))
        }
    }

    /// Whether what is known of a row passes.
    public func matches(_ subject: WireSubject) -> Bool {
        guard let root else { return true }
        return FilterRun(subject: subject).matches(root)
    }
}
