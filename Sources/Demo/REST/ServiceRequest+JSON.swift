import FoundationEssentials
import NIOCore
import NIOHTTP1

extension ServiceRequest {
    /// The content as a JSON value of a known shape, whatever Content-Type says: `curl -d` calls everything a form.
    /// Throws a ``ServiceProblem`` that names what is wrong.
    func json<Value: Decodable>(_ type: Value.Type) throws(ServiceProblem) -> Value {
        let contentType = headers.first(name: "Content-Type")?.lowercased() ?? ""
        if contentType.contains("xml") || contentType.hasPrefix("multipart/") {
            throw ServiceProblem(.unsupportedMediaType, "the content must be JSON, not \(contentType.prefix(60))")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw ServiceProblem(.badRequest, Self.words(for: error))
        }
    }

    private static func words(for error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "\(place(context)) must be \(words(for: type))"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\(place(context)): \(context.debugDescription)"
        default: "the content is not JSON"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        context.codingPath.last.map { "\"\($0.stringValue)\"" } ?? "the content"
    }

    private static func words(for type: any Any.Type) -> String {
        if type == String.self { return "a text" }
        if type == Bool.self { return "true or false" }
        if type == Int.self { return "a whole number" }
        return "an object"
    }
}
