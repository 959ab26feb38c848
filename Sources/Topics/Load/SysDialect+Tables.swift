/// The tables: which topic holds which figure, in the order of preference.
extension SysDialect {
    var lines: [LoadLine] {
        switch self {
        case .mosquitto: Self.mosquittoLines
        case .wiki: Self.wikiLines + Self.wikiHeap
        case .aMQTT: Self.wikiLines + Self.aMQTTHeap
        case .emqx: Self.emqxLines
        case .verneMQ: Self.verneMQLines
        case .rmqtt: Self.rmqttLines
        case .nanoMQ: []
        }
    }

    /// src/sys_tree.c of 1.x, 2.0 and 2.1, and the names that only the manual page of 2.1 has.
    private static let mosquittoLines: [LoadLine] = [
        LoadLine(.broker, .text, "version"),
        LoadLine(.uptime, .seconds, "uptime"),
        LoadLine(.connected, .gauge, "clients/connected", "clients/active"),
        LoadLine(.clients, .gauge, "clients/total"),
        LoadLine(.maximum, .gauge, "clients/maximum"),
        LoadLine(.subscriptions, .gauge, "subscriptions/count"),
        LoadLine(
            .publishIn, .counter, "publish/messages/received", "mqtt/publish/received",
            averages: "load/publish/received"),
        LoadLine(.publishOut, .counter, "publish/messages/sent", "mqtt/publish/sent", averages: "load/publish/sent"),
        LoadLine(.bytesIn, .counter, "bytes/received", averages: "load/bytes/received"),
        LoadLine(.bytesOut, .counter, "bytes/sent", averages: "load/bytes/sent"),
        LoadLine(
            .dropped, .counter, "publish/messages/dropped", "mqtt/publish/dropped", averages: "load/publish/dropped"),
        LoadLine(.packetsIn, .counter, "messages/received", averages: "load/messages/received"),
        LoadLine(.packetsOut, .counter, "messages/sent", averages: "load/messages/sent"),
        LoadLine(.retained, .gauge, "retained messages/count"),
        LoadLine(.stored, .gauge, "store/messages/count", "messages/stored"),
        LoadLine(.storedBytes, .gauge, "store/messages/bytes"),
        LoadLine(.inflight, .gauge, "messages/inflight"),
        LoadLine(.queued, .gauge, "packet/out/count"),
        LoadLine(.queuedBytes, .gauge, "packet/out/bytes"),
        LoadLine(.sockets, .counter, "connections/socket/count", averages: "load/sockets"),
        LoadLine(.connections, .counter, averages: "load/connections"),
        LoadLine(.heap, .gauge, "heap/current", "heap/current size"),
        LoadLine(.heapMaximum, .gauge, "heap/maximum", "heap/maximum size"),
    ]

    /// The wiki page: `load/bytes/…` are totals since the start. aMQTT counts its subscriptions below messages.
    private static let wikiLines: [LoadLine] = [
        LoadLine(.broker, .text, "version"),
        LoadLine(.uptime, .seconds, "uptime"),
        LoadLine(.connected, .gauge, "clients/connected", "clients/active"),
        LoadLine(.clients, .gauge, "clients/total"),
        LoadLine(.maximum, .gauge, "clients/maximum"),
        LoadLine(.subscriptions, .gauge, "subscriptions/count", "messages/subscriptions/count"),
        LoadLine(.publishIn, .counter, "messages/publish/received", "publish/messages/received"),
        LoadLine(.publishOut, .counter, "messages/publish/sent", "publish/messages/sent"),
        LoadLine(.bytesIn, .counter, "load/bytes/received", "bytes/received"),
        LoadLine(.bytesOut, .counter, "load/bytes/sent", "bytes/sent"),
        LoadLine(.dropped, .counter, "messages/publish/dropped", "publish/messages/dropped"),
        LoadLine(.packetsIn, .counter, "messages/received"),
        LoadLine(.packetsOut, .counter, "messages/sent"),
        LoadLine(.retained, .gauge, "messages/retained/count", "retained messages/count"),
        LoadLine(.stored, .gauge, "messages/stored"),
        LoadLine(.inflight, .gauge, "messages/inflight"),
    ]

    private static let wikiHeap: [LoadLine] = [
        LoadLine(.heap, .gauge, "heap/current", "heap/current size"),
        LoadLine(.heapMaximum, .gauge, "heap/maximum", "heap/maximum size"),
    ]

    /// plugins/sys/broker.py.
    private static let aMQTTHeap: [LoadLine] = [
        LoadLine(.heap, .mebibytes, "heap/size"), LoadLine(.heapMaximum, .mebibytes, "heap/maximum"),
    ]

    /// emqx_sys.erl, emqx_stats.erl, emqx_metrics.erl; dots in names are slashes in topics.
    private static let emqxLines: [LoadLine] = [
        LoadLine(.broker, .text, "version"),
        LoadLine(.uptime, .milliseconds, "uptime"),
        LoadLine(.connected, .gauge, "stats/live_connections/count", "stats/connections/count"),
        LoadLine(.clients, .gauge, "stats/sessions/count", "stats/channels/count"),
        LoadLine(.maximum, .gauge, "stats/live_connections/max", "stats/connections/max"),
        LoadLine(.subscriptions, .gauge, "stats/subscriptions/count"),
        LoadLine(.publishIn, .counter, "metrics/packets/publish/received", "metrics/messages/received"),
        LoadLine(.publishOut, .counter, "metrics/packets/publish/sent", "metrics/messages/sent"),
        LoadLine(.bytesIn, .counter, "metrics/bytes/received"),
        LoadLine(.bytesOut, .counter, "metrics/bytes/sent"),
        LoadLine(.dropped, .counter, "metrics/messages/dropped"),
        LoadLine(.packetsIn, .counter, "metrics/packets/received"),
        LoadLine(.packetsOut, .counter, "metrics/packets/sent"),
        LoadLine(.retained, .gauge, "stats/retained/count"),
        LoadLine(.connections, .counter, "metrics/packets/connect/received"),
    ]

    /// vmq_metrics.erl; names are split at every underscore.
    private static let verneMQLines: [LoadLine] = [
        LoadLine(.connected, .gauge, "total/active/connections", "active/mqtt/connections"),
        LoadLine(.clients, .gauge, "queue/processes"),
        LoadLine(.subscriptions, .gauge, "router/subscriptions"),
        LoadLine(.publishIn, .counter, "mqtt/publish/received"),
        LoadLine(.publishOut, .counter, "mqtt/publish/sent"),
        LoadLine(.bytesIn, .counter, "bytes/received"),
        LoadLine(.bytesOut, .counter, "bytes/sent"),
        LoadLine(.dropped, .counter, "queue/message/drop"),
        LoadLine(.retained, .gauge, "retain/messages"),
        LoadLine(.sockets, .counter, "socket/open"),
        LoadLine(.connections, .counter, "mqtt/connect/received"),
        LoadLine(.heap, .gauge, "vm/memory/total"),
    ]

    /// The plugin rmqtt-sys-topic: one JSON object each; `retaineds` since 0.23.
    private static let rmqttLines: [LoadLine] = [
        LoadLine(.connected, .gauge, in: "stats", member: "connections.count"),
        LoadLine(.clients, .gauge, in: "stats", member: "sessions.count"),
        LoadLine(.maximum, .gauge, in: "stats", member: "connections.max"),
        LoadLine(.subscriptions, .gauge, in: "stats", member: "subscriptions.count"),
        LoadLine(.retained, .gauge, in: "stats", member: "retaineds.count", "retained.count"),
        LoadLine(.inflight, .gauge, in: "stats", member: "out_inflights.count"),
        LoadLine(.queued, .gauge, in: "stats", member: "message_queues.count"),
        LoadLine(.publishIn, .counter, in: "metrics", member: "messages.publish"),
        LoadLine(.publishOut, .counter, in: "metrics", member: "messages.delivered"),
        LoadLine(.dropped, .counter, in: "metrics", member: "messages.dropped"),
        LoadLine(.connections, .counter, in: "metrics", member: "client.connect"),
    ]
}
