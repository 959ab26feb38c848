import Payloads
import REST
public import Text

/// What was sent, the newest last: found again by words, opened again as a request. Bounded in number and bytes.
///
/// It holds no secrets: values are as the draft has them without those.
public struct RequestHistory: Sendable {
    /// One request that was sent.
    public struct Entry: Hashable, Sendable {
        /// When, in microseconds since 1970.
        public var at: Moment
        /// The request as it was typed, without secrets.
        public var draft: RequestDraft
        /// The URL that was asked for, without secrets.
        public var url: String
        /// The status of the answer; nil when there was none.
        public var status: Int?
        /// Why there is no whole answer, in words; nil when there is one.
        public var failure: String?
        /// Microseconds until the end.
        public var duration: Int64
        /// Bytes of the answer's body as they came.
        public var size: Int
        /// Which exchange it was, and of which request, as long as this program runs; nil when it was sent before.
        public var origin: Origin?
        /// What its answer is found by where answers are kept over restarts; nil when it was not.
        public var answer: String?

        /// What an entry was made of.
        public struct Origin: Hashable, Sendable {
            /// The number of the exchange.
            public var exchange: UInt64
            /// The request that it was sent from, by its number in the ``RequestLibrary``.
            public var request: Int
        }

        /// An entry of its parts.
        public init(
            at: Moment, draft: RequestDraft, url: String, status: Int?, failure: String?, duration: Int64, size: Int
        ) {
            self.at = at
            self.draft = draft
            self.url = url
            self.status = status
            self.failure = failure
            self.duration = duration
            self.size = size
        }

        /// What came of a request; its secrets are left out, whatever variables brought them.
        public init(_ exchange: SentRequest) {
            let failure: String? =
                switch exchange.state {
                case .failed(let failure): NamedSecrets.told.sentence(failure)
                case .cancelled: "cancelled"
                case .sending, .receiving, .finished: nil
                }
            self.init(
                at: exchange.startedAt, draft: exchange.draft.withoutSecrets(),
                url: NamedSecrets.told.url(exchange.shownURL),
                status: exchange.response?.status,
                failure: failure, duration: exchange.duration, size: exchange.receivedSize)
            origin = Origin(exchange: exchange.id, request: exchange.requestID)
            answer = exchange.record?.key
        }

        /// About how many bytes it takes.
        var weight: Int {
            var weight = 256 + url.utf8.count + draft.url.utf8.count + (failure?.utf8.count ?? 0)
            for field in draft.headers + draft.query + draft.pathParameters {
                weight += field.name.utf8.count + field.value.utf8.count + 32
            }
            switch draft.body {
            case .none: break
            case .json(let text), .xml(let text), .text(let text), .graphQL(let text), .file(let text):
                weight += text.utf8.count
            case .form(let rows): weight += rows.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
            case .multipart(let parts):
                for part in parts {
                    switch part.content {
                    case .text(let text), .file(let text): weight += text.utf8.count + part.name.utf8.count + 64
                    }
                }
            }
            return weight
        }
    }

    /// The most entries kept.
    public static let maximumCount = 1000
    /// The most bytes kept, about.
    public static let maximumSize = 16 << 20
    /// Text bodies beyond this are not kept: the entry says how long they were.
    public static let maximumBody = 256 << 10

    /// The entries, the newest last.
    public private(set) var entries: [Entry] = []
    /// Grows with every entry.
    public private(set) var revision = 0
    private var size = 0

    /// An empty history.
    public init() {}

    /// Adds what was sent; answers it as it is kept.
    @discardableResult
    public mutating func add(_ new: Entry) -> Entry {
        var entry = new
        if entry.weight > Self.maximumBody {
            entry.draft.body = .text("(a body of about \(entry.weight) bytes was not kept)")
        }
        entries.append(entry)
        size += entry.weight
        var dropped = 0
        // The newest stays; all that go are taken out at once, as each removal moves the rest.
        while entries.count - dropped > Self.maximumCount || size > Self.maximumSize, dropped < entries.count - 1 {
            size -= entries[dropped].weight
            dropped += 1
        }
        entries.removeFirst(dropped)
        revision += 1
        return entry
    }

    /// The entries that hold every word of a text, in method, URL, status, name or failure; the newest first.
    public func matches(_ text: String) -> [Entry] {
        let words = WordSearch(text)
        return entries.reversed().filter { entry in
            // Of the URL that was asked for: in the draft a variable would hide what is looked for.
            words.isFound(
                in: entry.draft.method, entry.url, entry.status.map(String.init) ?? "", entry.draft.name,
                entry.failure ?? "")
        }
    }
}
