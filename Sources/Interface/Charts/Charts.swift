import Kit
import Model
import Payloads
import Profile
import Topics

/// Opens charts of what is kept.
enum Charts {
    /// The most fields that can be chosen from.
    private static let maximumFields = 200

    /// Opens a chart of a topic's numbers; of the topics right below it when it has none itself.
    static func open(_ topic: TopicID, of live: LiveData, preferring path: JSONFieldPath? = nil, _ stage: Stage) {
        var fields = self.fields(of: topic, live)
        if fields.isEmpty {
            for child in live.topics.children(of: topic, limit: maximumFields) {
                fields += self.fields(of: child, live).prefix(maximumFields - fields.count)
            }
        }
        guard !fields.isEmpty else {
            return stage.say(.info, "No number in the last message of \(live.topics.topic(topic)), nor right below it")
        }
        open(fields, preferring: path, stage)
    }

    /// Opens a chart of the numbers in the answers to a request.
    static func open(
        answersTo request: Int, of requests: Requests, preferring path: JSONFieldPath? = nil, _ stage: Stage
    ) {
        let answers = requests.exchanges.all(of: request)
        guard let last = answers.last(where: { $0.state == .finished }) else {
            return stage.say(.info, "No answer to this request has come to its end yet")
        }
        guard last.body.count <= FieldSeries.budget else {
            return stage.say(.info, "The last answer is too large to look for numbers in it")
        }
        let paths = last.body.withBytes { FieldSeries.fields(of: $0, limit: maximumFields) }
        guard !paths.isEmpty else { return stage.say(.info, "No number in the last answer to this request") }
        open(paths.map { FieldSeries(.request(request, requests), $0) }, preferring: path, stage)
    }

    private static func open(_ fields: [FieldSeries], preferring path: JSONFieldPath?, _ stage: Stage) {
        if let path, let place = fields.firstIndex(where: { $0.path == path }) {
            return stage.overlays.append(ChartOverlay(stage, fields, chosen: [place]))
        }
        // One has no choice; of a few all, since they are what was asked for; else the person chooses.
        let all = fields.count <= 3 ? Array(fields.indices) : []
        stage.overlays.append(ChartOverlay(stage, fields, chosen: all))
    }

    private static func fields(of topic: TopicID, _ live: LiveData) -> [FieldSeries] {
        guard let last = live.topics.info(topic, now: 0).lastSequence else { return [] }
        let paths = live.messages.withPayload(last) { FieldSeries.fields(of: $0, limit: maximumFields) }
        return (paths ?? []).map { FieldSeries(.topic(topic, live), $0) }
    }
}
