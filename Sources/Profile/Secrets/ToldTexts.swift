/// Texts that have secrets in them, each with what of it may be told: the names of the secrets in braces.
///
/// The texts themselves go over the wire. Whoever says something of them, to a person, a log or a file, asks here first.
public struct ToldTexts: Hashable, Sendable {
    private struct Pair: Hashable, Sendable {
        var text: [UInt8]
        var told: [UInt8]
    }

    /// The newest first.
    private var pairs: [Pair] = []
    /// Those that are looked for in longer texts, the longest first: one may hold another.
    private var patterns: [Pair] = []
    private var firsts: Set<UInt8> = []

    /// What is shorter would hit anything; a whole text is never too short.
    private static let shortest = 3
    /// What was told of earlier settings is forgotten beyond so many: a token may be another one every hour.
    private static let most = 1000

    /// Nothing has a secret in it.
    public init() {}

    /// Notes what may be told of a text; the last that is said of one holds.
    public mutating func note(_ text: String, as told: String) {
        guard !text.isEmpty, text != told else { return }
        let bytes = Array(text.utf8)
        pairs.removeAll { $0.text == bytes }
        pairs.insert(Pair(text: bytes, told: Array(told.utf8)), at: 0)
        sort()
    }

    /// Keeps what may be told of texts that earlier settings had: answers to them may still come.
    public mutating func keep(_ earlier: ToldTexts) {
        let known = Set(pairs.map(\.text))
        pairs += earlier.pairs.filter { !known.contains($0.text) }.prefix(max(0, Self.most - pairs.count))
        sort()
    }

    private mutating func sort() {
        patterns = pairs.filter { $0.text.count >= Self.shortest }.sorted { $0.text.count > $1.text.count }
        firsts = Set(patterns.map { $0.text[0] })
    }

    /// A text, or a sentence that holds some, as it may be told.
    public func told(_ text: String) -> String {
        guard !pairs.isEmpty else { return text }
        let bytes = Array(text.utf8)
        if let whole = pairs.first(where: { $0.text == bytes }) { return String(decoding: whole.told, as: UTF8.self) }
        var told: [UInt8] = []
        told.reserveCapacity(bytes.count)
        // In one walk: what stands for one may hold another.
        var place = 0
        while place < bytes.count {
            if firsts.contains(bytes[place]),
                let found = patterns.first(where: { bytes[place...].starts(with: $0.text) })
            {
                told += found.told
                place += found.text.count
            } else {
                told.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: told, as: UTF8.self)
    }
}
