/// A list that grows at its end and is cut at its beginning; what is left keeps its numbers.
struct NumberedQueue<Element> {
    private var items: [Element] = []
    /// Items at the beginning that are gone.
    private var start = 0
    /// The number of the first that is kept.
    private(set) var first: UInt64

    /// An empty list that begins with a number.
    init(from first: UInt64 = 1) { self.first = first }

    /// The number of the next that is added.
    var end: UInt64 { first + UInt64(count) }
    var count: Int { items.count - start }
    var isEmpty: Bool { items.count == start }

    func contains(_ number: UInt64) -> Bool { number >= first && number < end }

    /// One that is kept.
    subscript(number: UInt64) -> Element {
        get { items[start + Int(number - first)] }
        _modify { yield &items[start + Int(number - first)] }
    }

    mutating func append(_ item: Element) { items.append(item) }

    /// Cuts the first off. What is `left` in its place holds no memory: what was there is let go of now, and not with
    /// the cut that comes for many at once.
    mutating func removeFirst(leaving left: Element? = nil) {
        if let left { items[start] = left }
        start += 1
        first += 1
        // Now and then, so that cutting costs next to nothing for each.
        guard start >= 256, start * 2 >= items.count else { return }
        items.removeFirst(start)
        start = 0
    }
}
