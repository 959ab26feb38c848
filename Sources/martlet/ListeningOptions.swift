import ArgumentParser
import Scripts

/// How the verbs connect that tell what goes over the wire.
struct ListeningOptions: ParsableArguments {
    @Argument(help: "A saved connection's name, mqtt:// mqtts:// ws:// wss://, or a host name")
    var broker: String?

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    /// How to connect, and what to subscribe to.
    /// - Parameter seconds: after how many to end.
    func request(_ filters: [String], qos: Int, seconds: Int? = nil) throws(ScriptError) -> SubscribeRequest {
        var letters = SubscribeLetters()
        letters.filters = filters
        letters.qos = qos
        letters.seconds = seconds
        var connection = try ConnectionRequest(connection, tls)
        try connection.take(argument: broker, orSaved: self.connection.saved)
        return try Script.wait { [letters, connection] in
            try await letters.request(connection, environment: Script.variable)
        }
    }

    /// What is wrong with a URL that is requested; nil for nothing.
    static func problem(ofHTTP url: String) -> String? {
        url.hasPrefix("http://") || url.hasPrefix("https://")
            ? nil : "--http \(url) does not begin with http:// or https://"
    }

    /// What is wrong with the seconds from one request to the next; nil for nothing.
    static func problem(ofEvery seconds: Double) -> String? {
        (0.01...86_400).contains(seconds) ? nil : "--every \(seconds) is not 0.01 to 86400 seconds"
    }
}
