import Payloads
public import Text

/// A client came, went, subscribed or unsubscribed, as the broker tells it.
public struct PresenceEvent: Equatable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable {
        case connected, disconnected, subscribed, unsubscribed
    }

    /// Where it is told.
    enum Source: Equatable {
        /// A topic that names the client and what happened.
        case topic(Kind, client: String, node: String)
        /// A topic that names the client; the payload says what happened.
        case status(client: String)
        /// A topic that says what happened; the payload names the client.
        case kind(Kind)
        /// A bridge of mosquitto: `1` or `0`.
        case bridge(String)
    }

    /// When it was told.
    public var at: Moment
    /// What happened.
    public var kind: Kind
    /// The client identifier, or the bridge's name.
    public var client: String
    /// What else is told: address, user, version, reason.
    public var details: String
}

extension PresenceEvent.Source {
    /// The place that a topic's levels without `$SYS` name; nil when it is none.
    init?(topic levels: [Substring]) {
        guard let first = levels.first else { return nil }
        if first == "broker" {
            guard levels.count == 4, levels[1] == "connection", levels[3] == "state" else { return nil }
            self = .bridge(String(levels[2]))
            return
        }
        guard first == "brokers", levels.count >= 2 else { return nil }
        if levels.count == 2, let kind = PresenceEvent.Kind(rawValue: String(levels[1])) {
            self = .kind(kind)
        } else if levels.count == 3, levels[1] == "client_status" {
            self = .status(client: String(levels[2]))
        } else if let place = levels.firstIndex(of: "clients"), levels.count >= place + 3,
            let kind = PresenceEvent.Kind(rawValue: String(levels[levels.count - 1]))
        {
            // A client identifier may hold slashes.
            let client = levels[(place + 1)..<(levels.count - 1)].joined(separator: "/")
            self = .topic(kind, client: client, node: String(levels[1]))
        } else {
            return nil
        }
    }
}

extension PresenceEvent {
    /// Reads a message; nil when it says nothing of a client.
    init?(_ source: Source, payload: UnsafeRawBufferPointer, at time: Moment) {
        // Such a message is short; what is not is not gone through.
        let bytes = UnsafeRawBufferPointer(rebasing: payload.prefix(8_192))
        switch source {
        case .topic(let kind, let client, let node):
            self.init(at: time, kind: kind, client: client, details: Self.details(bytes))
            // EMQX names its nodes as `emqx@10.0.0.5`.
            if node.contains("@") { details += details.isEmpty ? "on \(node)" : ", on \(node)" }
        case .status(let client):
            let status = Self.member("status", bytes) ?? ""
            guard status == "online" || status == "offline" else { return nil }
            self.init(
                at: time, kind: status == "online" ? .connected : .disconnected, client: client,
                details: Self.details(bytes))
        case .kind(let kind):
            let client = Self.member("client_id", bytes) ?? Self.member("clientid", bytes) ?? "?"
            self.init(at: time, kind: kind, client: client, details: Self.details(bytes))
        case .bridge(let name):
            guard let isUp = NumericValue(bytes)?.value else { return nil }
            self.init(at: time, kind: isUp == 0 ? .disconnected : .connected, client: name, details: "bridge")
        }
    }

    /// Reads a line of mosquitto's log: `New client connected from 127.0.0.1:4711 as lamp (p5, c1, k60).`,
    /// `Client lamp disconnected.`, `Client lamp closed its connection.`
    init?(logLine line: String, at time: Moment) {
        if line.hasPrefix("New client connected from "), let place = line.range(of: " as ") {
            let address = line[..<place.lower].dropFirst("New client connected from ".count)
            let rest = line[place.upper...]
            let client = rest.range(of: " (").map { rest[..<$0.lower] } ?? rest
            let facts = rest.dropFirst(client.count).drop { $0 == " " || $0 == "(" }.prefix { $0 != ")" }
            self.init(
                at: time, kind: .connected, client: String(client),
                details: facts.isEmpty ? "from \(address)" : "from \(address), \(facts)")
            return
        }
        guard line.hasPrefix("Client ") else { return nil }
        let rest = line.dropFirst("Client ".count)
        for words in [
            " disconnected", " closed its connection", " has exceeded timeout", " already connected",
        ] {
            // The first of these words: an identifier that holds them is cut there.
            guard let place = rest.range(of: words) else { continue }
            let reason = rest[place.lower...].drop { $0 == " " }
            self.init(
                at: time, kind: .disconnected, client: String(rest[..<place.lower]),
                details: String(reason.hasSuffix(".") ? reason.dropLast() : reason))
            return
        }
        return nil
    }

    /// What is told beside the name, in one line.
    private static func details(_ bytes: UnsafeRawBufferPointer) -> String {
        var parts: [String] = []
        for (key, words) in [
            ("reason", ""), ("reason_code", "reason "), ("ipaddress", "from "), ("IPv4", "from "),
            ("username", "user "),
            ("proto_ver", "v"), ("keepalive", "keep alive "), ("topic", ""), ("node", "node "),
        ] {
            // `undefined` is how Erlang, and so EMQX, writes what it does not know.
            guard let value = member(key, bytes), !value.isEmpty, value != "undefined", value != "null" else {
                continue
            }
            parts.append(words + (key == "proto_ver" ? version(value) : value))
        }
        return parts.joined(separator: ", ")
    }

    /// The protocol level of CONNECT (MQTT 5 3.1.2.2) as people write the version.
    private static func version(_ level: String) -> String {
        switch level {
        case "3": "3.1"
        case "4": "3.1.1"
        default: level
        }
    }

    private static func member(_ key: String, _ bytes: UnsafeRawBufferPointer) -> String? {
        JSONValues.scalar(at: JSONFieldPath(keys: key), in: bytes).map {
            JSONValues.text(UnsafeRawBufferPointer(rebasing: $0.prefix(256)))
        }
    }
}

extension StringProtocol {
    /// Where a text is found first, by its bytes; nil when it is not.
    fileprivate func range(of text: String) -> (lower: Index, upper: Index)? {
        let wanted = Array(text.utf8)
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: wanted) { return (start, utf8.index(start, offsetBy: wanted.count)) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
