import Glibc
import NIOCore

extension ConnectionFailure {
    /// A connection that had been accepted ended, and no packet said why: in words, with what it came right behind.
    ///
    /// - Parameter error: what the system said; nil when the broker just closed.
    static func lost(_ endpoint: Endpoint, _ error: (any Error)? = nil, _ cause: ConnectionCause) -> ConnectionFailure {
        if let failure = error as? ConnectionFailure { return failure.ended(by: cause) }
        let place = endpoint.spokenAuthority
        let words = (error as? IOError).map { String(cString: strerror($0.errnoCode)) }
        let detail = error.map { String(describing: $0) } ?? ""
        // Not the broker's doing: nothing that was sent is to blame.
        guard cause.closer == .broker else {
            return ConnectionFailure(
                .connectionLost, "the connection to \(place) broke\(words.map { " (\($0))" } ?? "")",
                advice: "check the network", detail: detail
            ).ended(by: cause)
        }
        let verb = words == nil ? "closed" : "reset"
        if let behind = cause.behind {
            return ConnectionFailure(
                .connectionLost, "\(place) \(verb) the connection \(behind)",
                advice: cause.remedy ?? "see the broker's log", detail: detail
            ).ended(by: cause)
        }
        let since = cause.last.map { ", \(ConnectionCause.time($0.before)) after \($0.type.name)" } ?? ""
        return ConnectionFailure(
            .connectionLost, "\(place) \(verb) the connection without a word\(since)",
            advice: cause.hasClientID
                ? "see the broker's log; perhaps another client uses the same client identifier"
                : "see the broker's log",
            detail: detail
        ).ended(by: cause)
    }

    /// The same failure with the facts of the end.
    func ended(by cause: ConnectionCause?) -> ConnectionFailure {
        var failure = self
        failure.cause = cause
        return failure
    }

    /// Whether two failures are the same to a person: the times in them may differ.
    public func isSame(as other: ConnectionFailure) -> Bool {
        guard let cause, let theirs = other.cause else { return self == other }
        return kind == other.kind && cause.isSame(as: theirs)
    }
}
