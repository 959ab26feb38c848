import Kit
import Model
import Payloads
import Profile
import Text
import Topics

/// Opens charts of what is kept.
enum Charts {
    /// The most fields that can be chosen from.
    private static let maximumFields = 200

    /// Opens a chart of a topic's numbers; of the topics right below it when it has none itself.
    static func open(_ topic: TopicID, of live: LiveData, preferring path: JSONFieldPath? = nil, _ stage: Stage) {
        var fields = self.fields(of: topic, live)
        let isLevel = fields.isEmpty
        if isLevel {
            for child in live.topics.children(of: topic, limit: maximumFields) {
                fields += self.fields(of: child, live).prefix(maximumFields - fields.count)
            }
        }
        guard !fields.isEmpty else {
            let name = stage.told(live.topics.shownTopic(topic))
            return stage.say(.info, "No number in the last message of \(name), nor right below it")
        }
        open(fields, about: isLevel ? live.topics.shownTopic(topic) : "", preferring: path, stage)
    }

    /// The numbers of a topic, for a chart of something else.
    static func series(of topic: TopicID, _ live: LiveData) -> [FieldSeries] { fields(of: topic, live) }

    /// The numbers in the answers to what is repeated.
    static func series(of repeated: RepeatedRequest, _ requests: Requests) -> [FieldSeries] {
        repeated.curves.lines.map { FieldSeries(.repeated(repeated.id, requests), $0.path) }
    }

    /// Opens a chart of the numbers in the answers to a request that is repeated.
    static func open(
        _ repeated: RepeatedRequest, _ requests: Requests, preferring path: JSONFieldPath? = nil, _ stage: Stage
    ) {
        let fields = series(of: repeated, requests)
        if fields.isEmpty { return stage.say(.info, "No number in the answers to \(repeated.title) yet") }
        open(fields, preferring: path, stage)
    }

    /// Opens a chart of the numbers in the answers to a request.
    static func open(
        answersTo request: Int, of requests: Requests, preferring path: JSONFieldPath? = nil, _ stage: Stage
    ) {
        // Of a repeated one every answer counts, not only those that are kept because they differ.
        if let repeated = requests.repeats.last(of: request), !repeated.curves.lines.isEmpty,
            repeated.run.isActive || repeated.kept == requests.exchanges[request]?.id
        {
            return open(repeated, requests, preferring: path, stage)
        }
        let answers = requests.exchanges.all(of: request)
        guard let last = answers.last(where: { $0.state == .finished }) else {
            return stage.say(.info, "No answer to this request has come to its end yet")
        }
        // All of it is looked through while the key waits.
        guard last.body.count <= FieldSeries.budget else {
            return stage.say(.info, "The last answer is too large to look for numbers in it")
        }
        let paths = last.body.withBytes { NumericValue.fields(of: $0, limit: maximumFields) }
        guard !paths.isEmpty else { return stage.say(.info, "No number in the last answer to this request") }
        open(paths.map { FieldSeries(.request(request, requests), $0) }, preferring: path, stage)
    }

    /// Of a few numbers those that are no moments: a clock would press the others flat, and has to be asked for.
    private static func meant(_ fields: [FieldSeries], _ now: Moment) -> [Int] {
        let (seconds, years) = (Double(now) / 1_000_000, 5 * 31_557_600.0)
        let values = fields.indices.filter { index -> Bool in
            fields[index].collect()
            guard let last = fields[index].points.last?.value else { return true }
            // In seconds or in milliseconds since 1970, of these years.
            return abs(last - seconds) > years && abs(last / 1000 - seconds) > years
        }
        return values.isEmpty ? Array(fields.indices) : Array(values)
    }

    private static func open(
        _ fields: [FieldSeries], about: String = "", preferring path: JSONFieldPath?, _ stage: Stage
    ) {
        let sources = fields.map(\.source)
        // What else has numbers can be put beside them: topics beside answers, and answers beside topics.
        let others = stage.chartNeighbours().filter { !sources.contains($0.source) }
        if let path, let place = fields.firstIndex(where: { $0.path == path }) {
            return stage.overlays.append(ChartOverlay(stage, fields, others, about: about, chosen: [place]))
        }
        // One has no choice; of a few all, since they are what was asked for; else the person chooses.
        let all = fields.count <= 3 ? meant(fields, stage.now) : []
        stage.overlays.append(ChartOverlay(stage, fields, others, about: about, chosen: all))
    }

    private static func fields(of topic: TopicID, _ live: LiveData) -> [FieldSeries] {
        guard let last = live.topics.info(topic, now: 0).lastSequence else { return [] }
        let paths = live.messages.withPayload(last) { NumericValue.fields(of: $0, limit: maximumFields) }
        return (paths ?? []).map { FieldSeries(.topic(topic, live), $0) }
    }
}
