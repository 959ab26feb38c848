import Expectations
import Opener
import Payloads
import Profile
import REST
import Scripts
import Synchronization
import Text

/// Keeps what an answer brings as it goes by, and judges it at its end by the checks of its request.
final class AnswerJudge: Sendable {
    private struct State {
        var body: [UInt8] = []
        var isTooLarge = false
        var exchange: REST.Exchange?
    }

    private let checks: [String]
    private let variables: Variables
    private let mask: SecretMask
    private let state = Mutex(State())
    /// A body of more bytes is not judged.
    private static let limit = 256 << 20

    init(_ checks: [String], _ variables: Variables, mask: SecretMask) {
        self.checks = checks
        self.variables = variables
        self.mask = mask
    }

    /// A piece of the body.
    func take(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            if state.isTooLarge { return }
            state.isTooLarge = state.body.count + bytes.count > Self.limit
            // A half would be judged as if it were all.
            if state.isTooLarge { state.body = [] } else { state.body += bytes }
        }
    }

    /// It is sent again.
    func beginAgain() {
        // What failed halfway and is tried anew is no part of the answer.
        state.withLock { $0 = State() }
    }

    /// What came in the end.
    func note(_ exchange: REST.Exchange) {
        state.withLock { $0.exchange = exchange }
    }

    /// What each check came to; nil when there is no answer to judge.
    var results: (all: [CheckResult], time: Int64)? {
        state.withLock { state in
            guard let exchange = state.exchange, let response = exchange.response else { return nil }
            if state.isTooLarge {
                let words = "the body has more than \(grouped(Self.limit)) bytes: it is not judged"
                return (checks.map { CheckResult($0, problem: words) }, exchange.duration)
            }
            let answer = Subject(response, body: PayloadBytes(state.body), duration: exchange.duration)
            return (CheckResult.all(checks, of: answer, variables, mask), exchange.duration)
        }
    }
}
