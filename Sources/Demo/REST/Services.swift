import MQTT
import NIOCore
import NIOHTTP1

/// The REST services of the demo without sockets: requests and moments in, answers out.
///
///     /                the way to the others
///     /sensors         SensorService
///     /tasks/          TaskService
///     /devices/lamp    LampService: also the retained topic home/hall/lamp
///     /devices/thermostat ThermostatService: the retained topic home/living/thermostat, to read
///     /status/power    PowerService
///     /events          EventService: what the broker takes, without an end; given by RESTConnection itself
///     /.well-known/wot ThingService: the lamp, as a Thing Description
struct Services {
    private var sensors: SensorService
    private var tasks: TaskService
    private var power = PowerService()
    /// The URL of the demo's broker, for whoever describes a device; nil until it listens.
    var broker: String?

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
            case ".well-known" where path.count == 2 && path[1] == "wot":
                return (ThingService.respond(to: request, broker: broker), nil)
            case "devices" where path.count == 2 && path[1] == "thermostat":
                let state = retained(ThermostatService.topic)
                return (try ThermostatService.respond(to: request, retained: state), nil)
            // GET never comes here: its answer has no end.
            case "events" where path.count == 1: return (.methods("GET, OPTIONS", for: request), nil)
            case "" where path.count == 1: return (Self.root(request), nil)
            // OPTIONS * asks for the server (RFC 9110 9.3.7).
            case nil where request.method == .OPTIONS: return (Self.root(request), nil)
            default:
                throw ServiceProblem(
                    .notFound,
                    "there are /sensors, /tasks/, /devices/lamp, /devices/thermostat, /status/power, /events and \(ThingService.path)"
                )
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
             "sensors":{"href":"/sensors","title":"Sensors"},
             "sensor":{"href":"/sensors/{name}","templated":true,"title":"One sensor"},
             "tasks":{"href":"/tasks/","title":"Tasks"},
             "tasks-by-page":{"href":"/tasks/{?page,limit}","templated":true,"title":"Tasks, page by page"},
             "task":{"href":"/tasks/{id}/","templated":true,"title":"One task"},
             "lamp":{"href":"/devices/lamp","title":"The lamp of home/hall/lamp"},
             "thermostat":{"href":"/devices/thermostat","title":"The thermostat of home/living/thermostat"},
             "power":{"href":"/status/power","title":"Power"},
             "events":{"href":"/events{?topic}","templated":true,"type":"text/event-stream","title":"What the devices say, as it comes"},
             "thing":{"href":"\(ThingService.path)","type":"application/td+json","title":"The lamp as a Thing"}}}
            """)
        response.headers.replaceOrAdd(name: "Content-Type", value: "application/hal+json")
        response.headers.add(name: "Cache-Control", value: "max-age=60")
        return response
    }
}
