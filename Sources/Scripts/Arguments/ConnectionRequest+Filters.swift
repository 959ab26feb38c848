import MQTT
import Profile

extension ConnectionRequest {
    /// What the letters mean with filters beside them, for a verb whose filters are the connection's own.
    /// - Parameters:
    ///   - filters: what to subscribe to; when empty what is saved, else `#` and `$SYS/#`.
    ///   - qos: the QoS of the subscriptions.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func letters(
        _ manner: ConnectionManner, filters: [String], qos: Int?, environment: (String) -> String?
    ) throws(ScriptError) -> Letters {
        var letters = try letters(manner, namesTopic: true, environment: environment)
        let asked = try qos.map { (given) throws(ScriptError) in Int(try level(given, "-q").rawValue) }
        let wanted = filters + (letters.topic.map { [$0] } ?? [])
        // Looked at before anything is opened, so that a slip costs no connection.
        for text in wanted { _ = try filter(text, "-t") }
        if !wanted.isEmpty {
            letters.draft.subscriptions = wanted.map { SubscriptionDraft(TemplateCall.quoted($0)) }
        } else if asked != nil, letters.draft.subscriptions.isEmpty {
            // Written out only to carry the QoS: else none is what stands for them.
            letters.draft.subscriptions = ConnectionDraft.standardSubscriptions
        }
        if let asked {
            for place in letters.draft.subscriptions.indices { letters.draft.subscriptions[place].qos = asked }
        }
        return letters
    }
}
