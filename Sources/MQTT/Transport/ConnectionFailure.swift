/// Why there is no connection, in the user's words.
///
/// The words are one line: what failed and where (``summary``), and what to try (``advice``). What the system or a
/// library said is kept apart in ``detail``.
public struct ConnectionFailure: Error, Hashable, Sendable {
    /// What kind of failure it is, for programs.
    public enum Kind: Hashable, Sendable {
        /// An option or a file named by one is wrong; nothing was sent.
        case badOptions
        /// The settings for an attempt could not be had, such as a secret; nothing was sent.
        case noSettings
        /// The host's name has no address.
        case nameNotFound
        /// The machine answered that nobody listens on that port, or the unix socket does not exist.
        case connectionRefused
        /// No way to that machine.
        case unreachable
        /// No answer within the connect time-out.
        case timedOut
        /// The SOCKS5 proxy did not open the way to the broker.
        case proxyRefused
        /// The broker's certificate is signed by an authority that is not trusted.
        case tlsUnknownAuthority
        /// The broker's certificate is not valid now: expired, or not yet valid.
        case tlsExpired
        /// The broker's certificate is for another name.
        case tlsWrongHost
        /// The broker wants a client certificate and got none.
        case tlsClientCertificateRequired
        /// The broker did not accept the client certificate.
        case tlsClientCertificateRefused
        /// The broker did not accept the shared key, or does not know its name.
        case tlsSharedKeyRefused
        /// What answers on that port does not speak TLS.
        case tlsNotSpoken
        /// TLS failed in another way.
        case tlsOther
        /// The server answered the WebSocket upgrade with this HTTP status.
        case webSocketRefused(status: Int)
        /// The server's answer to the WebSocket upgrade, or a frame, breaks RFC 6455.
        case webSocketBroken
        /// What answered is not an MQTT broker, or broke the protocol.
        case malformed
        /// The connection was closed before a CONNACK.
        case closedBeforeConnectAck
        /// No CONNACK within the time-out.
        case silent
        /// The CONNACK refused the connection.
        case refused(ConnectRefusal)
        /// The server sent DISCONNECT (MQTT 5 3.14).
        case disconnectedByServer(code: UInt8)
        /// Another client connected with the same client identifier (MQTT 5 reason code 0x8E).
        case sessionTakenOver
        /// The server is asking to use another one (MQTT 5 4.11).
        case redirected(to: String?, isPermanent: Bool)
        /// Nothing came within the keep alive time: the connection was half open.
        case keepAliveTimedOut
        /// The connection ended without a DISCONNECT.
        case connectionLost
    }

    /// What a refusing CONNACK said.
    public struct ConnectRefusal: Hashable, Sendable {
        /// The code as it stood in the CONNACK: a reason code in MQTT 5, a return code 1-5 before; the exit code of
        /// mosquitto's programs.
        public var code: UInt8
        /// Whether trying again with the same options is pointless: bad credentials, not authorised, banned.
        public var isPermanent: Bool

        /// A refusal with the code as it stood in the CONNACK.
        public init(code: UInt8, isPermanent: Bool) {
            self.code = code
            self.isPermanent = isPermanent
        }
    }

    /// A setting that may mend it, for whoever has words of his own for settings, such as the letters of a command line.
    public enum Setting: Hashable, Sendable {
        /// An older version of the protocol.
        case olderVersion
        /// Another version of the protocol.
        case version
        /// Whether what can be read on ends the connection.
        case strictness
        /// The authorities that are trusted, or that none has to be.
        case authorities
        /// The client certificate and its key.
        case identity
        /// The key shared with the broker and its name.
        case sharedKey
        /// The client certificate and its key, or a shared key in their place.
        case identityOrSharedKey
        /// The name that the certificate is checked against: one that is in it.
        case serverName(String)
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// What failed and where.
    public var summary: String
    /// What to try next.
    public var advice: String
    /// What the system or a library said; for a log, not for the first line.
    public var detail: String
    /// How the connection ended; nil when there was none.
    public internal(set) var cause: ConnectionCause?
    /// The setting that ``advice`` speaks of last.
    public internal(set) var setting: Setting?

    /// Texts of the peer's that stand in its words: what others say may hold what nobody may read.
    var quotes: [String] = []

    /// The same with other words for what it quotes of the peer.
    public func quoting(_ words: (String) -> String) -> ConnectionFailure {
        var failure = self
        for (index, quote) in quotes.enumerated() {
            let said = words(quote)
            guard said != quote, !quote.isEmpty else { continue }
            failure.summary = failure.summary.replacing(quote, with: said)
            failure.advice = failure.advice.replacing(quote, with: said)
            if case .serverName(quote) = failure.setting { failure.setting = .serverName(said) }
            failure.quotes[index] = said
        }
        return failure
    }

    /// The settings for an attempt could not be had; words for a person.
    public static func noSettings(_ words: String) -> ConnectionFailure {
        ConnectionFailure(.noSettings, words, advice: "")
    }

    init(
        _ kind: Kind, _ summary: String, advice: String, setting: Setting? = nil, detail: String = "",
        quoting quotes: [String?] = []
    ) {
        self.quotes = quotes.compactMap(\.self)
        self.kind = kind
        self.setting = setting
        self.summary = summary
        self.advice = advice
        self.detail = detail
    }

    /// Whether trying again with the same options is pointless until a person changes something.
    public var isPermanent: Bool {
        switch kind {
        case .badOptions, .tlsUnknownAuthority, .tlsExpired, .tlsWrongHost, .tlsClientCertificateRequired,
            .tlsClientCertificateRefused, .tlsSharedKeyRefused, .tlsNotSpoken, .sessionTakenOver, .redirected:
            true
        case .webSocketRefused(let status):
            // 408 and 429 ask for another attempt (RFC 9110 15.5.9, RFC 6585 4).
            (400..<500).contains(status) && status != 408 && status != 429
        case .refused(let refusal):
            refusal.isPermanent
        case .noSettings, .nameNotFound, .connectionRefused, .unreachable, .timedOut, .proxyRefused, .tlsOther,
            .webSocketBroken,
            .malformed,
            .closedBeforeConnectAck, .silent, .disconnectedByServer, .keepAliveTimedOut,
            .connectionLost:
            false
        }
    }
}

extension ConnectionFailure: CustomStringConvertible {
    /// The one line: what failed, and what to try.
    public var description: String { advice.isEmpty ? summary : "\(summary); \(advice)" }

    /// The line for who shows already which broker it is about.
    /// - Parameter place: its authority, as ``summary`` begins with it.
    public func description(besides place: String) -> String {
        let text = description
        if text.hasPrefix("\(place) ") { return String(text.dropFirst(place.count + 1)) }
        // `the certificate of broker:8883 expired on ...`
        let owner = "the certificate of \(place) "
        return text.hasPrefix(owner) ? "the certificate \(text.dropFirst(owner.count))" : text
    }
}
