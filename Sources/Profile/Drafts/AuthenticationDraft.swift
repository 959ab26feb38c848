/// Enhanced authentication as a person sets it (MQTT 5 4.12): a method whose data is one secret, as a token is.
public struct AuthenticationDraft: Hashable, Sendable {
    /// The method's name, as the broker knows it.
    public var method = ""
    /// What is sent with CONNECT, and again in AUTH when the broker asks or a token is renewed; nil for none.
    public var data: Secret?

    /// No method.
    public init() {}
}
