import NIOCore
import NIOHTTP1
import Text

/// `/sensors`: the classic exercise. A sensor is `[name, value, time]`; an unknown one is answered with 409.
///
///     POST   /sensors        {"name":"sensor1"}   201; 400 on bad input, 409 when it exists
///     GET    /sensors                             200, all of them
///     GET    /sensors/sensor1                     200
///     PUT    /sensors/sensor1 {"value":"237"}     200; 400 unless digits
///     DELETE /sensors/sensor1                     204
struct SensorService {
    private struct Sensor {
        let name: String
        /// Its digits; nil until the first PUT.
        var value: String?
        /// When it was made or last set.
        var time: DemoTime

        var json: String {
            "[\(JSONString.quoted(name)),\(value.map(JSONString.quoted) ?? "null"),\(JSONString.quoted(time.timestamp))]"
        }
    }

    private struct Name: Decodable { let name: String }
    private struct Value: Decodable { let value: String }

    private var sensors: [Sensor] = []
    private let most: Int
    private static let noStore: HTTPHeaders = ["Cache-Control": "no-store"]

    init(limits: ServiceLimits) { most = limits.sensors }

    /// Answers a request for the path after `/sensors`.
    mutating func respond(
        to request: ServiceRequest, _ path: ArraySlice<String>, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        switch path.count {
        case 0: return try respondAll(to: request, at: now)
        case 1 where path.first == "": return try respondAll(to: request, at: now)
        case 1: return try respondOne(to: request, path[path.startIndex], at: now)
        default: throw ServiceProblem(.notFound, "a sensor has nothing below it: /sensors/NAME")
        }
    }

    private mutating func respondAll(
        to request: ServiceRequest, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        switch request.method {
        case .GET, .HEAD:
            return .json(.ok, "[\(sensors.map(\.json).joined(separator: ","))]", Self.noStore)
        case .POST:
            let name = try request.json(Name.self).name
            // A name is one segment of a path.
            guard (1...64).contains(name.unicodeScalars.count), !name.contains("/"), !name.hasControls,
                !name.contains(where: \.isNewline)
            else {
                throw ServiceProblem(.badRequest, "\"name\" must be 1 to 64 characters on one line, without /")
            }
            if sensors.contains(where: { $0.name == name }) {
                throw ServiceProblem(.conflict, "the sensor \(name) exists already: PUT sets its value")
            }
            if sensors.count >= most {
                throw ServiceProblem(.insufficientStorage, "\(most) sensors are the most: DELETE one first")
            }
            let sensor = Sensor(name: name, value: nil, time: now)
            sensors.append(sensor)
            var headers = Self.noStore
            headers.add(name: "Location", value: "/sensors/\(PercentEncoding.component(name))")
            return .json(.created, sensor.json, headers)
        default:
            return .methods("GET, HEAD, POST, OPTIONS", for: request)
        }
    }

    private mutating func respondOne(
        to request: ServiceRequest, _ name: String, at now: DemoTime
    ) throws(ServiceProblem) -> ServiceResponse {
        switch request.method {
        case .GET, .HEAD:
            return .json(.ok, sensors[try index(of: name)].json, Self.noStore)
        case .PUT:
            let index = try index(of: name)
            let value = try request.json(Value.self).value
            guard (1...64).contains(value.utf8.count), value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw ServiceProblem(.badRequest, "\"value\" must be 1 to 64 digits, as in {\"value\":\"237\"}")
            }
            sensors[index].value = value
            sensors[index].time = now
            return .json(.ok, sensors[index].json, Self.noStore)
        case .DELETE:
            sensors.remove(at: try index(of: name))
            return .empty(.noContent)
        default:
            return .methods("GET, HEAD, PUT, DELETE, OPTIONS", for: request)
        }
    }

    private func index(of name: String) throws(ServiceProblem) -> Int {
        if let index = sensors.firstIndex(where: { $0.name == name }) { return index }
        let shown = String(name.prefix(64))
        throw ServiceProblem(
            .conflict, "there is no sensor \(shown): POST {\"name\":\(JSONString.quoted(shown))} to /sensors makes it")
    }
}
