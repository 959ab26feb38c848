import Model
import Payloads
import Profile
import Text
import Topics

/// The numbers of one topic or of the answers to one request, or of one field of their JSON: what is kept, and what comes.
final class FieldSeries {
    /// Whose numbers they are.
    enum Source: Equatable {
        case topic(TopicID, LiveData)
        /// A request, by its number in the library.
        case request(Int, Requests)
        /// A request that is repeated, by its number there: each of its answers, also those that are like the one before.
        case repeated(Int, Requests)

        /// What people call it.
        var name: String {
            switch self {
            case .topic(let topic, let live): live.topics.shownTopic(topic)
            case .request(let request, let requests): requests.library[request]?.title ?? "a request that is gone"
            case .repeated(let id, let requests): requests.repeats[id]?.title ?? "a request that is gone"
            }
        }

        static func == (one: Source, other: Source) -> Bool {
            switch (one, other) {
            case (.topic(let one, let live), .topic(let other, let otherLive)): one == other && live === otherLive
            case (.request(let one, _), .request(let other, _)): one == other
            case (.repeated(let one, _), .repeated(let other, _)): one == other
            case (.topic, _), (.request, _), (.repeated, _): false
            }
        }
    }

    let source: Source
    /// The field; nil when the whole payload is the number.
    let path: JSONFieldPath?
    /// What follows the number, as the newest payload has it.
    private(set) var unit = ""
    private(set) var points = LoadHistory(capacity: FieldSeries.capacity)
    /// The moments of points that do not go on from the one before.
    private(set) var gaps: Set<Moment> = []
    /// The newest message that was looked at.
    private var seen: UInt64?

    /// What was read of which answer.
    private var read: [UInt64: (time: Moment, number: NumericValue?)] = [:]

    /// The newest number as it was sent, and the message or the answer that it is of: a list asks with every frame.
    private var shown: (of: UInt64, text: String?)?

    /// The most points kept.
    static let capacity = 16_384
    /// Bytes of payloads that are read for one frame.
    static let budget = 8 << 20

    init(_ source: Source, _ path: JSONFieldPath? = nil) {
        self.source = source
        self.path = path
    }

    /// Reads what has come since the last time; the first time what is kept, from the newest back.
    func collect() {
        switch source {
        case .topic(let topic, let live): collect(topic, live)
        case .request(let request, let requests): collect(requests.exchanges.all(of: request))
        case .repeated(let id, let requests):
            guard let line = requests.repeats[id]?.curves.lines.first(where: { $0.path == path }) else { return }
            (points, gaps, unit) = (line.points, line.gaps, line.unit)
        }
    }

    private func collect(_ answers: [SentRequest]) {
        var bytes = 0
        var isNew = false
        for answer in answers.reversed() where answer.state == .finished && read[answer.id] == nil {
            // What is left is read with the next frame, since it is not in `read`.
            guard bytes < Self.budget else { break }
            bytes += answer.body.count + 64
            // One beyond the budget alone is not read: it has no number that anybody looks for.
            let number = bytes > Self.budget ? nil : answer.body.withBytes { NumericValue(at: path, in: $0) }
            read[answer.id] = (answer.startedAt, number)
            isNew = true
        }
        guard isNew else { return }
        // No more than there may be points; an answer that is still here would be read again.
        if read.count > Self.capacity, let first = answers.first?.id {
            for id in read.keys.sorted().prefix(read.count - Self.capacity) where id < first { read[id] = nil }
        }
        // An answer may come after those to later sends.
        // A history is only added to at its end: what came late means building it anew.
        points = LoadHistory(capacity: Self.capacity)
        for (_, (time, number)) in read.sorted(by: { $0.key < $1.key }) {
            guard let number else { continue }
            // In the order of time, so that the newest answer's unit is the one that stays.
            unit = number.unit
            points.note(number.value, at: time)
        }
    }

    /// The newest value as it was sent, for a list to choose from; nil when the newest payload has none.
    var latest: String? {
        switch source {
        case .topic(let topic, let live):
            guard let last = live.topics.info(topic, now: 0).lastSequence else { return nil }
            return remembered(last) { live.messages.withPayload(last) { NumericValue.text(at: path, in: $0) } ?? nil }
        case .request(let request, let requests):
            let newest = requests.exchanges.all(of: request).last { $0.state == .finished }
            return newest.flatMap { answer in
                // What is too large to be looked at in a frame is none that anybody chooses.
                guard answer.body.count <= Self.budget else { return nil }
                return remembered(answer.id) { answer.body.withBytes { NumericValue.text(at: path, in: $0) } }
            }
        case .repeated:
            collect()
            return points.last.map { LoadWords.value($0.value, .sent(unit)) }
        }
    }

    private func remembered(_ newest: UInt64, _ read: () -> String?) -> String? {
        if let shown, shown.of == newest { return shown.text }
        let text = read()
        shown = (newest, text)
        return text
    }

    private func collect(_ topic: TopicID, _ live: LiveData) {
        guard let last = live.topics.info(topic, now: 0).lastSequence, last != seen else { return }
        var new: [LoadPoint] = []
        var next: UInt64? = last
        var bytes = 0
        while let sequence = next, sequence > seen ?? 0 || seen == nil, new.count < Self.capacity, bytes < Self.budget {
            // Evicted: so is all that came before it.
            guard let message = live.messages.message(sequence) else { break }
            live.messages.withPayload(sequence) { payload in
                // 64 for the look at it: a million empty messages cost, too.
                bytes += payload.count + 64
                guard let number = NumericValue(at: path, in: payload) else { return }
                // From the newest back: the first that is found is the newest.
                if new.isEmpty { unit = number.unit }
                new.append(LoadPoint(message.time, number.value))
            }
            next = live.messages.previousOfTopic(sequence)
        }
        // Also where the budget ended before: what lies further back is left out of the curve.
        seen = last
        for point in new.reversed() { points.note(point.value, at: point.time) }
    }
}
