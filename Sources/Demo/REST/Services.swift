import MQTT
import NIOCore
import NIOHTTP1

/// The REST services of the demo without sockets: requests and moments in, answers out.
///
///     /                the way to the others
///     /sensors         SensorService
///     /tasks/          TaskService
///     /devices/lamp    LampService: also the retained topic home/hall/lamp
///     /status/power    PowerService
struct Services {
    private var sensors: SensorService
    private var tasks: TaskService
    private var power = PowerService()

    init(limits: ServiceLimits = ServiceLimits(), at now: DemoTime) {
        sensors = SensorService(limits: limits)
        tasks = TaskService(limits: limits, at: now)
    }

    /// Answers a request.
    ///
    /// - Parameter retained: The retained message of a topic, as it is now.
    /// - Returns: The answer, and what is to be published, retained, when the answer is to be true.
    mutating func respond(
        to request: ServiceRequest, at now: DemoTime, retained: (String) -> ByteBuffer?
    ) -> (response: ServiceResponse, publish: Publish?) {
        do throws(ServiceProblem) {
            let path = request.path
            switch path.first {
            case "sensors": return (try sensors.respond(to: request, path.dropFirst(), at: now), nil)
            case "tasks": return (try tasks.respond(to: request, path.dropFirst(), at: now), nil)
            case "status": return (try power.respond(to: request, path.dropFirst()), nil)
            case "devices" where path.count == 2 && path[1] == "lamp":
                let answer = try LampService.respond(to: request, retained: retained(LampService.topic))
                let publish = answer.publish.map {
                    Publish(topic: LampService.topic, payload: $0, qos: .atLeastOnce, retain: true)
                }
                return (answer.response, publish)
            case "" where path.count == 1: return (Self.root(request), nil)
            // OPTIONS * asks for the server (RFC 9110 9.3.7).
            case nil where request.method == .OPTIONS: return (Self.root(request), nil)
            default:
                throw ServiceProblem(.notFound, "there are /sensors, /tasks/, /devices/lamp and /status/power")
            }
        } catch {
            return (error.response, nil)
        }
    }

    private static func root(_ request: ServiceRequest) -> ServiceResponse {
        guard request.isReading else { return .methods("GET, HEAD, OPTIONS", for: request) }
        var response = ServiceResponse.json(
            .ok,
            """
            {"_links":{"self":{"href":"/"},
             "sensors":{"href":"/sensors"},
             "tasks":{"href":"/tasks/"},
             "lamp":{"href":"/devices/lamp"},
             "power":{"href":"/status/power"}}}
            """)
        response.headers.replaceOrAdd(name: "Content-Type", value: "application/hal+json")
        response.headers.add(name: "Cache-Control", value: "max-age=60")
        return response
    }
}
