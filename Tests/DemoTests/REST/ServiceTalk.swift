import MQTT
import NIOCore
import NIOHTTP1

@testable import Demo

/// A talk with the services without sockets, with a clock turned by hand and a topic that a test may look into.
final class ServiceTalk {
    private(set) var now = DemoTime(milliseconds: 1_795_559_471_000)
    private var services: Services
    var retained: [String: String] = [:]
    private(set) var published: [String] = []

    init(limits: ServiceLimits = ServiceLimits()) { services = Services(limits: limits, at: now) }

    /// The broker of the demo listens there.
    func listen(at url: String) { services.broker = url }

    func pass(seconds: Int) { now = now + .seconds(seconds) }

    /// Sends a request: `say("PUT", "/sensors/a", "{…}", ["If-Match": …])`.
    @discardableResult
    func say(_ method: String, _ target: String, _ body: String = "", _ headers: HTTPHeaders = [:]) -> Answer {
        guard
            let request = ServiceRequest(
                method: HTTPMethod(rawValue: method), target: target, headers: headers, body: ByteBuffer(string: body))
        else { return Answer(status: 0, headers: [:], body: "", isCompressed: false) }
        let (response, publish) = services.respond(to: request, at: now) { topic in
            retained[topic].map { ByteBuffer(string: $0) }
        }
        if let publish {
            published.append("\(publish.topic) \(publish.text)\(publish.retain ? " (retained)" : "")")
            retained[publish.topic] = publish.text
        }
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: String(buffer: response.body),
            isCompressed: response.isCompressed)
    }

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: String
        let isCompressed: Bool

        subscript(field: String) -> String { headers[field].joined(separator: ", ") }

        /// Status and content without the last line feed.
        var short: String {
            body.isEmpty ? "\(status)" : "\(status) \(body.hasSuffix("\n") ? String(body.dropLast()) : body)"
        }
    }
}
