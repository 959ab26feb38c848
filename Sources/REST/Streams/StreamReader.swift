/// Makes events of the bytes of an answer without an end, wherever the pieces in which they come are cut.
///
/// Pure: bytes in, events out. Bounded: of an event longer than ``limit`` the rest is let go and counted in it.
public struct StreamReader: Sendable {
    /// The most bytes of one event.
    public static let limit = 16 << 20

    private var reading: Reading

    private enum Reading: Sendable {
        case events(EventStreamReader)
        case lines(LineReader)
        case sequence(JSONSequenceReader)
        case parts(PartsReader)
    }

    /// A reader of a format.
    /// - Parameters:
    ///   - lastID: the last event ID of an event stream that is gone on with.
    ///   - limit: the most bytes of one event.
    public init(_ format: StreamFormat, lastID: String = "", limit: Int = StreamReader.limit) {
        switch format {
        case .events: reading = .events(EventStreamReader(lastID: lastID, limit: limit))
        case .jsonLines: reading = .lines(LineReader(skipsBlank: true, limit: limit))
        // Frames have a reader of their own.
        case .lines, .messages: reading = .lines(LineReader(skipsBlank: false, limit: limit))
        case .jsonSequence: reading = .sequence(JSONSequenceReader(limit: limit))
        case .parts(let boundary): reading = .parts(PartsReader(boundary: boundary, limit: limit))
        }
    }

    /// Takes what came and tells the events that it completes.
    public mutating func take(_ bytes: UnsafeRawBufferPointer, _ tell: (StreamEvent) -> Void) {
        switch reading {
        case .events(var reader):
            // Moved out and back in: with two owners what it has gathered would be copied at each change.
            reading = .lines(LineReader(skipsBlank: true, limit: 0))
            reader.take(bytes, tell)
            reading = .events(reader)
        case .lines(var reader):
            reading = .lines(LineReader(skipsBlank: true, limit: 0))
            reader.take(bytes, tell)
            reading = .lines(reader)
        case .sequence(var reader):
            reading = .lines(LineReader(skipsBlank: true, limit: 0))
            reader.take(bytes, tell)
            reading = .sequence(reader)
        case .parts(var reader):
            reading = .lines(LineReader(skipsBlank: true, limit: 0))
            reader.take(bytes, tell)
            reading = .parts(reader)
        }
    }

    /// The answer has ended. What is unfinished of an event stream is dropped (HTML, 9.2.6), of lines it is the last.
    public mutating func end(_ tell: (StreamEvent) -> Void) {
        switch reading {
        case .events: break
        case .lines(var reader): reader.end(tell)
        case .sequence(var reader): reader.end(tell)
        case .parts(var reader): reader.end(tell)
        }
    }

    /// The last event ID, for `Last-Event-ID`; empty for none.
    public var lastID: String { if case .events(let reader) = reading { reader.lastID } else { "" } }

    /// The milliseconds that the server wants to be left alone before the next try (field `retry`); nil when it said nothing.
    public var retry: Int? { if case .events(let reader) = reading { reader.retry } else { nil } }

    /// Comments that came, which proxies are kept awake with.
    public var comments: Int { if case .events(let reader) = reading { reader.comments } else { 0 } }
}

/// Bytes that grow up to a limit; what is beyond is counted.
struct BoundedBytes: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var cut = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { bytes.isEmpty && cut == 0 }

    mutating func append(_ more: some Collection<UInt8>) {
        let room = max(0, limit - bytes.count)
        let count = more.count
        bytes += more.prefix(room)
        cut += max(0, count - room)
    }

    /// So many bytes that belong here were let go before.
    mutating func note(cut count: Int) { cut += count }

    /// Takes everything out.
    mutating func take() -> (bytes: [UInt8], cut: Int) {
        defer { (bytes, cut) = ([], 0) }
        return (bytes, cut)
    }

    mutating func dropLast() { _ = bytes.popLast() }

    /// Takes a CR away that a line ends with before its LF.
    mutating func dropCarriageReturn() {
        // Where bytes were let go, the last one here is not the line's.
        if cut == 0, bytes.last == 0x0D { bytes.removeLast() }
    }
}
