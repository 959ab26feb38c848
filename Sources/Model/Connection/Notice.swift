public import Text

/// A line that tells the user what happened.
public struct Notice: Equatable, Sendable {
    /// How serious it is.
    public enum Kind: Sendable {
        case info
        case warning
        case error
    }

    /// When it happened.
    public var at: Moment
    /// How serious it is.
    public var kind: Kind
    /// One line in the user's words.
    public var text: String
    /// Whether it is no answer to what a person does: it then waits until what was said before has been read.
    public var isPatient = false

    /// Which one of its connection it is, from 1; one that stands once more behind what covered it keeps it. 0 for one that was
    /// not said there.
    public internal(set) var number = 0

    /// Whether it may still grow: then another takes its place, which says what it says and more.
    public func isGrowing(at now: Moment) -> Bool {
        guard case .filters = subject else { return false }
        return (at..<at + ToldEnds.moment).contains(now)
    }

    /// What it is about, where a later one of the same is to take its place.
    enum Subject: Equatable, Sendable {
        /// These filters are not granted, for one reason.
        case filters([String], FilterEnd, words: String)
        /// Filters of the connection that no broker could be asked for.
        case unusableFilters
    }

    /// How it stands with filters that are not granted.
    enum FilterEnd: String, Sendable {
        case refused
        case unanswered = "not answered"
    }

    var subject: Subject?

    /// The longest line, in bytes: what is quoted in it may be as long as a paste.
    static let longest = 4096

    /// Describes what happened; of a longer line the beginning is kept, and how much is not.
    public init(at: Moment, kind: Kind, text: String) {
        self.at = at
        self.kind = kind
        self.text = text
        let bytes = text.utf8.count
        guard bytes > Self.longest else { return }
        // A character that is cut in two by the bound is mended by the decoding, as U+FFFD.
        let kept = String(decoding: text.utf8.prefix(Self.longest), as: UTF8.self)
        self.text = "\(kept)… (\(bytes - Self.longest) more bytes)"
    }

    /// What the broker tells while nobody may have asked.
    static func news(_ text: String, at time: Moment) -> Notice {
        var notice = Notice(at: time, kind: .info, text: text)
        notice.isPatient = true
        return notice
    }
}
