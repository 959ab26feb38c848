import SignIn
import Synchronization
import Text

/// When what a connection is opened with ends: the earliest of its tokens.
final class TokenTimes: Sendable {
    private let first = Mutex<Moment?>(nil)

    /// When others are to be got.
    var renewalAt: Moment? { first.withLock { $0 } }

    func note(_ token: SignInToken) {
        guard let time = token.renewalAt else { return }
        first.withLock { $0 = min($0 ?? time, time) }
    }
}
