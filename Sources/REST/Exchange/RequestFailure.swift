import Glibc

/// Why a request has no complete answer, in the user's words: what failed and where, and what to try.
public struct RequestFailure: Error, Sendable {
    /// What kind of failure it is, for programs.
    public enum Kind: Hashable, Sendable {
        /// The URL cannot be used; nothing was sent.
        case badURL
        /// The scheme of the URL, or of a place that an answer leads to, is none of those that are allowed.
        case schemeNotAllowed
        /// A field, the method, a file or an option cannot be used; nothing was sent.
        case badRequest
        /// The host's name, or the proxy's, has no address.
        case nameNotFound
        /// Nobody listens there.
        case refused
        /// Connections cannot come from the address or interface that is asked for.
        case localAddress
        /// None of the ciphers that are asked for is known here.
        case ciphers
        /// The authorities to trust cannot be read.
        case authorities
        /// No way to that machine.
        case unreachable
        /// The proxy said no, broke its protocol or cannot be reached.
        case proxy
        /// TLS could not be agreed on.
        case tls
        /// The server's certificate was not accepted: expired, for another name, or signed by nobody trusted here.
        case certificate
        /// The server wants a client certificate, or did not accept the one it got.
        case clientCertificate
        /// A phase took too long.
        case timedOut(Phase)
        /// The token that was sent was refused, and no other could be had.
        case signIn
        /// The connection ended before the first byte of an answer.
        case noAnswer
        /// The connection ended in the middle of the answer.
        case incomplete
        /// The connection was reset.
        case reset
        /// HTTP/2: the server ended the stream and keeps the connection (RFC 9113 6.4).
        case streamReset
        /// HTTP/2: the server ended the connection before it took the request (RFC 9113 6.8).
        case goneAway
        /// The answer breaks HTTP.
        case malformed
        /// HTTP/1.1: the head of the answer breaks HTTP.
        case malformedHead
        /// HTTP/1.1: the head of the answer, or what comes before it, is larger than any may be.
        case endlessHead
        /// HTTP/2: the frames cannot be followed (RFC 9113 5.4.1).
        case framing
        /// More redirects than allowed, or in a circle.
        case redirects
        /// The answer is larger than allowed.
        case tooLarge
        /// The body is not in the coding it is said to be in.
        case badCoding
        /// The disk: a file to send or the answer's own could not be read or written.
        case file
        /// The person ended it.
        case cancelled
    }

    /// What was going on.
    public enum Phase: String, Hashable, Sendable {
        /// Looking up the name.
        case nameLookup = "name look-up"
        /// Making the connection.
        case connect = "connect"
        /// Agreeing on TLS.
        case tls = "TLS"
        /// Sending the request.
        case send = "request sent"
        /// Waiting for the answer's first byte.
        case firstByte = "first byte"
        /// Receiving the answer.
        case lastByte = "last byte"
    }

    /// What of a request may mend a failure.
    public enum Setting: Sendable {
        /// Who is trusted, or whether the server is checked at all.
        case authorities
        /// The client's certificate and its key.
        case identity
        /// The name that is asked for and checked in the place of the URL's.
        case serverName
        /// How long all of it may take, and how long nothing may move.
        case time, silence

        /// The letters that set it, as curl has them.
        public var letters: String {
            switch self {
            case .authorities: "--cacert, -k"
            case .identity: "--cert and --key"
            // The name is that of the URL, which may lead elsewhere.
            case .serverName: "--connect-to"
            case .time: "-m"
            case .silence: "-y"
            }
        }
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// What failed and where.
    public var summary: String
    /// What to try next; empty when there is nothing to say.
    public var advice: String
    /// What sets what the advice speaks of; nil where it speaks of no setting.
    public var setting: Setting?
    /// What the system or a library said; for a log, not for the first line.
    public var detail: String
    /// What was going on; nil when nothing was sent yet.
    public var phase: Phase?
    /// The certificates that the server showed, when they are what failed.
    public var certificates: [Certificate] = []
    /// What came of the exchange before it failed; nil when nothing was sent.
    public var exchange: Exchange?

    init(_ kind: Kind, _ summary: String, advice: String = "", detail: String = "", phase: Phase? = nil) {
        self.kind = kind
        self.summary = summary
        self.advice = advice
        self.detail = detail
        self.phase = phase
    }
}

extension RequestFailure: CustomStringConvertible {
    /// The one line: what failed, what to try, and the letters of a command line for it.
    public var description: String { told(setting?.letters) }

    /// The one line, with another name for the setting that the advice speaks of.
    public func told(_ name: String?) -> String {
        guard !advice.isEmpty else { return summary }
        return "\(summary); \(advice)" + (name.map { " (\($0))" } ?? "")
    }
}

extension RequestFailure {
    static func badURL(_ summary: String, advice: String) -> RequestFailure {
        RequestFailure(.badURL, summary, advice: advice)
    }

    static func badRequest(_ summary: String, advice: String) -> RequestFailure {
        RequestFailure(.badRequest, summary, advice: advice)
    }
}
