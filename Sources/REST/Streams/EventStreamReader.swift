/// Reads `text/event-stream` by the rules of HTML, 9.2.5 and 9.2.6.
struct EventStreamReader: Sendable {
    /// The last event ID as of the last event that was dispatched, and the one that the next will set.
    private(set) var lastID: String
    private var nextID: String
    /// What `retry` said last, in milliseconds.
    private(set) var retry: Int?
    /// Lines that begin with a colon.
    private(set) var comments = 0

    private var lines: LineCutter
    private var data: BoundedBytes
    /// Whether a line `data` came: then there is an event, were it empty.
    private var hasData = false
    private var name = ""
    /// The mark of UTF-8 may stand before the first line only.
    private var isFirstLine = true

    /// What `retry` may be at most: a day.
    private static let longestRetry = 86_400_000

    init(lastID: String, limit: Int) {
        self.lastID = lastID
        nextID = lastID
        // The name of the field stands on the line, too.
        lines = LineCutter(.any, limit: limit + 16)
        data = BoundedBytes(limit: limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if lines.take(&rest) { endLine(tell) }
        }
    }

    private mutating func endLine(_ tell: (StreamEvent) -> Void) {
        var (bytes, cut) = lines.takeLine()
        if isFirstLine {
            isFirstLine = false
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        }
        if bytes.isEmpty { return dispatch(tell) }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return take(bytes[...], [], cut) }
        if colon == 0 { return comments += 1 }
        var value = bytes[(colon + 1)...]
        // One blank belongs to the colon; a second one is content.
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        take(bytes[..<colon], value, cut)
    }

    /// One field; names are compared letter by letter, and what is called otherwise is passed over.
    private mutating func take(_ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, _ cut: Int) {
        switch field.count {
        case 4 where field.elementsEqual("data".utf8):
            // Lines of one event have an LF between them, which is not behind the last.
            if hasData { data.append(CollectionOfOne(0x0A)) }
            hasData = true
            data.append(value)
            data.note(cut: cut)
        case 5 where field.elementsEqual("event".utf8): name = String(decoding: value, as: UTF8.self)
        case 2 where field.elementsEqual("id".utf8):
            // With NUL in it an ID is no ID, and the one before stays (HTML, 9.2.6).
            if !value.contains(0) { nextID = String(decoding: value, as: UTF8.self) }
        case 5 where field.elementsEqual("retry".utf8):
            guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) else { return }
            retry = min(Int(String(decoding: value, as: UTF8.self)) ?? Self.longestRetry, Self.longestRetry)
        default: break
        }
    }

    private mutating func dispatch(_ tell: (StreamEvent) -> Void) {
        // Also without data: an ID alone moves the place on from which the next connection asks.
        lastID = nextID
        defer {
            name = ""
            hasData = false
        }
        // Without data there is no event, and its name goes with it.
        guard hasData else { return }
        let (bytes, cut) = data.take()
        tell(StreamEvent(bytes, name: name, id: lastID, cut: cut))
    }
}
