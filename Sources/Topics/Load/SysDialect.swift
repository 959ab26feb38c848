/// How a broker writes `$SYS`: the names differ, and so do the units behind equal names.
public enum SysDialect: String, CaseIterable, Sendable {
    /// mosquitto 1.x, 2.0 and 2.1, and the demo's broker.
    case mosquitto
    /// The old page of the mqtt.org wiki: RSMB, HiveMQ 2 and 3, Moquette, many small brokers.
    case wiki
    /// aMQTT: the old wiki names, and what is beside them.
    case aMQTT
    /// EMQX.
    case emqx
    /// VerneMQ.
    case verneMQ
    /// RMQTT.
    case rmqtt
    /// NanoMQ: events only, no figures.
    case nanoMQ

    /// What people call it.
    public var label: String {
        switch self {
        case .mosquitto: "mosquitto"
        case .wiki: "old wiki names"
        case .aMQTT: "aMQTT"
        case .emqx: "EMQX"
        case .verneMQ: "VerneMQ"
        case .rmqtt: "RMQTT"
        case .nanoMQ: "NanoMQ"
        }
    }

    /// The dialect whose signs this one has too.
    var base: SysDialect? { self == .aMQTT ? .wiki : nil }

    /// Whether every value comes at every beat, so that a missing one has gone. mosquitto sends what has changed.
    var repeatsValues: Bool { self == .emqx || self == .verneMQ || self == .rmqtt }

    /// What a person waiting for the first figures is told.
    public var interval: Int {
        switch self {
        case .mosquitto, .wiki, .aMQTT: 10
        case .emqx, .rmqtt, .nanoMQ: 60
        case .verneMQ: 20
        }
    }

    // MARK: - Recognition

    /// What a topic says about who writes it.
    enum Sign: Equatable {
        /// Only this dialect has such a topic.
        case certain(SysDialect)
        /// A guess that a certain sign replaces.
        case likely(SysDialect)
    }

    /// The sign in a topic of `$SYS`, by its levels without the first; nil when it says nothing.
    static func sign(of levels: [Substring]) -> Sign? {
        guard let first = levels.first else { return nil }
        switch first {
        // RSMB, mosquitto and those after them write $SYS/broker; EMQX and NanoMQ $SYS/brokers/NODE; VerneMQ
        // $SYS/NODE@HOST.
        case "broker": return brokerSign(Array(levels.dropFirst()))
        case "brokers": return brokersSign(Array(levels.dropFirst()))
        // VerneMQ names its nodes as Erlang does: `VerneMQ@127.0.0.1`.
        default: return first.contains("@") && levels.count > 1 ? .certain(.verneMQ) : nil
        }
    }

    private static func brokerSign(_ rest: [Substring]) -> Sign? {
        switch rest.first {
        case "load":
            // The same word for totals since the start and for averages: only the last level tells.
            return rest.last?.hasSuffix("min") == true ? .certain(.mosquitto) : .certain(.wiki)
        case "cpu": return .certain(.aMQTT)
        // `heap/current size` is of mosquitto's: only a bare `size` is aMQTT's.
        case "heap" where rest.last == "size": return .certain(.aMQTT)
        // aMQTT has such a topic too, but also heap/size, which mosquitto has not.
        case "heap" where rest.last == "maximum": return .likely(.mosquitto)
        case "messages" where rest.count == 3:
            return rest[1] == "subscriptions" ? .certain(.aMQTT) : .certain(.wiki)
        case "publish", "store", "heap", "packet", "shared_subscriptions", "retained messages":
            return .certain(.mosquitto)
        case nil: return nil
        default: return .likely(.mosquitto)
        }
    }

    private static func brokersSign(_ rest: [Substring]) -> Sign? {
        switch rest.first {
        case "connected", "disconnected", "client_status": return .certain(.nanoMQ)
        case nil: return .likely(.emqx)
        default: break
        }
        guard rest.count > 1 else { return nil }
        switch rest[1] {
        // RMQTT has one object there, EMQX a topic for each figure below.
        case "stats", "metrics": return rest.count == 2 ? .certain(.rmqtt) : .certain(.emqx)
        case "version", "sysdescr", "uptime", "datetime": return .certain(.emqx)
        case "session": return .certain(.rmqtt)
        default: return .likely(.emqx)
        }
    }

    // MARK: - Places

    /// Splits a topic's levels without `$SYS` into the node that speaks and the topic of the tables; nil for a topic of
    /// another shape.
    func place(_ levels: [Substring]) -> (node: String, topic: String)? {
        switch self {
        case .mosquitto, .wiki, .aMQTT:
            guard levels.first == "broker" else { return nil }
            return ("", levels.dropFirst().joined(separator: "/"))
        case .emqx, .rmqtt, .nanoMQ:
            // `$SYS/brokers` lists the nodes; figures lie below one of them.
            guard levels.first == "brokers", levels.count > 2 else { return nil }
            return (String(levels[1]), levels.dropFirst(2).joined(separator: "/"))
        case .verneMQ:
            guard levels.count > 1 else { return nil }
            return (String(levels[0]), levels.dropFirst().joined(separator: "/"))
        }
    }

    /// The places of figures by their topic below the prefix.
    var sources: [String: [LoadSource]] { Self.tables[self] ?? [:] }

    private static let tables: [SysDialect: [String: [LoadSource]]] = Dictionary(
        uniqueKeysWithValues: allCases.map { dialect in
            (dialect, Dictionary(grouping: dialect.lines.flatMap(\.sources), by: \.topic))
        })
}
