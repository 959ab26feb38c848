/// What an answer is joined of, when it is pages of a list that were asked for one after another.
public struct JoinedAnswer: Hashable, Sendable {
    /// One page.
    public struct Page: Hashable, Sendable {
        /// Its URL, dots for secrets.
        public var url: String
        /// How many items are from it.
        public var items: Int

        /// A page of its parts.
        public init(url: String, items: Int) {
            self.url = url
            self.items = items
        }
    }

    /// The pages in their order.
    public var pages: [Page] = []
    /// The names that lead to the list in the body; nil when there is none, and the body is the first page.
    public var list: [String]?
    /// Items that came again on a later page.
    public var repeated = 0
    /// Why it ended, or what it waits for, in words.
    public var words = ""

    /// Nothing has come yet.
    public init() {}

    /// How many items there are.
    public var items: Int { pages.reduce(0) { $0 + $1.items } }

    /// The place of the page that an item is from; nil when there are not as many.
    public func page(ofItem item: Int) -> Int? {
        var left = item
        for (place, page) in pages.enumerated() {
            if left < page.items { return place }
            left -= page.items
        }
        return nil
    }
}
