import Hypermedia
import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal

/// An answer to the open request, the last unless another one was chosen: status, body, headers, what was sent, times,
/// connection and redirects.
///
/// All of it is shown as it comes. The body of the answer before stays, marked, until something of the new one is here.
final class ResponsePane: Pane {
    let id = PaneID.response
    var keyContext: KeyContext {
        switch tab {
        case .links: .links
        case .events: eventsView.isReading ? .response : .stream
        default: .response
        }
    }
    let stage: Stage
    let composer: RequestComposer
    var tab = ResponseTab.body { didSet { standsIn = false } }
    /// Whether the body stands in for the links, of which the answer that is shown has none.
    private var standsIn = false
    /// The body where it is read; it keeps its place while another tab is looked at.
    let bodyView = DocumentView()
    private let pageView = DocumentView()
    let linksView = LinksView()
    let eventsView: EventsView
    /// The stream whose events were put on the screen by themselves.
    private var shownStream: UInt64?
    private(set) var body: ResponseBody?
    private(set) var before: ResponseBody?
    private(set) var head: [ResponseHead.Line] = []
    /// Whether the body is that of the answer before the one that is said of.
    private(set) var isBefore = false
    /// What is shown of which exchange.
    private(set) var shown: Shown?
    private var shownPage: Page?
    /// The item of joined pages that is on a line of the body.
    var itemOnLine: (exchange: UInt64, line: Int, item: Int?)?
    /// How many lists the joined pages have.
    var listsOf: (exchange: UInt64, count: Int)?
    /// Whether the raw bytes are shown in hexadecimal.
    var isRawInHex = false
    /// The names of the tabs, as they are drawn and clicked.
    private(set) var tabs = TabLine<ResponseTab>([], width: 80)
    /// How many rows they take.
    var tabRows: Int { tabs.rows }
    private(set) var width = 1
    private var height = 1
    /// Rows that stay empty beneath the document, where words above it need them.
    private var rowsLeft = 0
    private var isASCII = false

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
        eventsView = EventsView(stage)
        // The composer must not keep the pane.
        composer.leadsBack = { [weak self] in self.flatMap { $0.tab == .events ? $0.eventsView.backWords : nil } }
    }

    /// What makes the body another one.
    struct Shown: Equatable {
        var request: Int
        var id: UInt64
        var state: SentRequest.State
        /// While it arrives: how much is here.
        var size = 0
        var rawSize = 0
    }

    /// What makes the page of a tab another one.
    private struct Page: Equatable {
        var shown: Shown
        var checks: [CheckResult]?
        var tab: ResponseTab
        var width: Int
        var hops: Int
        var isASCII: Bool
        var isHex: Bool
        /// The second in which the age of an answer is told.
        var second: Int64 = 0
        /// How many tries of it are answered.
        var answered = 0
    }

    /// Where the document of the tab is read.
    var view: DocumentView {
        switch tab {
        case .body: bodyView
        case .events: eventsView.view
        default: pageView
        }
    }

    var field: TextField? {
        get {
            switch tab {
            case .links: linksView.field
            case .events: eventsView.field
            default: view.field
            }
        }
        set {
            switch tab {
            case .links: linksView.field = newValue
            case .events: eventsView.field = newValue
            default: view.field = newValue
            }
        }
    }

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        (width, height) = (max(1, size.width - 2), size.height)
        guard let exchange = composer.shown else { return clear() }
        var now = Shown(request: exchange.requestID, id: exchange.id, state: exchange.state)
        // Only while it grows: of one that is whole the identity is enough.
        if exchange.isUnderWay { (now.size, now.rawSize) = (exchange.body.count, exchange.hop?.raw.count ?? 0) }
        if now != shown { load(exchange, now) }
        linksView.load(exchange)
        if exchange.id != lastLinked, !exchange.isUnderWay, !linksView.hasWork {
            // Where the tab stayed from the answer before: of one that links to nothing the body is what one wants to see,
            // as of one that says what went wrong, and of the next one that does, the links again.
            let isError = exchange.response?.status ?? 0 >= 400
            if tab == .links, lastLinked != nil, linksView.isEmpty || isError {
                tab = .body
                standsIn = true
            } else if standsIn, !linksView.isEmpty, !isError {
                tab = .links
            }
            lastLinked = exchange.id
        }
        loadEvents(exchange)
        head = ResponseHead.lines(
            exchange, isBefore: isBefore, failure: failure(exchange), notes: notes(exchange, look), width: width, look,
            composer, stage.keymap)
        // The tab is gone with the last check.
        if tab == .checks, composer.draft.allChecks.isEmpty { tab = .body }
        // Their tabs tell an age, or how long it lasts.
        if tab == .cache || tab == .timings && exchange.isUnderWay { look.changesNextSecond() }
        tabs = tabLine(pages(exchange))
        // A line of what is said of the answer and one of what is shown stand beside them.
        tabs.bound(rows: size.height - 2, open: tab)
        if ![.body, .links, .events].contains(tab) { loadPage(exchange, now) }
        let wraps = composer.book.profile.settings.wraps
        rowsLeft = rowsLeft(wraps: wraps)
        let room = Size(width: size.width, height: max(1, size.height - headRows))
        if tab == .events { eventsView.fit(to: room, wraps: wraps) } else { view.fit(to: room, wraps: wraps) }
    }

    /// Shows the events of an answer without an end, and by itself when it begins to be one.
    func loadEvents(_ exchange: SentRequest) {
        let stream = composer.requests.streams[exchange.id]
        eventsView.load(stream, of: exchange.requestID)
        guard let stream else {
            // Events of the answer before; this one has none.
            if tab == .events { tab = .body }
            return
        }
        // Once a stream: who went back to the body stays there.
        if shownStream != stream.exchange, tab == .body { tab = .events }
        shownStream = stream.exchange
    }

    // A third at most: the body is what an answer is looked at for.
    /// Rows above the document: what is said of the answer, and the tabs.
    var headRows: Int { min(head.count, max(1, headRoom)) + tabRows }

    /// How many rows the words above the tabs may take.
    private var headRoom: Int {
        // Beneath them stands one line that says there is no body: the reason has all of the room.
        if tab == .body, body == nil { return height - tabRows - 1 }
        return max((height + 1) / 3, rowsLeft)
    }

    /// How many rows the document leaves for the words; counted only where they need more than a third.
    private func rowsLeft(wraps: Bool) -> Int {
        guard head.count > (height + 1) / 3, tab != .links, tab != .events else { return 0 }
        let room = height - tabRows
        return room - max(1, view.rows(columns: width + 2, wraps: wraps, upTo: room))
    }

    private func load(_ exchange: SentRequest, _ now: Shown) {
        // The answer to the same request takes the place of the one before, so that what changed is seen where it was.
        let staysInPlace = exchange.requestID == lastRequest
        shown = now
        if exchange.isUnderWay, exchange.body.count == 0 {
            // Under a new status the old body would be taken for the new one.
            if !staysInPlace || exchange.state == .receiving { clearBody() }
            isBefore = body != nil
            return
        }
        // Another answer: whether its end is followed is decided anew, then by the person's keys.
        if laid != exchange.id { followsEnd = exchange.isUnderWay && Self.hasNoEnd(exchange.response) }
        (lastRequest, laid) = (exchange.requestID, exchange.id)
        isBefore = false
        before = nil
        // Of one that was cut to be kept, or did not come to its end, nobody says that its text ends too early.
        bodyView.isGrowing = exchange.state != .finished || exchange.kept?.isCut == true
        guard exchange.body.count > 0 else { return clearBody() }
        body = ResponseBody(exchange.body, exchange.bodyResponse, isGrowing: bodyView.isGrowing)
        lay(staysInPlace: staysInPlace)
        // After it is laid out: the end is another line now.
        if followsEnd { bodyView.goToEnd() }
    }

    /// The exchange for which it was looked whether its links are worth their tab.
    private var lastLinked: UInt64?
    /// The request and the exchange whose body was laid out last.
    private var lastRequest: Int?
    private var laid: UInt64?

    /// Whether the cursor stays on the last line while the body grows, as it does once it was put there.
    var followsEnd = false

    /// Whether an answer is one of events that come as they happen.
    private static func hasNoEnd(_ response: Response?) -> Bool {
        let type = response?.fields["Content-Type"].flatMap { MediaType($0) }
        return type.map {
            ["text/event-stream", "application/x-ndjson", "multipart/x-mixed-replace"].contains($0.name)
        }
            ?? false
    }

    private func clearBody() {
        (body, isBefore) = (nil, false)
        bodyView.clear()
    }

    /// There is no answer to show.
    private func clear() {
        guard shown != nil else { return }
        (shown, shownPage, before, head, lastRequest, laid) = (nil, nil, nil, [], nil, nil)
        clearBody()
        pageView.clear()
        linksView.clear()
        eventsView.load(nil)
    }

    func lay(staysInPlace: Bool) {
        guard let body else { return bodyView.clear() }
        // Decoded only when it is compared with.
        if bodyView.mode == .diff, before == nil, let exchange = composer.shown {
            before = composer.exchanges.previous(of: exchange).map { ResponseBody($0.body, $0.bodyResponse) }
        }
        bodyView.show(body.document(bodyView.mode, before: before), of: body.text, staysInPlace: staysInPlace)
    }

    private func loadPage(_ exchange: SentRequest, _ now: Shown) {
        var page = Page(
            shown: now, checks: composer.checkResults, tab: tab, width: width, hops: exchange.hops.count,
            isASCII: isASCII,
            isHex: isRawInHex)
        if tab == .timings, exchange.isUnderWay { page.second = stage.now / 1_000_000 }
        if tab == .cache {
            page.second = stage.now / 1_000_000
            page.answered = composer.trialLines(of: exchange).count { $0.line.words != "asking" }
        }
        guard page != shownPage else { return }
        let staysInPlace = page.tab == shownPage?.tab && page.shown.id == shownPage?.shown.id
        shownPage = page
        let pages = pages(exchange)
        if tab == .raw, let head = framesHead(exchange, pages) {
            pageView.show(Document(head, view: isRawInHex ? .hex : .raw), of: nil, staysInPlace: staysInPlace)
        } else if tab == .raw, let bytes = pages.raw {
            let document =
                !isRawInHex && isRawBinary(exchange)
                ? pages.rawHeadEnd.map { Document(bytes, textUpTo: $0) } : nil
            pageView.show(
                document ?? Document(bytes, view: isRawInHex ? .hex : .raw), of: nil, staysInPlace: staysInPlace)
        } else if tab == .sent, let bytes = pages.sent.bytes {
            pageView.show(Document(bytes, view: .raw), of: nil, staysInPlace: staysInPlace)
        } else {
            let lines = tab == .sent ? pages.sent.lines : pages.lines(tab)
            pageView.show(Document(lines: lines), of: nil, staysInPlace: staysInPlace)
        }
    }

    /// The head of what became a WebSocket; nil of other answers. Behind it are frames, of which those that came with it would
    /// stand here by accident.
    private func framesHead(_ exchange: SentRequest, _ pages: ResponsePages) -> PayloadBytes? {
        guard exchange.response?.status == 101, let end = pages.rawHeadEnd else { return nil }
        return pages.raw.map { PayloadBytes($0.withBytes { Array($0.prefix(end)) }) }
    }

    /// Whether the body, as it came, is no text: shown as such it would be a salad of accidents.
    private func isRawBinary(_ exchange: SentRequest) -> Bool {
        guard let response = exchange.response else { return false }
        return !response.decoded.isEmpty || !response.codingsLeft.isEmpty || body?.kind == .binary
            || body?.kind == .cbor
    }

    func pages(_ exchange: SentRequest) -> ResponsePages {
        ResponsePages(
            exchange: exchange, width: width, isASCII: isASCII, now: stage.now,
            trials: tab == .cache ? composer.trialLines(of: exchange) : [], events: eventsView.stream?.count,
            checks: composer.checkResults)
    }

    /// What a good status hides: that a GraphQL request failed.
    private func failure(_ exchange: SentRequest) -> String? {
        let implied = exchange.draft.impliedChecks
        guard !implied.isEmpty, composer.draft.impliedChecks == implied, exchange.response?.status ?? 0 < 300,
            composer.checkResults?.contains(where: { implied.contains($0.text) && !$0.isMet }) == true
        else { return nil }
        return "with errors"
    }

    /// Learns whether the screen has more than ASCII.
    func learn(isASCII: Bool) { self.isASCII = isASCII }

    // MARK: - Work

    var hasWork: Bool {
        body?.percent != nil || bodyView.hasWork || pageView.hasWork || tab == .links && linksView.hasWork
            || tab == .events && eventsView.hasWork
    }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        if let body, body.percent != nil {
            // Not laid out before all characters are read: bytes of UTF-16 would be shown as they are.
            guard body.advance(until: deadline) else { return true }
            lay(staysInPlace: true)
        }
        if before?.percent != nil, before?.advance(until: deadline) == true { lay(staysInPlace: true) }
        if tab == .links, linksView.advance(until: deadline) { return true }
        if tab == .events, eventsView.advance(until: deadline) { return true }
        let isChanged = bodyView.advance(until: deadline)
        return pageView.advance(until: deadline) || isChanged
    }
}
