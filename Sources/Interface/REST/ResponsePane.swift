import Expectations
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
    var keyContext: KeyContext { tab == .links ? .links : .response }
    let stage: Stage
    let composer: RequestComposer
    private(set) var tab = ResponseTab.body
    /// The body where it is read; it keeps its place while another tab is looked at.
    let bodyView = DocumentView()
    private let pageView = DocumentView()
    let linksView = LinksView()
    private(set) var body: ResponseBody?
    private var before: ResponseBody?
    private(set) var head: [ResponseHead.Line] = []
    /// Whether the body is that of the answer before the one that is said of.
    private var isBefore = false
    /// What is shown of which exchange.
    private var shown: Shown?
    private var shownPage: Page?
    /// The item of joined pages that is on a line of the body.
    private var itemOnLine: (exchange: UInt64, line: Int, item: Int?)?
    /// Whether the raw bytes are shown in hexadecimal.
    private var isRawInHex = false
    private var width = 1
    private var height = 1
    private var isASCII = false

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
    }

    /// What makes the body another one.
    private struct Shown: Equatable {
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

    /// What the judgement of an answer follows from.
    private struct Asked: Equatable {
        var checks: [String]
        var id: UInt64
        var state: SentRequest.State
        var variables: Variables
    }
    private var judged: (asked: Asked, results: [CheckResult]?)?

    /// Where the document of the tab is read.
    var view: DocumentView { tab == .body ? bodyView : pageView }

    var field: TextField? {
        get { tab == .links ? linksView.field : view.field }
        set { if tab == .links { linksView.field = newValue } else { view.field = newValue } }
    }

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        (width, height) = (max(1, size.width - 2), size.height)
        guard let exchange = composer.shown else { return clear() }
        var now = Shown(request: exchange.requestID, id: exchange.id, state: exchange.state)
        if exchange.isUnderWay { (now.size, now.rawSize) = (exchange.body.count, exchange.hop?.raw.count ?? 0) }
        if now != shown { load(exchange, now) }
        linksView.load(exchange)
        head = ResponseHead.lines(
            exchange, isBefore: isBefore, notes: notes(exchange), width: width, look, composer, stage.keymap)
        if tab == .checks, composer.draft.checks.isEmpty { tab = .body }
        if tab == .cache { look.changesNextSecond() }
        if tab != .body, tab != .links { loadPage(exchange, now) }
        view.fit(
            to: Size(width: size.width, height: max(1, size.height - headRows)),
            wraps: composer.book.profile.settings.wraps)
    }

    /// Rows above the document: what is said of the answer, and the tabs.
    var headRows: Int { min(head.count, max(1, height / 3)) + 1 }

    private func notes(_ exchange: SentRequest) -> [String] {
        if tab == .links { return thingNotes + linksView.notes }
        if tab == .raw { return exchange.hop?.rawProblem.map { ["Not all of it: \($0)"] } ?? [] }
        guard let body, tab == .body, !isBefore else { return [] }
        var notes = joinedNotes(exchange) + body.notes
        notes += thingNotes
        if bodyView.mode == .diff, before == nil { notes.append("no earlier answer to this request to compare with") }
        if !bodyView.isGrowing, !bodyView.path.isActive, let problem = body.note(bodyView.document?.problem) {
            notes.append(problem)
        }
        return notes
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
        if laid != exchange.id { followsEnd = exchange.isUnderWay && Self.hasNoEnd(exchange.response) }
        (lastRequest, laid) = (exchange.requestID, exchange.id)
        isBefore = false
        before = nil
        // Of one that was cut to be kept nobody says that it ends too early.
        bodyView.isGrowing = exchange.isUnderWay || exchange.kept?.isCut == true
        guard exchange.body.count > 0 else { return clearBody() }
        let isCut = exchange.kept?.isCut == true
        body = ResponseBody(exchange.body, exchange.bodyResponse, isGrowing: exchange.isUnderWay || isCut)
        lay(staysInPlace: staysInPlace)
        if followsEnd { bodyView.goToEnd() }
    }

    /// The request and the exchange whose body was laid out last.
    private var lastRequest: Int?
    private var laid: UInt64?

    /// Whether the cursor stays on the last line while the body grows, as it does once it was put there.
    private var followsEnd = false

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
    }

    private func lay(staysInPlace: Bool) {
        guard let body else { return bodyView.clear() }
        if bodyView.mode == .diff, before == nil, let exchange = composer.shown {
            before = composer.exchanges.previous(of: exchange).map { ResponseBody($0.body, $0.bodyResponse) }
        }
        bodyView.show(body.document(bodyView.mode, before: before), of: body.text, staysInPlace: staysInPlace)
    }

    private func loadPage(_ exchange: SentRequest, _ now: Shown) {
        var page = Page(
            shown: now, checks: checks(exchange), tab: tab, width: width, hops: exchange.hops.count, isASCII: isASCII,
            isHex: isRawInHex)
        if tab == .cache {
            page.second = stage.now / 1_000_000
            page.answered = composer.trialLines(of: exchange).count { $0.line.words != "asking" }
        }
        guard page != shownPage else { return }
        let staysInPlace = page.tab == shownPage?.tab && page.shown.id == shownPage?.shown.id
        shownPage = page
        let pages = pages(exchange)
        if tab == .raw, let bytes = pages.raw {
            pageView.show(Document(bytes, view: isRawInHex ? .hex : .raw), of: nil, staysInPlace: staysInPlace)
        } else if tab == .sent, let bytes = pages.sent.bytes {
            pageView.show(Document(bytes, view: .raw), of: nil, staysInPlace: staysInPlace)
        } else {
            let lines = tab == .sent ? pages.sent.lines : pages.lines(tab)
            pageView.show(Document(lines: lines), of: nil, staysInPlace: staysInPlace)
        }
    }

    func pages(_ exchange: SentRequest) -> ResponsePages {
        ResponsePages(
            exchange: exchange, width: width, isASCII: isASCII, now: stage.now,
            trials: tab == .cache ? composer.trialLines(of: exchange) : [], checks: checks(exchange))
    }

    /// What the checks of the open request came to, judged once for each answer.
    private func checks(_ exchange: SentRequest) -> [CheckResult]? {
        let asked = Asked(
            checks: composer.draft.checks, id: exchange.id, state: exchange.state, variables: composer.variables)
        if asked.checks.isEmpty { return [] }
        if let judged, judged.asked == asked { return judged.results }
        var results: [CheckResult]?
        if exchange.state == .finished, let response = exchange.response {
            let answer = Subject(response, body: exchange.body, duration: exchange.duration * 1000)
            results = CheckResult.all(asked.checks, of: answer, asked.variables)
        }
        judged = (asked, results)
        return results
    }

    /// Learns whether the screen has more than ASCII.
    func learn(isASCII: Bool) { self.isASCII = isASCII }

    /// `list sensors`, and of several answers `12:31:05, 2 of 5, 1 under way`: the request's name stands above.
    var subtitle: String {
        guard let exchange = composer.shown else { return "" }
        let all = composer.exchanges.all(of: composer.current)
        if let words = composer.trailWords { return "\(Figures.clock(exchange.startedAt)), \(words)" }
        guard all.count > 1, let place = all.firstIndex(where: { $0.id == exchange.id }) else {
            let marks = [exchange.draft.name, exchange.kept == nil ? "" : "from disk"]
            return marks.filter { !$0.isEmpty }.joined(separator: ", ")
        }
        var words = "\(Figures.clock(exchange.startedAt)), \(place + 1) of \(all.count)"
        if exchange.kept != nil { words += ", from disk" }
        let others = all.count { $0.isUnderWay && $0.id != exchange.id }
        if others > 0 { words += ", \(others) under way" }
        return words
    }

    func info(_ look: Look) -> String {
        guard composer.shown != nil, tab == .body, let body, let document = bodyView.document else {
            return ""
        }
        var parts = [body.label ?? body.kind.label, Figures.bytes(Double(body.bytes.count)), bodyView.mode.rawValue]
        if let charset = body.charsetLabel { parts.append(charset) }
        if let percent = body.percent {
            parts.append("decoding \(percent) %")
        } else if !document.isComplete {
            parts.append("reading")
        }
        return (isBefore ? "before: " : "") + parts.joined(separator: ", ")
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        // Keys may come faster than frames: what they are about is the answer that is looked at now.
        if let exchange = composer.shown { linksView.load(exchange) }
        switch action {
        case .path where tab != .body: tab = .body
        case .nextTab: return turn(by: 1)
        case .previousTab: return turn(by: -1)
        case .links: return show(.links)
        case .wayBack, .wayForth:
            composer.go(by: action == .wayBack ? -1 : 1, stage)
            return []
        case .follow where tab != .links: return show(.links)
        case .joinPages: return joinPages()
        case .thing: return openThing()
        case .twin:
            guard let exchange = composer.shown, exchange.response != nil else {
                stage.say(.info, "There is no answer that could have a twin")
                return []
            }
            return stage.journeys?.showTwin(of: exchange) ?? []
        case .fold where tab == .body:
            if let effects = followInText() { return effects }
        default: break
        }
        if tab == .links, linksView.perform(action) { return [] }
        if tab != .links, view.perform(action) {
            if tab == .body, action.move != nil { followsEnd = bodyView.isAtEnd }
            return []
        }
        switch action {
        case .follow, .fold: return followSelected()
        case .olderAnswer: look(by: -1)
        case .newerAnswer: look(by: 1)
        case .answers: showAnswers()
        case .onWire:
            guard let exchange = composer.shown else {
                stage.say(.info, "Not sent yet: nothing went over the wire")
                break
            }
            guard exchange.kept == nil else {
                stage.say(.info, "This answer is from disk: it went over the wire before martlet was started")
                break
            }
            stage.journeys?.showOnWire(exchange: exchange.id)
        case .nextView where tab == .body:
            bodyView.nextMode()
            lay(staysInPlace: false)
        case .nextView where tab == .raw: isRawInHex.toggle()
        case .send: return composer.send(stage)
        case .revalidate: return composer.revalidate(stage)
        case .merge: return composer.merge(stage)
        case .probeCache:
            tab = .cache
            return composer.probeCache(stage)
        case .chart:
            Charts.open(
                answersTo: composer.current, of: composer.requests,
                preferring: tab == .body ? bodyView.fieldPath : nil, stage)
        case .copy where tab == .links:
            return PayloadActions.copy(
                "the link's target", linksView.selected.map { PayloadBytes(Array($0.target.utf8)) }, stage)
        case .copy:
            return PayloadActions.copy(bodyView.result == nil ? "the answer" : "what the path gives", bytes, stage)
        case .write: PayloadActions.write(bytes, name: fileName, stage)
        case .publish: PublishFromAnswer.compose(bodyView.result ?? body?.bytes, of: composer.shown, stage)
        case .openPager:
            guard let bytes = bytes else { return [] }
            return [
                stage.runInTerminal(.pager, bytes, fileExtension: fileExtension) { [stage] outcome in
                    if case .failed(let words) = outcome { stage.say(.error, words) }
                }
            ]
        default: break
        }
        return []
    }

    private func look(by steps: Int) {
        if !composer.look(by: steps) {
            stage.say(.info, steps < 0 ? "No older answer to this request is kept" : "This is the newest answer")
        }
    }

    private func show(_ wanted: ResponseTab) -> [Effect] {
        tab = wanted
        return []
    }

    private func followSelected() -> [Effect] {
        guard let exchange = composer.shown, let link = linksView.selected else {
            stage.say(.info, "There is no link to follow")
            return []
        }
        return LinkFollowing(composer: composer, stage: stage, exchange: exchange).follow(link)
    }

    /// Follows the URL on the line of the body with the cursor; nil where the line folds, or has none.
    private func followInText() -> [Effect]? {
        guard let exchange = composer.shown, shown?.id == exchange.id, !isBefore, let document = bodyView.document,
            !document.isFoldable(bodyView.cursor.line), bodyView.mode != .hex,
            let link = LinkInText.find(
                line: bodyView.cursor.line, of: document, among: linksView.all, url: LinksView.url(of: exchange))
        else { return nil }
        return LinkFollowing(composer: composer, stage: stage, exchange: exchange).follow(link)
    }

    /// How to open the answer as what it describes.
    private var thingNotes: [String] {
        guard linksView.isThing else { return [] }
        return ["a Thing Description: \(stage.keymap.name(of: .thing, in: .response)) opens it"]
    }

    /// Opens the answer as a thing; where it is none, asks where one is described.
    private func openThing() -> [Effect] {
        guard let exchange = composer.shown else { return ThingQuestion.ask(near: "", composer, stage) }
        let following = LinkFollowing(composer: composer, stage: stage, exchange: exchange)
        let url = LinksView.url(of: exchange)
        if linksView.isThing, ThingOverlay.open(exchange.body, url: url, following) { return [] }
        return ThingQuestion.ask(near: url, composer, stage)
    }

    /// Asks for the pages of the answer, from the first that was asked for.
    private func joinPages() -> [Effect] {
        guard let exchange = composer.shown, exchange.response != nil else {
            stage.say(.info, "There is no answer whose pages could be asked for")
            return []
        }
        guard exchange.joined != nil || linksView.nextPage != nil else {
            stage.say(.info, "The answer names no next page: no link of the relation next")
            return []
        }
        guard !exchange.isOutdated(by: composer.draft) else {
            stage.say(.info, "The request was edited since: send it first")
            return []
        }
        (tab, itemOnLine) = (.body, nil)
        return composer.send(stage, joins: true)
    }

    /// What pages the body is joined of, and which the item under the cursor is from.
    private func joinedNotes(_ exchange: SentRequest) -> [String] {
        guard let joined = exchange.joined, !joined.pages.isEmpty else { return [] }
        let pages = Figures.count(joined.pages.count, "page")
        guard let list = joined.list else { return ["\(pages), nothing to join: the first is below; \(joined.words)"] }
        let place = PageItems(names: list).path
        let twice = joined.repeated > 0 ? ", \(Figures.count(joined.repeated)) of them twice" : ""
        var notes = ["\(Figures.count(joined.items, "item")) of \(pages) joined at \(place)\(twice): \(joined.words)"]
        let line = bodyView.cursor.line
        if itemOnLine?.line != line || itemOnLine?.exchange != exchange.id {
            itemOnLine = (exchange.id, line, item(list))
        }
        if let item = itemOnLine?.item, let page = joined.page(ofItem: item) {
            notes.append("item \(item + 1): page \(page + 1), \(joined.pages[page].url)")
        }
        return notes
    }

    /// The place of the item under the cursor in the list; nil when it is in none.
    private func item(_ list: [String]) -> Int? {
        guard let steps = bodyView.fieldPath?.steps, steps.count > list.count,
            steps.prefix(list.count).elementsEqual(list.map { .key($0) }), case .index(let item) = steps[list.count]
        else { return nil }
        return item
    }

    private func turn(by count: Int) -> [Effect] {
        let all = composer.shown.map { pages($0).tabs } ?? ResponseTab.allCases
        let place = (all.firstIndex(of: tab) ?? 0) + count + all.count
        tab = all[place % all.count]
        return []
    }

    /// What is copied, written and paged: what the path gives, the body as it came, or the lines of another tab.
    private var bytes: PayloadBytes? {
        guard let exchange = composer.shown else { return nil }
        if tab == .body { return bodyView.result ?? body?.bytes }
        let pages = pages(exchange)
        if tab == .raw, let bytes = pages.raw { return bytes }
        if tab == .sent, let bytes = pages.sent.bytes { return bytes }
        if tab == .links { return PayloadBytes(Array(linksView.text.utf8)) }
        let lines = tab == .sent ? pages.sent.lines : pages.lines(tab)
        return PayloadBytes(Array(lines.map { $0.map(\.text).joined() + "\n" }.joined().utf8))
    }

    private var fileExtension: String {
        guard tab == .body else { return "txt" }
        switch body?.kind {
        case .json: return "json"
        case .xml: return "xml"
        case .html: return "html"
        case .cbor: return "cbor"
        case .binary: return "bin"
        default: return "txt"
        }
    }

    /// The last part of the URL's path, if it is a name for a file.
    private var fileName: String {
        let url = composer.shown?.hop?.url ?? ""
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").dropFirst(2).last ?? ""
        let name = last.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        let base = name.isEmpty || name.hasPrefix(".") || tab != .body ? "answer" : String(name.prefix(100))
        return base.contains(".") ? base : "\(base).\(fileExtension)"
    }

    func back() -> Bool {
        if tab == .links ? linksView.back() : view.back() { return true }
        guard tab != .body else { return false }
        tab = .body
        return true
    }

    func typed(_ outcome: FieldOutcome) {
        if tab == .links { linksView.typed(outcome) } else { view.typed(outcome) }
    }

    func click(_ point: Point) {
        guard point.y >= headRows - 1 else { return }
        if point.y == headRows - 1, let exchange = composer.shown {
            let found = tabPlaces(pages(exchange)).first { $0.columns.contains(point.x) }
            if let found { tab = found.tab }
        } else if tab == .links {
            // Below the line of the columns' names.
            _ = linksView.click(point.y - headRows - 1)
        } else {
            view.click(Point(x: point.x, y: point.y - headRows))
        }
    }

    func doubleClick(_ point: Point) -> [Effect] {
        if point.y >= headRows { view.doubleClick(Point(x: point.x, y: point.y - headRows)) }
        return []
    }

    /// What is read back is not pushed away by what comes.
    func scroll(by rows: Int) {
        view.turn(by: rows)
        if tab == .body, rows < 0 { followsEnd = false }
    }

    /// The tabs with their counts, and where they stand.
    func tabPlaces(_ pages: ResponsePages) -> [(tab: ResponseTab, text: String, columns: Range<Int>)] {
        func texts(_ name: (ResponseTab) -> String) -> [(tab: ResponseTab, text: String)] {
            pages.tabs.map { tab in
                if tab == .links { return (tab: tab, text: name(tab) + (linksView.count.map { " \($0)" } ?? "")) }
                return (tab: tab, text: pages.label(tab, as: name(tab)))
            }
        }
        func width(_ texts: [(tab: ResponseTab, text: String)], gap: Int) -> Int {
            texts.reduce(0) { $0 + $1.text.utf8.count + gap }
        }
        // On a narrow screen they stand closer, and have shorter names where that is not enough, so that the last is seen.
        let whole = texts(\.rawValue)
        let isNarrow = width(whole, gap: 2) > self.width
        let fitting = width(whole, gap: 1) > self.width ? texts(\.shortName) : whole
        var x = 1
        return fitting.map { tab, text in
            defer { x += text.utf8.count + (isNarrow ? 1 : 2) }
            return (tab, text, x..<x + text.utf8.count)
        }
    }

    // MARK: - Work

    var hasWork: Bool {
        body?.percent != nil || bodyView.hasWork || pageView.hasWork || tab == .links && linksView.hasWork
    }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        if let body, body.percent != nil {
            guard body.advance(until: deadline) else { return true }
            lay(staysInPlace: true)
        }
        if before?.percent != nil, before?.advance(until: deadline) == true { lay(staysInPlace: true) }
        if tab == .links, linksView.advance(until: deadline) { return true }
        let isChanged = bodyView.advance(until: deadline)
        return pageView.advance(until: deadline) || isChanged
    }
}
