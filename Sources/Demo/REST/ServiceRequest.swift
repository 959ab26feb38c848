import NIOCore
import NIOHTTP1
import Text

/// A whole request, as the services see it.
struct ServiceRequest {
    /// The method, as sent.
    var method: HTTPMethod
    /// The path's segments, percent-decoded: `/tasks/7` is `["tasks", "7"]`, `/tasks/` is `["tasks", ""]`.
    var path: [String]
    /// The query's members in order, percent-decoded.
    var query: [(name: String, value: String)]
    /// The header fields, every line of them.
    var headers: HTTPHeaders
    /// The content.
    var body: ByteBuffer

    /// The request for a target in origin-form or absolute-form (RFC 9112 3.2); nil when its percent-encoding is broken.
    init?(method: HTTPMethod, target: String, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        var target = target[...]
        // absolute-form, as to a proxy: scheme and host are passed over.
        if let scheme = target.firstRange(of: "://"), !target.hasPrefix("/") {
            let rest = target[scheme.upperBound...]
            target = rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? "/"
        }
        if let fragment = target.firstIndex(of: "#") { target = target[..<fragment] }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pathText = parts.first ?? ""
        var segments: [String] = []
        // The first is empty: a path begins with a slash.
        for segment in pathText.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let text = Self.decoded(segment) else { return nil }
            segments.append(text)
        }
        var members: [(name: String, value: String)] = []
        for pair in FormPairs.split(parts.count > 1 ? parts[1] : "") {
            guard let name = Self.decoded(pair.name), let value = Self.decoded(pair.value ?? "") else { return nil }
            members.append((name, value))
        }
        self.method = method
        path = segments
        query = members
        self.headers = headers
        self.body = body
    }

    /// The first value of a query member.
    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// True when the answer's content is not sent: it would be the same as for GET (RFC 9110 9.3.2).
    var isReading: Bool { method == .GET || method == .HEAD }

    /// The same without conditions: for the new state, once they are met.
    var unconditional: ServiceRequest {
        var request = self
        for name in ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"] {
            request.headers.remove(name: name)
        }
        return request
    }

    private static func decoded(_ text: Substring) -> String? {
        PercentEncoding.bytes(of: text).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
