/// Texts that have secrets in them, each with what of it may be told: the names of the secrets in braces.
///
/// The texts themselves go over the wire. Whoever says something of them, to a person, a log or a file, asks here for each
/// before a sentence is made of it: in a finished sentence nobody can tell a secret from a word like it.
public struct ToldTexts: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var told: String
        /// What was noted later has the greater one.
        var age: Int
    }

    private struct Pattern: Hashable, Sendable {
        var secret: [UInt8]
        var told: [UInt8]
        var age: Int
    }

    private var whole: [String: Entry] = [:]
    private var secrets: [String: Entry] = [:]
    /// The secrets that are looked for in texts of others by their first bytes, the longest first: one may hold another.
    private var patterns: [UInt8: [Pattern]] = [:]
    private var next = 0

    /// What is shorter would hit anything.
    private static let shortest = 3
    /// What was told of earlier settings is forgotten beyond so many: a token may be another one every hour.
    private static let most = 1000

    /// Nothing has a secret in it.
    public init() {}

    /// Notes what may be told of a text; the last that is said of one holds.
    public mutating func note(_ text: String, as told: String) {
        guard !text.isEmpty, text != told else { return }
        whole[text] = Entry(told: told, age: next)
        next += 1
    }

    /// Notes a secret that is part of such texts: what others say may have it in it, too.
    public mutating func note(secret: String, as told: String) {
        guard !secret.isEmpty, secret != told, secrets[secret]?.told != told else { return }
        let entry = Entry(told: told, age: next)
        next += 1
        secrets[secret] = entry
        let bytes = Array(secret.utf8)
        guard bytes.count >= Self.shortest else { return }
        var list = patterns[bytes[0]] ?? []
        list.removeAll { $0.secret == bytes }
        let place = list.firstIndex { $0.secret.count < bytes.count } ?? list.endIndex
        list.insert(Pattern(secret: bytes, told: Array(told.utf8), age: entry.age), at: place)
        patterns[bytes[0]] = list
    }

    /// Keeps what may be told of texts that earlier settings had: answers to them may still come. The oldest of many are
    /// forgotten.
    public mutating func keep(_ earlier: ToldTexts) {
        // What is said later holds: it is noted again, behind the earlier.
        let own = self
        self = ToldTexts()
        for (text, entry) in Self.newest(earlier.whole, besides: own.whole) { note(text, as: entry.told) }
        for (secret, entry) in Self.newest(earlier.secrets, besides: own.secrets) {
            note(secret: secret, as: entry.told)
        }
        for (text, entry) in own.whole.sorted(by: { $0.value.age < $1.value.age }) { note(text, as: entry.told) }
        for (secret, entry) in own.secrets.sorted(by: { $0.value.age < $1.value.age }) {
            note(secret: secret, as: entry.told)
        }
    }

    /// Those that are kept, the oldest first.
    private static func newest(
        _ earlier: [String: Entry], besides own: [String: Entry]
    ) -> ArraySlice<(key: String, value: Entry)> {
        earlier.filter { own[$0.key] == nil }.sorted { $0.value.age < $1.value.age }.suffix(most)
    }

    /// The texts of the settings that have secrets in them, and what may be told of each.
    public var names: [String: String] { whole.isEmpty ? [:] : whole.mapValues(\.told) }

    /// A text of the settings as it may be told.
    public func told(_ text: String) -> String { whole[text]?.told ?? text }

    /// Several texts of the settings as they may be told, each once: a filter may be there with an earlier secret, too.
    public func told(all texts: [String]) -> [String] {
        var names: Set<String> = []
        return texts.map { told($0) }.filter { names.insert($0).inserted }
    }

    /// Whether a secret stands in a part of a text, however short it is.
    public func isSecret(in part: String) -> Bool { secrets.keys.contains { part.contains($0) } }

    /// A text that comes from elsewhere, such as what a broker says, as it may be told: whole, or without the secrets that
    /// are long enough to be known in it.
    public func told(quoting text: String) -> String {
        if let known = whole[text] ?? secrets[text] { return known.told }
        guard !patterns.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var told: [UInt8] = []
        told.reserveCapacity(bytes.count)
        // In one walk: what stands for one may hold another.
        var place = 0
        while place < bytes.count {
            if let found = patterns[bytes[place]]?.first(where: { bytes[place...].starts(with: $0.secret) }) {
                told += found.told
                place += found.secret.count
            } else {
                told.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: told, as: UTF8.self)
    }
}
