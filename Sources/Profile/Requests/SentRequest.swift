public import Payloads
public import REST
public import Text

/// A request that was sent from the composer, and what came of it: what the client told of each hop, without secrets, and
/// how far it has come.
///
/// It is a value and holds nothing unresolved, so that whatever is shown, saved, compared or taken from an answer can be
/// derived from it alone. While it is under way it is replaced by newer ones of the same `id`.
public struct SentRequest: Sendable {
    /// How far it has come.
    public enum State: Hashable, Sendable {
        /// Nothing of the answer is here yet.
        case sending
        /// The head of the answer is here, its body is arriving.
        case receiving
        /// The answer is complete.
        case finished
        /// The person ended it; what had arrived is kept.
        case cancelled
        /// It ended otherwise, why in one line; what had arrived is kept.
        case failed(String)
    }

    /// Its number, in the order of sending.
    public var id: UInt64
    /// The request that it was sent from, by its number in the ``RequestLibrary``: two with the same are answers to the same
    /// request.
    public var requestID: Int
    /// That request as it was sent: it may have been edited since.
    public var draft: RequestDraft
    /// The URL that was asked for as ``RequestResolver/Outcome/url`` has it; empty when there was none.
    public var url: String
    /// The whole URL for people, dots for secrets.
    public var shownURL: String
    /// When it was sent.
    public var startedAt: Moment
    /// How far it has come.
    public var state: State
    /// Every request and its answer, in order: redirects and challenges first, the last is the one that counts. Never
    /// empty once something was written.
    public var hops: [Hop]
    /// The body of the last answer with its Content-Encoding taken off, as far as it is here.
    public var body: PayloadBytes
    /// Bytes of the body as they came over the wire so far, without chunk framing.
    public var receivedSize: Int
    /// The bytes announced by Content-Length; nil when they are not.
    public var announcedSize: Int?
    /// Microseconds from the start to its end, when it failed or was cancelled: nothing happened on the wire then.
    public var endedAfter: Int64?
    /// What it is joined of, when it is several pages; nil for one answer. Its body is no server's then.
    public var joined: JoinedAnswer?
    /// Whether the body lies in a file because it is beyond the budget of memory.
    public var isSpilled = false
    /// What is missing of it, when it was kept over a restart; nil for one of this run of the program.
    public var kept: Kept?
    /// What is to be kept of it over restarts, at its end; whoever takes it in hands that on.
    public var record: Record?

    /// What is missing of an answer that was kept over a restart (``AnswerRecord``).
    public struct Kept: Hashable, Sendable {
        /// Bytes of the whole body, decoded.
        public var bodySize: Int
        /// Whether only its first bytes are kept.
        public var isCut = false
        /// Whether dots stand in the place of secrets that it had.
        public var isMasked = false
        /// How many fields of answers were left out.
        public var fieldsLeftOut = 0
        /// How many of the first hops were left out.
        public var hopsLeftOut = 0

        /// All of it is here, but for what is said.
        public init(bodySize: Int) { self.bodySize = bodySize }
    }

    /// A ``AnswerRecord`` on its way to the disk.
    public struct Record: Hashable, Sendable {
        /// What it is found by.
        public var key: String
        /// The file.
        public var bytes: [UInt8]

        /// A file under a key.
        public init(key: String, bytes: [UInt8]) {
            self.key = key
            self.bytes = bytes
        }
    }

    /// The environment that it was sent in; empty for none. What it answered belongs to that one.
    public var environment = ""
    /// Whose credentials it carried: a digest (``KeyedDigest``); empty for nobody's.
    public var holder = ""
    /// The condition that was added to what is typed; nil for none.
    public var condition: Precondition?
    /// The answer that the condition speaks of.
    public var base: KeptAnswer?
    /// The kept answer that a 304 says is still good: `body` is its body then.
    public var renewed: KeptAnswer?
    /// How many kept answers it has made untrue.
    public var madeUntrue = 0
    /// How many answers of the same followed it, while its request was repeated, and when the last of them came.
    public var unchanged = 0
    /// See ``unchanged``; nil when there was none.
    public var unchangedUntil: Moment?

    /// A request that was just sent.
    public init(
        id: UInt64, requestID: Int = 0, draft: RequestDraft = RequestDraft(), url: String = "", shownURL: String? = nil,
        startedAt: Moment
    ) {
        self.id = id
        self.requestID = requestID
        self.draft = draft
        self.url = url
        self.shownURL = shownURL ?? url
        self.startedAt = startedAt
        state = .sending
        hops = []
        body = PayloadBytes([])
        receivedSize = 0
    }

    /// Its place in the order of sending: what was sent before the program began comes first.
    public var order: UInt64 { Self.order(of: id) }

    /// The place of a number in the order of sending.
    public static func order(of id: UInt64) -> UInt64 { id ^ keptBit }

    /// The number of an answer that is read from the disk: always the same for a key, and none that is given in this run.
    public static func id(ofKept key: String, sentAt moment: Moment) -> UInt64 {
        // By the time, which has 53 bits, and what differs within a microsecond.
        return keptBit | UInt64(max(0, moment) & (1 << 53 - 1)) << 10 | FNV.hash(key.utf8) & 0x3FF
    }

    // The highest bit, which is turned over for the order: kept numbers come before all that have it not.
    private static let keptBit: UInt64 = 1 << 63

    /// The request and answer that count: the last.
    public var hop: Hop? { hops.last }

    /// The head of the answer that counts; nil while there is none, also when answers of status 1xx came before it.
    public var response: Response? { hops.last?.response.flatMap { $0.status == 0 ? nil : $0 } }

    /// The head that tells what the body is: of the answer, or of the kept one whose body it is.
    public var bodyResponse: Response? { renewed?.response ?? response }

    /// Whether it opened a WebSocket.
    public var isWebSocketOpened: Bool { hop?.isSwitched == true }

    /// Whether it asked for a WebSocket and was answered otherwise, however good that answer looks.
    public var lacksWebSocket: Bool {
        guard !isUnderWay, let response, RESTClient.isWebSocket(url), !isWebSocketOpened else { return false }
        // Of one from the disk nobody knows any more whether its 101 was a whole one.
        return response.status != 101 || kept == nil
    }

    /// Whether nothing of it ever went out: it was refused before.
    public var isUnsent: Bool {
        if case .failed = state { hops.isEmpty } else { false }
    }

    /// Whether a request would be sent otherwise now; its name, its folder and what is checked of its
    /// answer do not matter.
    public func isOutdated(by draft: RequestDraft) -> Bool {
        !self.draft.isSame(as: draft)
    }

    /// Whether it is still under way.
    public var isUnderWay: Bool { state == .sending || state == .receiving }

    /// Microseconds from the start to the last thing that is known to have happened.
    public var duration: Int64 { hops.reduce(endedAfter ?? 0) { max($0, $1.timings.end / 1000) } }

    /// Takes how far it has come, with what is here of the body.
    public mutating func take(_ progress: Progress, masked: (Hop) -> Hop) {
        hops = progress.hops.map(masked)
        // While it arrives, its bytes stand beside the hops.
        if let last = hops.indices.last { hops[last].raw = progress.raw }
        receivedSize = progress.received
        announcedSize = progress.announced
        state = response == nil ? .sending : .receiving
        // What arrived before the head that counts is a redirect's body.
        guard state == .receiving else { return }
        let arrived = progress.body
        body = arrived.withBytes { PayloadBytes(owner: arrived, $0) }
        isSpilled = arrived.isSpilled
    }

    /// Takes what came of it, in the end or until it failed.
    public mutating func take(_ answer: Exchange, masked: (Hop) -> Hop) {
        startedAt = answer.startedAt / 1000
        hops = answer.hops.map(masked)
        // Without a copy: the body stays where it is.
        body = answer.body.withBytes { PayloadBytes(owner: answer.body, $0) }
        isSpilled = answer.body.isSpilled
        receivedSize = answer.response?.bodySize ?? 0
        announcedSize = answer.response?.announcedSize
    }
}

extension RequestDraft {
    /// Whether another one is sent as this one is: its name and folder do not matter.
    public func isSame(as other: RequestDraft) -> Bool {
        var same = other
        (same.name, same.folder, same.checkRows) = (name, folder, checkRows)
        return same == self
    }
}
