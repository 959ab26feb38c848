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

    /// curl's code for an answer that breaks HTTP: none at all (CURLE_UNSUPPORTED_PROTOCOL), a head that cannot be
    /// (CURLE_WEIRD_SERVER_REPLY), or a body that breaks off its framing (CURLE_RECV_ERROR).
    private static func malformed(_ failure: RequestFailure) -> Int32 {
        guard failure.exchange?.hop?.connection?.version != "HTTP/2" else { return 8 }
        guard failure.exchange?.hop?.response?.status ?? 0 != 0 else { return 1 }
        return failure.phase == .lastByte ? 56 : 8
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
        case .noAnswer: 52
        case .incomplete: 18
        // Of HTTP/2 it may be the stream alone (curl's CURLE_HTTP2_STREAM).
        case .reset: failure.exchange?.hop?.connection?.version == "HTTP/2" ? 92 : 56
        case .malformed: malformed(failure)
        case .redirects: redirects
        case .tooLarge: 63
        case .badCoding: 61
        case .file: failure.phase == .lastByte ? writeError : 26
        case .cancelled: 42
        }
    }
}
