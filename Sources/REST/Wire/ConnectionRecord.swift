import NIOCore

/// What one connection knows of itself and of the request that travels on it; touched on its event loop only.
final class ConnectionRecord {
    /// Its number in the client.
    let number: Int
    /// When it stood, on the clock of the system.
    var connectedAt = Timings.now()
    /// When TLS began and was agreed on.
    var tlsSpan: (start: Int64, end: Int64)?
    /// The protocol.
    var version = "HTTP/1.1"
    var remoteAddress = ""
    var localAddress = ""
    var proxy: String?
    var tunnel: Connection.Tunnel?
    var tls: Connection.TLS?
    /// The cipher suite that the server's hello named.
    var cipher = ""
    /// Whether its request asks for another protocol behind a 101.
    var asksToSwitch = false
    /// Whether HTTP has ended on it and what comes is another protocol's (RFC 9110 7.8).
    var isSwitched = false
    /// Requests that have travelled on it.
    var uses = 0
    /// The request that travels on it.
    var attempt: Attempt?
    /// The request that travelled on it before.
    var last: Attempt?

    /// HTTP/1.1: the head that was read last.
    var head: Response?
    /// HTTP/2: the heads that were read and have not come out of the codec yet, the oldest first.
    var heads: [Response] = []
    /// The answer that came to its end last; of HTTP/2 only when it has trailers.
    var finished: Response?

    init(number: Int) { self.number = number }

    /// Keeps what is known of an answer that cannot be read any further.
    func broken(_ response: Response) {
        attempt?.update { state in
            state.beginning = attempt?.raw.beginning ?? []
            // The head is there already: only what is known at the end is new.
            if (state.hop.response?.status ?? 0) != 0 {
                state.hop.response?.take(endOf: response)
            } else if response.status != 0 || !response.informational.isEmpty {
                state.hop.response = response
            }
        }
    }

    /// Keeps a head that is none, as it came.
    func refused(_ response: Response) {
        guard let attempt else { return }
        response.bytes.withUnsafeBytes { attempt.raw.append($0) }
        guard response.status != 0 else { return }
        attempt.update { state in
            var response = response
            response.informational = state.hop.response?.informational ?? []
            state.hop.response = response
        }
    }

    /// The facts for the request that takes the connection now.
    var facts: Connection {
        var facts = Connection(
            number: number, earlierRequests: uses, version: version, remoteAddress: remoteAddress,
            localAddress: localAddress, proxy: proxy, tls: tls)
        facts.tunnel = tunnel
        return facts
    }
}
