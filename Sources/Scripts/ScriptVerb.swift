/// The verbs for scripts that speak MQTT.
public enum ScriptVerb: String, Sendable, CaseIterable {
    /// Subscribe and print.
    case sub
    /// Publish.
    case pub
    /// Publish a request and print the response.
    case rr
    /// List or clear what the broker keeps.
    case retained
    /// Tell what goes over the wire.
    case wire
    /// Poll beside a topic.
    case race
    /// Send something and expect messages of it.
    case expect

    /// The program of mosquitto's that it stands in for, if there is one.
    public var counterpart: String? {
        switch self {
        case .sub, .pub, .rr: "mosquitto_\(rawValue)"
        case .retained, .wire, .race, .expect: nil
        }
    }

    /// Whether it reads a file of options where none is named. The others are told the broker by a word or by a file of
    /// steps, which one that nobody sees must not change.
    var hasDefaultOptions: Bool {
        switch self {
        case .sub, .pub, .rr, .retained: true
        case .wire, .race, .expect: false
        }
    }
}
