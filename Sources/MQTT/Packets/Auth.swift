/// AUTH: a step of enhanced authentication, MQTT 5 only (MQTT 5 3.15).
public struct Auth: Hashable, Sendable {
    /// `success`, `continueAuthentication` or `reAuthenticate`.
    public var reason: ReasonCode
    /// Authentication method and data.
    public var properties: Properties

    /// Makes an AUTH.
    public init(reason: ReasonCode = .continueAuthentication, properties: Properties = []) {
        self.reason = reason
        self.properties = properties
    }
}
