import NIOCore
import NIOHTTP1

/// `/devices/lamp`: the retained message of `home/hall/lamp` as a resource. A PUT is a publish, a publish is what the next
/// GET gives.
struct LampService {
    /// The topic that is its state.
    static let topic = "home/hall/lamp"
    /// A larger retained message is no lamp's, and is not sent as one.
    static let mostBytes = 1 << 20

    private struct State: Decodable {
        let on: Bool?
        let brightness: Int?
    }

    /// Answers a request.
    ///
    /// - Parameter retained: The topic's retained message, as it is now.
    /// - Returns: The answer, and what is to be published as the new retained message.
    static func respond(
        to request: ServiceRequest, retained: ByteBuffer?
    ) throws(ServiceProblem) -> (response: ServiceResponse, publish: ByteBuffer?) {
        switch request.method {
        case .GET, .HEAD:
            guard let retained else {
                throw ServiceProblem(.notFound, "there is no retained message at \(topic): PUT {\"on\":true} makes one")
            }
            return (try represent(retained, for: request), nil)
        case .PUT, .PATCH:
            try checkConditions(request, retained)
            let state = try newState(request, retained)
            // Without conditions: they were about the state before.
            var response = try represent(state, for: request.unconditional)
            response.headers.add(name: "Content-Location", value: "/devices/lamp")
            return (response, state)
        default:
            return (.methods("GET, HEAD, PUT, PATCH, OPTIONS", for: request), nil)
        }
    }

    /// What is not mentioned stays as it is.
    private static func newState(
        _ request: ServiceRequest, _ retained: ByteBuffer?
    ) throws(ServiceProblem) -> ByteBuffer {
        let wanted = try request.json(State.self)
        guard wanted.on != nil || wanted.brightness != nil else {
            throw ServiceProblem(.badRequest, "give \"on\" or \"brightness\", as in {\"on\":true,\"brightness\":40}")
        }
        if let level = wanted.brightness, !(0...100).contains(level) {
            throw ServiceProblem(.badRequest, "\"brightness\" must be 0 to 100")
        }
        let known = retained.flatMap { $0.readableBytes > mostBytes ? nil : LampState(text: String(buffer: $0)) }
        let state = LampState(
            isOn: wanted.on ?? known?.isOn ?? true, brightness: wanted.brightness ?? known?.brightness ?? 80)
        return ByteBuffer(string: state.json)
    }

    private static func represent(
        _ state: ByteBuffer, for request: ServiceRequest
    ) throws(ServiceProblem) -> ServiceResponse {
        try RetainedResource(topic: topic, mostBytes: mostBytes, thing: "lamp", changed: changed).represent(
            state, for: request)
    }

    private static func checkConditions(_ request: ServiceRequest, _ retained: ByteBuffer?) throws(ServiceProblem) {
        guard let retained else {
            // If-Match: * asks for a state to be there (RFC 9110 13.1.1).
            if !request.headers["If-Match"].isEmpty { throw changed }
            return
        }
        // Both codings: the client may have read either.
        let tags: Set = [EntityTag(of: retained), EntityTag(of: retained, isCompressed: true)]
        let status = Preconditions.check(request, tags: tags, current: EntityTag(of: retained), modified: nil)
        if status != nil { throw changed }
    }

    private static var changed: ServiceProblem {
        ServiceProblem(.preconditionFailed, "the lamp is not in the state that the condition names: GET it again")
    }
}
