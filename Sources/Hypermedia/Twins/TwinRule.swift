import Text

/// A topic and a resource that tell the same thing, as a rule: `devices/{id}/state` and `http://host/api/devices/{id}`.
///
/// A name in braces stands for one level of the topic and one segment of the path; everything else stands for itself.
public struct TwinRule: Hashable, Sendable {
    /// The topic, names in braces for what differs.
    public var topic: String
    /// The URL, the same names in braces.
    public var url: String

    /// A rule of its two sides.
    public init(topic: String, url: String) {
        self.topic = topic
        self.url = url
    }

    /// What is wrong with the rule, in words; nil when nothing is.
    public var problem: String? {
        if topic.isEmpty { return "the topic is missing" }
        if TopicFault.hasWildcard(topic.utf8) { return "write {name} for a level that differs, not + or #" }
        guard URLReference(url).origin != nil else { return "the URL is not whole: http://host/path" }
        let (levels, segments) = (Self.names(in: topic), Self.names(in: URLReference(url).path))
        if Set(levels) != Set(segments) { return "both sides need the same names in braces" }
        return nil
    }

    private static func names(in text: String) -> [String] {
        text.split(separator: "/").compactMap { name(of: $0) }
    }

    /// `{id}`
    private static func name(of part: Substring) -> String? {
        part.count > 2 && part.hasPrefix("{") && part.hasSuffix("}") ? String(part.dropFirst().dropLast()) : nil
    }

    /// The URL of the resource that tells the same as a topic; nil when the rule is not for that topic.
    public func url(ofTopic topic: String) -> String? {
        guard let values = Self.match(topic, self.topic, decodes: false) else { return nil }
        var parts = URLReference(url)
        guard let path = Self.fill(parts.path, values, encodes: true) else { return nil }
        parts.path = path
        return parts.text
    }

    /// The topic that tells the same as a resource; nil when the rule is not for that URL. Its query does not matter.
    public func topic(ofURL url: String) -> String? {
        guard URLReference.haveSameOrigin(url, self.url),
            let values = Self.match(URLReference(url).path, URLReference(self.url).path, decodes: true)
        else { return nil }
        return Self.fill(topic, values, encodes: false)
    }

    private static func match(_ text: String, _ pattern: String, decodes: Bool) -> [String: String]? {
        // An empty level is a level: `/a` has two (MQTT 5 4.7.1.1).
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == wanted.count else { return nil }
        var values: [String: String] = [:]
        for (part, wanted) in zip(parts, wanted) {
            guard let name = name(of: wanted) else {
                guard part == wanted else { return nil }
                continue
            }
            let value = decodes ? PercentEncoding.decode(part) : String(part)
            // A name that stands twice stands for one thing.
            guard !value.isEmpty, values[name] ?? value == value else { return nil }
            values[name] = value
        }
        return values
    }

    private static func fill(_ pattern: String, _ values: [String: String], encodes: Bool) -> String? {
        var parts: [String] = []
        for part in pattern.split(separator: "/", omittingEmptySubsequences: false) {
            guard let name = name(of: part) else {
                parts.append(String(part))
                continue
            }
            guard let value = values[name] else { return nil }
            // A level of a topic has no slash, whatever a path has encoded.
            if !encodes, value.utf8.contains(UInt8(ascii: "/")) || TopicFault.hasWildcard(value.utf8) { return nil }
            parts.append(encodes ? PercentEncoding.component(value) : value)
        }
        return parts.joined(separator: "/")
    }

    /// The rule that a topic and a URL suggest by the names that both have: the last of those in the path is what differs
    /// from device to device. With none in common they are twins by themselves.
    public static func learned(topic: String, url: String) -> TwinRule {
        var parts = URLReference(url)
        (parts.query, parts.fragment) = (nil, nil)
        var levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var segments = parts.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // The last: what stands in front (`api`, `devices`) is mostly the same for all of them.
        if let place = segments.lastIndex(where: { !$0.isEmpty && levels.contains(PercentEncoding.decode($0)) }),
            let level = levels.lastIndex(of: PercentEncoding.decode(segments[place]))
        {
            segments[place] = "{id}"
            levels[level] = "{id}"
            parts.path = segments.joined(separator: "/")
        }
        return TwinRule(topic: levels.joined(separator: "/"), url: parts.text)
    }

    /// Which of some URLs is most likely the twin of a topic: the one with most names in common, the last of several.
    public static func likely(_ urls: some Sequence<String>, for topic: String) -> String? {
        let levels = Set(topic.split(separator: "/").map { $0.lowercased() })
        var best: (url: String, count: Int)?
        for url in urls {
            let segments = URLReference(url).path.split(separator: "/").map { PercentEncoding.decode($0).lowercased() }
            let count = segments.count { levels.contains($0) }
            if count > 0, count >= best?.count ?? 0 { best = (url, count) }
        }
        return best?.url
    }

    /// Which of some topics is most likely the twin of a URL.
    public static func likely(_ topics: some Sequence<String>, forURL url: String) -> String? {
        let segments = Set(URLReference(url).path.split(separator: "/").map { PercentEncoding.decode($0).lowercased() })
        var best: (topic: String, count: Int)?
        for topic in topics {
            let count = topic.split(separator: "/").count { segments.contains($0.lowercased()) }
            if count > 0, count > best?.count ?? 0 { best = (topic, count) }
        }
        return best?.topic
    }
}
