import NIOCore
import NIOHTTP1

/// `/devices/thermostat`: the retained message of `home/living/thermostat` as a resource that is read; the target is set by
/// a publish to the topic's `/set`.
enum ThermostatService {
    /// The topic that is its state.
    static let topic = "home/living/thermostat"

    private static let resource = RetainedResource(
        topic: topic, mostBytes: 1 << 20, thing: "thermostat",
        changed: ServiceProblem(
            .preconditionFailed, "the thermostat is not in the state that the condition names: GET it again"))

    /// Answers a request.
    /// - Parameter retained: the topic's retained message, as it is now.
    static func respond(
        to request: ServiceRequest, retained: ByteBuffer?
    ) throws(ServiceProblem) -> ServiceResponse {
        guard request.isReading else { return .methods("GET, HEAD, OPTIONS", for: request) }
        guard let retained else { throw ServiceProblem(.notFound, "there is no retained message at \(topic) yet") }
        return try resource.represent(retained, for: request)
    }
}
