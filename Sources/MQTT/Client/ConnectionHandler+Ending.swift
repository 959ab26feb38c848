import Glibc
import NIOCore

extension ConnectionHandler.End {
    /// Who ended the connection.
    var closer: ConnectionCause.Closer {
        switch self {
        case .state(let error):
            switch error {
            case .refused, .disconnected: .broker
            case .keepAliveTimeout, .connectTimeout: .timeout
            default: .client
            }
        case .closedByPeer: .broker
        case .channel(let error):
            switch (error as? IOError)?.errnoCode {
            // What a broker that closes with bytes of ours unread looks like from here.
            case ECONNRESET, EPIPE: .broker
            default: .network
            }
        }
    }

    /// The reason that went over the wire, either way.
    var reason: ReasonCode? {
        guard case .state(let error) = self else { return nil }
        return switch error {
        case .refused(let answer): answer.reason
        case .disconnected(let disconnect): disconnect.reason
        case .violation(let violation): violation.reason
        default: nil
        }
    }
}
