/// How long the monkey plays, and from which seed.
struct MonkeyOptions {
    /// Events of all kinds, keys and others; nil until the time is over.
    var keys: Int?
    /// Seconds; nil until the keys are done.
    var seconds: Int?
    /// What all its choices follow from.
    var seed: UInt64 = 1
    /// The most seconds of the loop's own time that an event may take.
    var limit = 1.0

    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst(), let value = rest.popFirst() {
            switch name {
            case "--keys": keys = Int(value)
            case "--seconds": seconds = Int(value)
            case "--seed": seed = UInt64(value) ?? 1
            case "--limit": limit = Double(value) ?? 1
            default: break
            }
        }
        if keys == nil, seconds == nil { seconds = 60 }
    }

    /// The same as arguments.
    var arguments: [String] {
        var arguments = ["--seed", "\(seed)", "--limit", "\(limit)"]
        if let keys { arguments += ["--keys", "\(keys)"] }
        if let seconds { arguments += ["--seconds", "\(seconds)"] }
        return arguments
    }
}
