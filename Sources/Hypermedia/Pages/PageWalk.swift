import Payloads
import Text

/// Goes from page to page: takes each answer and says what is to be asked next, or why it ends.
///
/// It asks nothing itself. It never goes to another origin, to a page it has seen, or beyond its bounds.
public struct PageWalk {
    /// How far it goes.
    public struct Bounds: Hashable, Sendable {
        /// The most pages.
        public var pages = 100
        /// The most items.
        public var items = 100_000
        /// The most bytes of bodies.
        public var bytes = 64 << 20
        /// The longest that a server is waited for (`Retry-After`), in seconds.
        public var wait = 120
        /// How often one page is asked for again.
        public var retries = 5

        /// The bounds that hold when nothing else is said.
        public init() {}
    }

    /// What comes next.
    public enum Step: Hashable, Sendable {
        /// Ask for this page.
        case follow(String)
        /// Ask for this page again, after so many seconds (RFC 9110 10.2.3).
        case wait(seconds: Int, url: String)
        /// It is over.
        case end(End)
    }

    /// Why it is over.
    public enum End: Hashable, Sendable {
        /// The last page names no next one.
        case last
        /// The next page was seen already.
        case cycle(String)
        /// The page came with the same body as the one before.
        case sameBody
        /// The next page is on another server.
        case otherOrigin(String)
        /// A bound is reached; the words name it. The next page is this.
        case bound(String, next: String)
        /// An answer that is no page: its status.
        case status(Int)
        /// The server asks to wait longer than is waited.
        case tooLong(seconds: Int)
        /// No answer came: why.
        case failed(String)

        /// Whether all pages are here.
        public var isWhole: Bool { self == .last }
    }

    /// What is kept of the pages, as it comes.
    public private(set) var joined: JoinedPages
    private var bounds: Bounds
    private var seen: Set<String> = []
    private var bytes = 0
    private var retries = 0

    /// A walk.
    ///
    /// - Parameter items: where the items stand; nil finds the list in the first page.
    public init(_ bounds: Bounds = Bounds(), items: PageItems? = nil) {
        self.bounds = bounds
        joined = JoinedPages(items: items)
    }

    /// Takes an answer.
    ///
    /// - Parameter now: seconds since 1970, for a `Retry-After` that is a date.
    public mutating func take(_ page: Page, now: Int) -> Step {
        guard let status = page.status else { return .end(.failed("no answer came")) }
        // The two that say when to come again (RFC 6585 4, RFC 9110 15.6.4).
        if status == 429 || status == 503 { return retry(page, status, now: now) }
        guard (200..<300).contains(status) else { return .end(.status(status)) }
        retries = 0
        // Both, as what was asked for may have led on to the other.
        seen.insert(Self.key(page.asked))
        seen.insert(Self.key(page.url))
        // Two empty lists are the same and no circle.
        if let last = joined.pages.last, last.body.count > 2, last.body == page.body { return .end(.sameBody) }
        bytes += page.body.count
        let (fields, _) = FieldLinks.read(page.fields, url: page.url, status: status)
        let body = BodyLinks(page.body, type: page.type, url: page.url)
        body.finish()
        joined.add(page, body.outline, problem: body.problem)
        guard let next = Page.next(among: fields + body.links)?.target else { return .end(.last) }
        if seen.contains(Self.key(next)) { return .end(.cycle(next)) }
        // Credentials go along with every page: no body may send them elsewhere.
        guard URLReference.haveSameOrigin(page.url, next) else { return .end(.otherOrigin(next)) }
        if joined.pages.count >= bounds.pages {
            return .end(.bound(bounds.pages == 1 ? "1 page" : "\(grouped(bounds.pages)) pages", next: next))
        }
        if joined.items.count >= bounds.items { return .end(.bound("\(grouped(bounds.items)) items", next: next)) }
        if bytes >= bounds.bytes { return .end(.bound("\(bounds.bytes >> 20) MiB", next: next)) }
        return .follow(next)
    }

    /// Two URLs that differ only behind `#` are one page.
    private static func key(_ url: String) -> String { String(url.prefix { $0 != "#" }) }

    private mutating func retry(_ page: Page, _ status: Int, now: Int) -> Step {
        guard let value = page.field("retry-after") else { return .end(.status(status)) }
        let seconds = Int(value) ?? LenientDate.seconds(value).map { $0 - now }
        guard let seconds, retries < bounds.retries else { return .end(.status(status)) }
        guard seconds <= bounds.wait else { return .end(.tooLong(seconds: seconds)) }
        retries += 1
        // A date may have passed: then not without any pause.
        return .wait(seconds: max(1, seconds), url: page.asked)
    }
}

extension PageWalk.End {
    /// In words, for the end of a line: `the last page names no next one`.
    public var words: String {
        switch self {
        case .last: "all pages are here"
        case .cycle(let url): "the next page was here already (\(url))"
        case .sameBody: "a page came twice with the same body"
        case .otherOrigin(let url): "the next page is on another server: \(url)"
        case .bound(let words, let next): "stopped at \(words); the next page is \(next)"
        case .status(let status): "the next page was answered with \(status)"
        case .tooLong(let seconds): "the server asks to wait \(grouped(seconds)) s"
        case .failed(let words): words
        }
    }
}
