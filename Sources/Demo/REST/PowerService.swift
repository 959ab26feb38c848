import NIOCore
import NIOHTTP1

/// `/status/power`: a switch, the smallest resource there is. It is read and set as JSON or as a word.
///
///     GET /status/power                       200 {"power":"on"}; `on` for who accepts text/plain
///     PUT /status/power {"power":"off"}       200; also `off`, "off", {"on":false}, 0, false
struct PowerService {
    private var isOn = true

    private struct State: Decodable {
        let power: Word?
        let on: Word?

        var isOn: Bool? { (power ?? on)?.isOn }
    }

    /// One of the ways to say on and off in JSON.
    private enum Word: Decodable {
        case text(String)
        case flag(Bool)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        var isOn: Bool? {
            switch self {
            case .flag(let flag): flag
            case .number(let number): PowerService.isOn("\(number)")
            case .text(let text): PowerService.isOn(text)
            }
        }
    }

    /// Answers a request for the path after `/status`.
    mutating func respond(
        to request: ServiceRequest, _ path: ArraySlice<String>
    ) throws(ServiceProblem) -> ServiceResponse {
        guard path.first == "power", path.count == 1 || path.count == 2 && path.last == "" else {
            throw ServiceProblem(.notFound, "of the status there is the power alone: /status/power")
        }
        switch request.method {
        case .GET, .HEAD:
            return try represent(for: request)
        case .PUT, .PATCH:
            // The tag of any form names the state that a change was made from.
            let tags = Set(Form.allCases.map { $0.tag(isOn) })
            if Preconditions.check(request, tags: tags, current: Form.json.tag(isOn), modified: nil) != nil {
                throw ServiceProblem(.preconditionFailed, "the power is not in the state that the condition names")
            }
            isOn = try Self.wanted(request)
            return try represent(for: request.unconditional)
        default:
            return .methods("GET, HEAD, PUT, PATCH, OPTIONS", for: request)
        }
    }

    private static func wanted(_ request: ServiceRequest) throws(ServiceProblem) -> Bool {
        let text = String(buffer: request.body)
        if let isOn = isOn(text) { return isOn }
        // An object is asked for its member; anything else is the value itself.
        if text.contains("{"), let isOn = try request.json(State.self).isOn { return isOn }
        if !text.contains("{"), let isOn = (try? request.json(Word.self))?.isOn { return isOn }
        throw ServiceProblem(.badRequest, "the power is \"on\" or \"off\", as in {\"power\":\"off\"}")
    }

    private static func isOn(_ text: String) -> Bool? {
        switch text.lowercased().filter({ !$0.isWhitespace }) {
        case "on", "1", "true": true
        case "off", "0", "false": false
        default: nil
        }
    }

    // MARK: - Representations

    private enum Form: String, CaseIterable {
        case json = "application/json"
        case text = "text/plain"

        func body(_ isOn: Bool) -> ByteBuffer {
            let word = isOn ? "on" : "off"
            return ByteBuffer(string: self == .json ? "{\"power\":\"\(word)\"}\n" : "\(word)\n")
        }

        func tag(_ isOn: Bool) -> EntityTag { EntityTag(of: body(isOn)) }
    }

    private func represent(for request: ServiceRequest) throws(ServiceProblem) -> ServiceResponse {
        let offered = Form.allCases.map(\.rawValue)
        guard let form = Negotiation("Accept", in: request.headers).mediaType(of: offered).flatMap(Form.init) else {
            throw ServiceProblem(.notAcceptable, "the power comes as \(offered.joined(separator: ", "))")
        }
        var response = ServiceResponse(status: .ok, body: form.body(isOn))
        let tag = form.tag(isOn)
        response.headers.add(name: "ETag", value: tag.text)
        response.headers.add(name: "Cache-Control", value: "no-cache")
        response.headers.add(name: "Vary", value: "Accept")
        if let status = Preconditions.check(request, tags: [tag], current: tag, modified: nil) {
            if status == .preconditionFailed {
                throw ServiceProblem(status, "the power is not in the state that the condition names")
            }
            return ServiceResponse(status: status, headers: response.headers)
        }
        response.headers.add(name: "Content-Type", value: form.rawValue)
        return response
    }
}
