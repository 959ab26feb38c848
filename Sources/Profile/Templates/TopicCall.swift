public import Expectations
public import Text

/// A call for the value that came last on a topic: `{{topic:home/lamp}}`, `{{topic:home/lamp#$.on}}`,
/// `{{topic 'home/my lamp' '$.on' 5min}}`.
public struct TopicCall: Hashable, Sendable {
    /// The topic's name (MQTT 5 4.7.1).
    public let topic: String
    /// What is taken of its payload; nil for all of it.
    public let value: Extraction?
    /// How old the value may be, in nanoseconds; nil for whatever age.
    public let maximumAge: Int64?

    /// The words of a call that asks for one.
    static let name = "topic"
    private static let prefix = "topic:"
    /// How it is written.
    static let usage =
        "topic is written {{topic:TOPIC#$.path}} or {{topic 'TOPIC' '$.path' 5min}}: a time says how old its value may be"

    /// Whether the first word of a call is for one.
    static func isCall(_ name: String) -> Bool { name == Self.name || name.hasPrefix(prefix) }

    /// A call by its words; nil when they are not understood.
    public init?(_ name: String, _ arguments: [String]) {
        guard Self.isCall(name) else { return nil }
        var rest = arguments[...]
        var what: String?
        if name == Self.name {
            guard !rest.isEmpty else { return nil }
            topic = rest.removeFirst()
            // A time goes on from the topic as well as a path does.
            if let next = rest.first, Self.age(next) == nil { what = rest.removeFirst() }
        } else {
            // A topic name has no # (MQTT 5 4.7.1): what is behind one is a path.
            let parts = name.dropFirst(Self.prefix.count).split(
                separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            topic = String(parts[0])
            if parts.count == 2 { what = String(parts[1]) }
        }
        guard !topic.isEmpty, rest.count <= 1 else { return nil }
        value = what.flatMap { try? Extraction($0, about: .message) }
        // A path that is not understood is not the same as none.
        guard (value == nil) == (what == nil) else { return nil }
        guard let time = rest.first else {
            maximumAge = nil
            return
        }
        guard let age = Self.age(time) else { return nil }
        maximumAge = age
    }

    /// Nanoseconds of the word for an age; a topic is never asked for anew, so that `never` and `missing` set no bound.
    private static func age(_ word: String) -> Int64?? {
        if word == "never" || word == "missing" { return .some(nil) }
        return TimeSpelling.nanoseconds(word).map { .some($0) }
    }

    /// What it takes of the value that came last.
    /// - Throws: ``Generators/Problem`` where there is none, it is too old, or has no such path.
    public func value(of last: TopicValue?, now: Moment) throws(Generators.Problem) -> String {
        guard let last else { throw Generators.Problem(description: "\(topic) has no value yet that is text") }
        // A clock that was set back makes nothing from the future.
        let age = max(0, now - last.time) * 1000
        if let maximumAge, age > maximumAge {
            throw Generators.Problem(
                description:
                    "\(topic): its value is \(TimeWords.words(age)) old, and \(TimeWords.words(maximumAge)) "
                    + "is the most that is asked for")
        }
        guard let value else { return last.text }
        do {
            return try value.value(of: last.subject(of: topic))
        } catch {
            throw Generators.Problem(description: "\(topic): \(error)")
        }
    }
}
