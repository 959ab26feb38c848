public import REST
public import Text

/// What is told of an answer without an end, on its way to the model.
public struct StreamReport: Sendable {
    /// The exchange whose answer it is.
    public var exchange: UInt64
    /// What came.
    public var news: StreamNews
    /// When.
    public var time: Moment

    /// News of an exchange.
    public init(of exchange: UInt64, _ news: StreamNews, at time: Moment) {
        (self.exchange, self.news, self.time) = (exchange, news, time)
    }
}

/// The streams that answers are: the last few, those that go on among them in any case.
public final class StreamLog {
    /// In the order in which they began.
    public private(set) var all: [EventStream] = []
    /// How many are kept when none goes on.
    public static let most = 6

    init() {}

    /// The stream that an exchange is; nil for one with an end, or one that was let go.
    public subscript(exchange: UInt64) -> EventStream? { all.last { $0.exchange == exchange } }

    func take(_ report: StreamReport) {
        let stream = self[report.exchange] ?? begin(report.exchange)
        stream.take(report.news, at: report.time)
    }

    /// An exchange has come to its end.
    func ended(_ exchange: UInt64) { self[exchange]?.end() }

    private func begin(_ exchange: UInt64) -> EventStream {
        let stream = EventStream(of: exchange)
        all.append(stream)
        // Never the new one; while all go on there are more than `most`.
        while all.count > Self.most, let place = all.dropLast().firstIndex(where: { $0.state == .over }) {
            all.remove(at: place)
        }
        return stream
    }
}
