import ArgumentParser
import Profile
import Scripts
import Text

/// How `martlet run` follows an answer without an end, as `martlet request` does.
struct StreamOptions: ParsableArguments {
    @Flag(
        name: .customLong("stream"),
        help: "Print each event of the answer as a line as it comes (with --json a line of JSON)")
    var isAsked = false

    @Option(name: .customLong("count"), parsing: .unconditional, help: "End after so many events")
    var count: Int?

    @Flag(name: .customLong("no-reconnect"), help: "End when the connection of an event stream ends")
    var endsWithConnection = false

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count \(count): 1 at least") }
        if !isAsked, count != nil || endsWithConnection {
            throw ValidationError("--count and --no-reconnect belong to --stream")
        }
    }

    /// What they ask for.
    func streaming(isJSON: Bool, time: Int64?) -> CurlArguments.Streaming {
        var streaming = CurlArguments.Streaming()
        streaming.isAsked = isAsked
        (streaming.count, streaming.time, streaming.isJSON) = (count, time, isJSON)
        streaming.endsWithConnection = endsWithConnection
        return streaming
    }
}
