import MQTT
import Opener
import Profile

extension ConnectionRequest {
    /// A plan whose client gets another before a token or a signature in it ends.
    /// - Parameter find: makes it anew.
    static func renewing(
        _ plan: ConnectionPlan, _ find: @escaping @Sendable () async throws(ConnectionOpener.Failure) -> ConnectionPlan
    ) -> ConnectionPlan {
        // A password that does not end need not be asked for again at each reconnect.
        guard plan.isPerishable else { return plan }
        var plan = plan
        let name = plan.configuration.clientID
        plan.configuration.renewal = { _, answer in
            Task {
                do throws(ConnectionOpener.Failure) {
                    var next = try await find()
                    // A name made by chance stays: it is the same client. Before the next renewal is made of it.
                    next.configuration.clientID = name
                    answer(.success(renewing(next, find).configuration))
                } catch {
                    answer(.failure(.noSettings(error.description)))
                }
            }
        }
        return plan
    }
}
