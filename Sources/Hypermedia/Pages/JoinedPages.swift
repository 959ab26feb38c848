public import Payloads
import Text

/// Pages joined to one: the first page as it came, with the items of the others behind its own. The text of no item is
/// changed, and each knows its page.
public struct JoinedPages {
    /// One page.
    public struct Entry {
        /// Its URL.
        public var url: String
        /// How many items are from it.
        public var items: Int
        /// Its body as it came.
        public var body: PayloadBytes
        /// Why it has no items, in words; nil when it has a list.
        public var problem: String?
    }

    /// One item.
    public struct Item: Hashable, Sendable {
        /// The place of its page.
        public var page: Int
        /// Where it stands in the page's body.
        public var range: Range<Int>
    }

    /// The pages in their order.
    public private(set) var pages: [Entry] = []
    /// The items of all pages.
    public private(set) var items: [Item] = []
    /// Where the items stand in a page; nil until a page has a list.
    public private(set) var list: PageItems?
    /// How many items came again with an identifier that was here already: the list moved while it was read.
    public private(set) var repeated = 0
    /// Where the list stands in the first page: the whole of it, and what is in it.
    private var frame: (list: Range<Int>, page: Int)?
    private var identifiers: Set<String> = []

    init(items: PageItems?) { list = items }

    /// The most identifiers that are remembered to find those that come again.
    private static let mostIdentifiers = 200_000

    mutating func add(_ page: Page, _ outline: JSONOutline?, problem: String?) {
        var entry = Entry(url: page.url, items: 0, body: page.body, problem: problem)
        defer { pages.append(entry) }
        guard let root = outline?.root else {
            entry.problem = problem ?? "the page is no JSON"
            return
        }
        // The first page decides: the others are joined at the same place.
        if list == nil { list = PageItems.find(in: root) }
        guard let list else {
            entry.problem = "the page has no list of items"
            return
        }
        guard let node = list.list(in: root) else {
            entry.problem = "the page has no list at \(list.path)"
            return
        }
        if frame == nil { frame = (node.range, pages.count) }
        for child in node.children {
            items.append(Item(page: pages.count, range: child.range))
            entry.items += 1
            note(child)
        }
    }

    private mutating func note(_ item: JSONNode) {
        guard let id = item["id"] ?? item["@id"] ?? item["_id"] ?? item["@odata.id"], id.word != nil,
            identifiers.count < Self.mostIdentifiers
        else { return }
        // As it is written: 1 and "1" are two.
        if !identifiers.insert(id.raw).inserted { repeated += 1 }
    }

    /// Whether anything can be joined.
    public var hasItems: Bool { frame != nil }

    /// The text of one item as it came.
    public func text(of item: Item) -> String {
        pages[item.page].body.withBytes { String(decoding: $0[item.range], as: UTF8.self) }
    }

    /// The first page with the items of the others behind its own; nil when no page has a list.
    public var text: [UInt8]? {
        guard let frame else { return nil }
        // Without the closing bracket, which comes behind the other pages' items.
        var text = pages[frame.page].body.withBytes { Array($0[..<(frame.list.upperBound - 1)]) }
        // What the list ends with, a line break mostly, stays at its end.
        let end = text.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? 0
        let tail = Array(text[end...])
        text.removeSubrange(end...)
        // From the first item of a page to its last, in one pass: pages and items may both be many.
        var spans: [Int: Range<Int>] = [:]
        for item in items {
            spans[item.page] = (spans[item.page]?.lowerBound ?? item.range.lowerBound)..<item.range.upperBound
        }
        var isFirst = spans[frame.page] == nil
        for (number, page) in pages.enumerated() where number != frame.page {
            guard let span = spans[number] else { continue }
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            // With the commas and blanks that stand between them, as they came.
            page.body.withBytes { text += $0[span] }
        }
        text += tail
        pages[frame.page].body.withBytes { text += $0[(frame.list.upperBound - 1)...] }
        return text
    }
}
