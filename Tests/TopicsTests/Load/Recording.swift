import TestSupport
import Text
import Topics

/// What a broker publishes under `$SYS`, beat by beat, as its sources and its documents say: name and value, below a prefix.
struct Recording {
    /// Where the topics begin: `$SYS/broker/`.
    var prefix: String
    /// Microseconds between beats.
    var interval: Int64
    /// Whether the broker stores what it says.
    var isRetained: Bool

    static let start: Moment = 1_767_323_045_000_000

    /// Plays beats, the first of which is what the broker had stored if it stores anything; in each beat the messages come a
    /// millisecond apart.
    func play(_ beats: [[(String, String)]], into live: LiveData, first: Int = 0, from start: Moment = start) {
        for (index, values) in zip(first..., beats) {
            for (place, (name, value)) in values.enumerated() {
                live.take(
                    prefix + name, Array(value.utf8), flags: isRetained && index == 0 ? .retain : [],
                    // What was stored comes at once, some time before the next beat.
                    at: start + Int64(index) * interval + Int64(place) * 1_000
                        + (isRetained && index == 0 ? interval * 3 / 10 : 0))
            }
        }
    }

    static let mosquitto = Recording(prefix: "$SYS/broker/", interval: 10_000_000, isRetained: true)
    static let emqx = Recording(prefix: "$SYS/brokers/emqx@127.0.0.1/", interval: 60_000_000, isRetained: false)
    static let verneMQ = Recording(prefix: "$SYS/VerneMQ@127.0.0.1/", interval: 20_000_000, isRetained: false)
    static let rmqtt = Recording(prefix: "$SYS/brokers/1/", interval: 60_000_000, isRetained: false)
}

extension SystemLoad {
    func value(_ figure: LoadFigure) -> Double? { tile(figure).value }
}
