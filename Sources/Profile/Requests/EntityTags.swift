import REST

/// The entity tags (RFC 9110 8.8.3) of the last answers, by the URL that was asked for: what `{{etag}}` stands for.
///
/// A tag is kept as it came, with its quotes and its `W/`.
public struct EntityTags: Sendable {
    /// The name that a template calls it by.
    public static let name = Generators.tagName

    /// The most URLs that are remembered; the ones not heard of for longest go first.
    public static let maximumCount = 1000
    /// A longer tag is none that a request could carry back.
    private static let longest = 4096

    private var tags: [String: String] = [:]
    /// The URLs, the one heard of last at the end.
    private var order: [String] = []
    /// Grows with every change.
    public private(set) var revision = 0

    /// Nothing is known yet.
    public init() {}

    /// The tag of the last answer from a URL; nil when there is none, or it had none.
    public subscript(url: String) -> String? { tags[url] }

    /// What `{{etag}}` stands for in a request for a URL.
    public func value(for url: String) -> TemplateExpander.Generated {
        if let tag = tags[url] { return .value(tag) }
        return .none("\(Self.name): no ETag is known of \(url.prefix { $0 != "?" }): send a GET of it first")
    }

    /// Learns of an answer that is complete.
    public mutating func note(_ exchange: SentRequest) {
        // Pages that are joined are of several URLs.
        guard exchange.state == .finished, exchange.joined == nil, let hop = exchange.hop, let response = hop.response
        else { return }
        // Any other answer says nothing of the resource's state.
        guard (200..<300).contains(response.status) || response.status == 304 else { return }
        let field = response.fields["ETag"].flatMap { $0.isEmpty || $0.utf8.count > Self.longest ? nil : $0 }
        // A 304 without one has not changed it; what a POST made is another resource (RFC 9110 9.3.3).
        if field == nil, response.status == 304 { return }
        let tag = hop.sent.method == "POST" && response.status == 201 ? nil : field
        for url in Set([exchange.url, hop.url]) where !url.isEmpty { set(url, tag) }
    }

    private mutating func set(_ url: String, _ tag: String?) {
        if tags[url] == tag, order.last == url { return }
        order.removeAll { $0 == url }
        tags[url] = tag
        revision += 1
        guard tag != nil else { return }
        order.append(url)
        if order.count > Self.maximumCount { tags[order.removeFirst()] = nil }
    }

    /// The value of a header field in which the quotes around `{{etag}}` give way to those of the tag, so that
    /// `"{{etag}}"` and `{{etag}}` are the same.
    public static func withoutOuterQuotes(_ text: String, for tag: String) -> String {
        guard tag.hasSuffix("\"") else { return text }
        var bytes = Array(text.utf8)
        let quote = UInt8(ascii: "\"")
        for call in TemplateCall.all(in: text).reversed() where call.name == name && call.arguments.isEmpty {
            var start = call.range.lowerBound - 1
            guard start >= 0, bytes[start] == quote, bytes.indices.contains(call.range.upperBound),
                bytes[call.range.upperBound] == quote
            else { continue }
            if tag.hasPrefix("W/"), start >= 2, bytes[(start - 2)..<start].elementsEqual("W/".utf8) { start -= 2 }
            bytes.remove(at: call.range.upperBound)
            bytes.removeSubrange(start..<call.range.lowerBound)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
