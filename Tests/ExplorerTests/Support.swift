import Explorer

/// A random source that gives the same numbers on every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

extension Workspace {
    /// Takes a message in whose parts are given as arrays or texts.
    func take(
        _ topic: String, _ payload: some Sequence<UInt8> = [], properties: [UInt8] = [],
        flags: MessageFlags = [],
        at time: Moment = 1_000_000
    ) {
        let payload = Array(payload)
        Array(topic.utf8).withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                properties.withUnsafeBytes { properties in
                    receive(topic: topic, payload: payload, properties: properties, flags: flags, at: time)
                }
            }
        }
    }

    /// Does all work there is.
    func settle(now: Moment? = nil) {
        while advance(until: .now + .seconds(5), now: now) {}
    }
}

extension TopicTree {
    /// The visible rows as text: depth in spaces, `-` open, `+` closed, `*` a match.
    func lines() -> [String] {
        rows(in: 0..<rowCount).map { row in
            let mark = row.hasChildren ? (row.isOpen ? "-" : "+") : " "
            return String(repeating: "  ", count: row.depth) + mark + levelName(row.id)
                + (row.isMatch ? "*" : "")
        }
    }
}
