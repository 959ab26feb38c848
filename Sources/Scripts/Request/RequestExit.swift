public import REST

extension ExitStatus {
    /// `-f`, and the server answered 400 or more (curl's CURLE_HTTP_RETURNED_ERROR).
    public static let httpError: Int32 = 22
    /// The arguments cannot be used (curl's CURLE_FAILED_INIT).
    public static let badArguments: Int32 = 2
    /// More redirects than allowed (curl's CURLE_TOO_MANY_REDIRECTS).
    public static let redirects: Int32 = 47
    /// The time was over before the end (curl's CURLE_OPERATION_TIMEDOUT).
    public static let late: Int32 = 28
    /// What came broke off or said that something is wrong (curl's CURLE_RECV_ERROR).
    public static let receiveError: Int32 = 56
    /// The output cannot be written (curl's CURLE_WRITE_ERROR).
    public static let writeError: Int32 = 23

    /// curl's code for a request that failed, where it asks what had come and over which protocol.
    private static func broken(_ failure: RequestFailure) -> Int32 {
        let hop = failure.exchange?.hop
        let isHTTP2 = hop?.connection?.version == "HTTP/2"
        let hasStatus = hop?.response?.status ?? 0 != 0
        return switch failure.kind {
        // Of HTTP/2 the connection broke beneath a stream (CURLE_PARTIAL_FILE).
        case .noAnswer: isHTTP2 ? 18 : 52
        // No frame makes sense: as if nothing had come (CURLE_GOT_NOTHING), or CURLE_HTTP2.
        case .framing: hasStatus ? 16 : 52
        // The stream alone (CURLE_HTTP2_STREAM).
        case .malformed where isHTTP2: 92
        // No HTTP at all (CURLE_UNSUPPORTED_PROTOCOL), a head that cannot be (CURLE_WEIRD_SERVER_REPLY), or a body that
        // breaks off its framing (CURLE_RECV_ERROR).
        case .malformedHead: hasStatus ? 8 : 1
        default: hasStatus ? 56 : 1
        }
    }

    /// curl's code for a request that failed.
    public static func request(_ failure: RequestFailure) -> Int32 {
        switch failure.kind {
        case .badURL: 3
        case .schemeNotAllowed: 1
        case .badRequest: badArguments
        case .nameNotFound: 6
        case .refused, .unreachable: 7
        case .localAddress: 45
        case .ciphers: 59
        case .authorities: 77
        case .proxy:
            // A proxy that answers and does not connect on (curl's CURLE_RECV_ERROR).
            failure.phase == .nameLookup
                ? 5 : failure.exchange?.hop?.connection?.tunnel?.response != nil ? 56 : 97
        case .tls, .clientCertificate: 35
        case .certificate: 60
        case .timedOut: late
        // curl's CURLE_LOGIN_DENIED.
        case .signIn: 67
        case .incomplete: 18
        // A line of more than 100 KiB is CURLE_OUT_OF_MEMORY or CURLE_TOO_LARGE there, by its version: it is a head without end too.
        case .reset, .endlessHead: receiveError
        case .streamReset: 92
        case .goneAway: 16
        case .noAnswer, .framing, .malformed, .malformedHead: broken(failure)
        case .redirects: redirects
        case .tooLarge: 63
        case .badCoding: 61
        // The file of an answer is written, that of a body is read (CURLE_READ_ERROR).
        case .file: failure.phase == .lastByte ? writeError : 26
        case .cancelled: 42
        }
    }
}
