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

    /// The program of mosquitto's that it stands in for, if there is one.
    public var counterpart: String? { self == .retained ? nil : "mosquitto_\(rawValue)" }
}
