import NIOCore
import Text

/// The broker's figures under mosquitto's names and in its units; each answered only when it has changed.
struct SysFigures {
    private let version: String
    private var published: [String: String] = [:]
    private var loads: [LoadAverage]
    private var last: NIODeadline?

    /// The names of the loads, in the order of ``counted(_:)``.
    private static let loadNames = [
        "messages/received", "messages/sent", "publish/dropped", "publish/received", "publish/sent", "bytes/received",
        "bytes/sent", "sockets", "connections",
    ]
    private static let spans = ["1min", "5min", "15min"]

    init(version: String) {
        self.version = version
        loads = Self.loadNames.map { _ in LoadAverage() }
    }

    private static func counted(_ counters: Counters) -> [Int] {
        [
            counters.packetsReceived, counters.packetsSent, counters.publishesDropped, counters.publishesReceived,
            counters.publishesSent, counters.bytesReceived, counters.bytesSent, counters.socketsOpened,
            counters.connectsReceived,
        ]
    }

    /// The topics whose value has changed, with their new values; all of them the first time.
    mutating func update(_ counters: Counters, _ gauges: Gauges, at now: NIODeadline) -> [(String, String)] {
        let totals = Self.counted(counters)
        for index in loads.indices {
            loads[index].update(total: totals[index], elapsed: last.map { now - $0 } ?? .zero)
        }
        last = now
        var changed: [(String, String)] = []
        for (name, value) in plain(counters, gauges) + averages() where published[name] != value {
            published[name] = value
            changed.append(("$SYS/broker/\(name)", value))
        }
        return changed
    }

    private func averages() -> [(String, String)] {
        zip(Self.loadNames, loads).flatMap { name, load in
            zip(Self.spans, load.values).map { ("load/\(name)/\($0)", $1.fixed(2)) }
        }
    }

    private func plain(_ counters: Counters, _ gauges: Gauges) -> [(String, String)] {
        let texts = [("version", version), ("uptime", "\(gauges.uptime) seconds")]
        let numbers: [(String, Int)] = [
            ("clients/total", gauges.connected + gauges.disconnected),
            ("clients/connected", gauges.connected), ("clients/active", gauges.connected),
            ("clients/disconnected", gauges.disconnected), ("clients/inactive", gauges.disconnected),
            ("clients/maximum", counters.maximumClients), ("clients/expired", counters.expiredClients),
            ("messages/received", counters.packetsReceived), ("messages/sent", counters.packetsSent),
            ("messages/stored", gauges.storedMessages), ("store/messages/count", gauges.storedMessages),
            ("store/messages/bytes", gauges.storedBytes),
            ("publish/messages/received", counters.publishesReceived),
            ("publish/messages/sent", counters.publishesSent),
            ("publish/messages/dropped", counters.publishesDropped),
            ("publish/bytes/received", counters.publishBytesReceived),
            ("publish/bytes/sent", counters.publishBytesSent),
            ("bytes/received", counters.bytesReceived), ("bytes/sent", counters.bytesSent),
            ("subscriptions/count", gauges.subscriptions),
            ("shared_subscriptions/count", gauges.sharedSubscriptions),
            ("retained messages/count", gauges.retained),
        ]
        return texts + numbers.map { ($0, "\($1)") }
    }
}
