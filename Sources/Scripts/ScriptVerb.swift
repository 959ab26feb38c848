/// The verbs for scripts, each the counterpart of one of mosquitto's programs.
public enum ScriptVerb: String, Sendable, CaseIterable {
    /// Subscribe and print.
    case sub
    /// Publish.
    case pub
    /// Publish a request and print the response.
    case rr

    /// The program of mosquitto's that it stands in for.
    public var counterpart: String { "mosquitto_\(rawValue)" }
}
