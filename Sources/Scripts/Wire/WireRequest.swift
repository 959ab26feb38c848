import MQTT
import Wire

/// What `wire` is asked to do.
public struct WireRequest: Sendable {
    /// How to connect, and what to subscribe to.
    public var subscribe: SubscribeRequest
    /// Which rows are told, as ``Wire/WireFilter`` reads it.
    public var filter = ""
    /// Whether each packet is a row, in place of each handshake.
    public var isFlat = false
    /// Whether rows are lines of JSON.
    public var isJSON = false
    /// Whether passwords, tokens and cookies are told.
    public var revealsSecrets = false
    /// After how many rows to end.
    public var count: Int?
    /// A URL that is requested too, and how often.
    public var http: (url: String, every: Duration?)?
    /// A file for Wireshark; `-` is standard output.
    public var file: String?
    /// The version of the program, and what its requests say of it.
    public var version: String
    /// What `User-Agent` says.
    public var userAgent: String

    /// A request that says only how to connect.
    public init(_ subscribe: SubscribeRequest, version: String, userAgent: String) {
        self.subscribe = subscribe
        self.version = version
        self.userAgent = userAgent
    }
}
