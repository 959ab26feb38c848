import Kit
import Payloads
import Profile
import Text

/// The fields of the composer, on three pages, and what they say together.
struct PublishForm {
    /// The pages, in the order in which `C-o` turns them.
    enum Page: Int, CaseIterable {
        case message, properties, sending

        var title: String {
            switch self {
            case .message: "Message"
            case .properties: "Properties"
            case .sending: "Sending"
            }
        }
    }

    /// Something typed that cannot be meant; where, and why.
    struct Problem: Error, Equatable {
        let page: Page
        let field: Int
        let words: String
    }

    /// How a message is to be repeated.
    struct Rhythm: Equatable {
        /// Microseconds between two messages.
        var interval: Int64
        /// How many; nil until stopped.
        var total: Int?
        /// A file whose lines are the payloads; empty for the payload typed.
        var linesFile: String
    }

    private static let formats = PublishDraft.Format.allCases
    private static let indicators = [Properties.notSaid, "bytes", "UTF-8"]

    var fields: [Page: [FormField]]

    /// The form of a draft, and of what is wanted of its reply.
    init(_ draft: PublishDraft, reply: PublishEffect.ReplyWish? = nil) {
        // In this order: `value`, `draft` and the problems know a field by its place.
        fields = [
            .message: [
                .line("Topic", draft.topic), .choice("QoS", ["0", "1", "2"], selected: draft.qos),
                .choice("Retain", ["no", "yes"], selected: draft.retain ? 1 : 0),
                .choice(
                    "Format", Self.formats.map(\.rawValue), selected: Self.formats.firstIndex(of: draft.format) ?? 0),
            ],
            .properties: Self.fields(of: draft.properties),
            .sending: [
                .choice("Expect a reply", ["no", "yes"], selected: reply == nil ? 0 : 1),
                .line("Reply within", reply.map { TimeSpelling.exact($0.timeout * 1000) } ?? "5 s"),
                .line("Repeat every", "1 s"), .line("Repeats (empty: until stopped)", ""),
                .line("Repeat a file's lines", ""),
            ],
        ]
    }

    private static func fields(of properties: PublishDraftProperties) -> [FormField] {
        // To a receiver not said and bytes are the same (MQTT 5 3.3.2.3.2), but not the same packet: both can be
        // tried.
        let indicator = properties.isUTF8.map { $0 ? 2 : 1 } ?? 0
        return [
            .line("Content type", properties.contentType),
            .choice("Payload format", Self.indicators, selected: indicator),
            .line("Expiry (s)", properties.expiry.map { "\($0)" } ?? ""),
            .line("Response topic", properties.responseTopic),
            .line("Correlation data", properties.correlationData),
            .line("Topic alias", properties.topicAlias.map { "\($0)" } ?? ""),
        ]
    }

    func value(_ page: Page, _ index: Int) -> String { fields[page]?[index].value ?? "" }

    var topic: String {
        get { value(.message, 0) }
        set { fields[.message]?[0].set(newValue) }
    }

    var format: PublishDraft.Format { Self.formats[fields[.message]?[3].choice ?? 0] }

    /// What is said in the fields of the properties and in the lines of the user's own.
    func properties(_ userProperties: String) -> Properties {
        Properties(fields: fields[.properties]?.map(\.value) ?? [], lines: userProperties)
    }

    /// Says nothing in the fields of the properties.
    mutating func clearProperties() { fields[.properties] = Self.fields(of: PublishDraftProperties()) }

    var expectsReply: Bool { value(.sending, 0) == "yes" }

    // MARK: - What it says

    /// The draft that is typed.
    /// - Parameters:
    ///   - payload: the text of the editor.
    ///   - userProperties: lines of `name: value`.
    /// - Throws: ``Problem`` at the first field that cannot be meant.
    func draft(payload: String, userProperties: String) throws(Problem) -> PublishDraft {
        var draft = PublishDraft()
        draft.topic = topic
        draft.qos = fields[.message]?[1].choice ?? 0
        draft.retain = value(.message, 2) == "yes"
        draft.format = format
        draft.payload = payload
        draft.properties.contentType = value(.properties, 0)
        // In the order of `indicators`.
        draft.properties.isUTF8 = [nil, false, true][fields[.properties]?[1].choice ?? 0]
        draft.properties.expiry = try number(.properties, 2, "seconds, 0 to 4,294,967,295")
        draft.properties.responseTopic = value(.properties, 3)
        draft.properties.correlationData = value(.properties, 4)
        draft.properties.topicAlias = try number(.properties, 5, "a topic alias, 1 to 65,535")
        draft.properties.userProperties = try pairs(userProperties)
        return draft
    }

    private func number<Value: FixedWidthInteger>(
        _ page: Page, _ index: Int, _ words: String
    ) throws(Problem) -> Value? {
        let text = value(page, index)
        // Nothing typed is not 0: a message without an expiry interval never expires (MQTT 5 3.3.2.3.3).
        if text.isEmpty { return nil }
        guard let number = Value(text) else {
            throw Problem(page: page, field: index, words: "\(text) is not \(words)")
        }
        return number
    }

    private func pairs(_ text: String) throws(Problem) -> [DraftField] {
        var pairs: [DraftField] = []
        for line in text.split(separator: "\n") {
            guard let pair = Self.pair(line) else {
                throw Problem(
                    page: .properties, field: fields[.properties]?.count ?? 0,
                    words: "a user property is written name: value, or \"name\": \"value\" as in JSON")
            }
            pairs.append(pair)
        }
        return pairs
    }

    /// A user property of its line; nil when it is none.
    private static func pair(_ line: Substring) -> DraftField? {
        if line.hasPrefix("\""), let members = (try? JSONValue(reading: Array("{\(line)}".utf8)))?.members,
            members.count == 1, let value = members[0].value.text
        {
            return DraftField(members[0].name, value)
        }
        // MQTT 5 allows an empty name (3.3.2.3.7); without quotes nobody means one.
        guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
        return DraftField(String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }

    /// The line of a user property: in quotes where it would be read as another one.
    static func line(_ property: DraftField) -> String {
        let line = "\(property.name): \(property.value)"
        let isPlain = !line.contains(where: \.isNewline) && pair(line[...]) == DraftField(property.name, property.value)
        return isPlain ? line : "\(JSONString.quoted(property.name)): \(JSONString.quoted(property.value))"
    }

    /// How it is to be repeated.
    /// - Throws: ``Problem`` at the first field that cannot be meant.
    func rhythm() throws(Problem) -> Rhythm {
        let interval = try duration(2, minimum: 0)
        return Rhythm(interval: interval, total: try times(), linesFile: value(.sending, 4))
    }

    private func times() throws(Problem) -> Int? {
        let total: Int? = try number(.sending, 3, "a number of messages")
        if let total, total < 1 { throw Problem(page: .sending, field: 3, words: "1 message at least") }
        return total
    }

    /// What is wanted of a reply; nil when none is expected.
    /// - Throws: ``Problem`` when the field of the time holds none.
    func replyWish() throws(Problem) -> PublishEffect.ReplyWish? {
        expectsReply ? PublishEffect.ReplyWish(timeout: try duration(1, minimum: 1000)) : nil
    }

    private func duration(_ index: Int, minimum: Int64) throws(Problem) -> Int64 {
        guard let time = Self.microseconds(value(.sending, index)), time >= minimum else {
            throw Problem(page: .sending, field: index, words: "a time is written 500 ms, 2 s or 1 min")
        }
        return time
    }

    /// Microseconds of a time as people write it: `500 ms`, `2s`, `0.5 s`, `1 min`; seconds without a unit.
    static func microseconds(_ text: String) -> Int64? {
        guard let time = TimeSpelling.nanoseconds(text) else { return nil }
        // A day is more than anybody watches.
        return time <= 86_400_000_000_000 ? time / 1000 : nil
    }
}
