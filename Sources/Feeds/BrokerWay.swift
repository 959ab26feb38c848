import MQTT
import Synchronization

/// How a broker is reached: what its client was given last, and who is asked for more.
final class BrokerWay: Sendable {
    private let last: Mutex<ClientConfiguration>
    private let ask: (@Sendable (RenewalRequest) -> Void)?

    init(_ configuration: ClientConfiguration, ask: (@Sendable (RenewalRequest) -> Void)?) {
        last = Mutex(configuration)
        self.ask = ask
    }

    /// What the client was given last.
    var configuration: ClientConfiguration { last.withLock { $0 } }

    /// The same for the client, which asks here before its next attempt.
    var asking: ClientConfiguration {
        var given = configuration
        guard let ask else { return given }
        given.renewal = { [self] failure, answer in
            ask(
                RenewalRequest(failure: failure) { [self] found in
                    answer(
                        found.map { new in
                            if let new { last.withLock { $0 = new } }
                            return asking
                        })
                })
        }
        return given
    }
}
