import Payloads

/// Where a figure is found in one dialect of `$SYS`, and how its number is to be read.
struct LoadSource: Sendable {
    /// How the number is to be read.
    enum Kind: Sendable {
        /// A measure at this moment.
        case gauge
        /// Counts up from the broker's start; what is shown is how fast.
        case counter
        /// mosquitto's exponentially weighted average of events per minute, over a span.
        case perMinute(LoadSpan)
        /// Words.
        case text
        /// A duration in seconds, with or without the word.
        case seconds
        /// A duration in milliseconds.
        case milliseconds
        /// A measure in 2^20 bytes.
        case mebibytes
    }

    let figure: LoadFigure
    let kind: Kind
    /// Of several places with a value for a figure the lowest rank counts.
    let rank: Int
    /// The topic below the dialect's prefix.
    let topic: String
    /// The member of a JSON payload; nil when the payload is the value.
    let member: JSONFieldPath?
}

/// A line of a dialect's table: a figure and its places, the best first.
struct LoadLine {
    var sources: [LoadSource] = []

    init(_ figure: LoadFigure, _ kind: LoadSource.Kind, _ topics: String..., averages: String? = nil) {
        for (rank, topic) in topics.enumerated() {
            sources.append(LoadSource(figure: figure, kind: kind, rank: rank, topic: topic, member: nil))
        }
        guard let averages else { return }
        for (span, word) in [(LoadSpan.minute, "1min"), (.fiveMinutes, "5min"), (.quarter, "15min")] {
            sources.append(
                LoadSource(
                    figure: figure, kind: .perMinute(span), rank: topics.count, topic: "\(averages)/\(word)",
                    member: nil))
        }
    }

    init(_ figure: LoadFigure, _ kind: LoadSource.Kind, in topic: String, member: String...) {
        for (rank, name) in member.enumerated() {
            sources.append(
                LoadSource(figure: figure, kind: kind, rank: rank, topic: topic, member: JSONFieldPath(keys: name)))
        }
    }
}
