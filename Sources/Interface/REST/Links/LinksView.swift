import Hypermedia
import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Text

/// The links of one answer as a table, read in slices.
final class LinksView {
    /// Which answer they are of, and whether all of it is here.
    private var shown: (id: UInt64, isUnderWay: Bool)?
    private var fields: [Link] = []
    private var reader: BodyLinks?
    /// The server that answered.
    private var origin = ""
    /// How many links of the body `all` has.
    private var taken = 0
    /// All that are kept, guesses last.
    private(set) var all: [Link] = []
    /// What the filter looks in, of each in small letters; nil until something is typed.
    private var texts: [String]?
    /// How many links were made such a text.
    private(set) var textsMade = 0
    /// Those that the filter leaves.
    private(set) var rows: [Link] = []
    private var list = ListCursor<RowNumber>(row: 0)
    /// Whether the answer describes a thing (WoT TD 1.1).
    private(set) var isThing = false
    /// Where the cursor was in the answers that were looked at before.
    private var places: [UInt64: Int] = [:]
    /// The filter while it is typed.
    var field: TextField?
    private var filter = ""

    /// Bodies up to this are read at once, so that the tab has its count in the first frame.
    private static let small = 1 << 16
    private static let sliceUnits = 1 << 17
    private static let mostPlaces = 500

    // MARK: - What is shown

    /// Reads the links of an answer, when it is another one.
    func load(_ exchange: SentRequest) {
        // While it is under way the header fields may be here; the body is read when it is whole.
        guard shown?.id != exchange.id || shown?.isUnderWay == true else { return }
        if let id = shown?.id {
            // All at once: to lose a place now and then is cheaper than an order of ages.
            if places.count >= Self.mostPlaces { places = [:] }
            places[id] = list.row
        }
        let isOther = shown?.id != exchange.id
        shown = (exchange.id, exchange.isUnderWay)
        if isOther { (filter, field) = ("", nil) }
        (fields, reader, taken) = ([], nil, 0)
        // As it is written in links, and not as origins are compared.
        let place = URLReference(Self.url(of: exchange))
        origin = place.scheme.map { "\($0)://\(place.authority ?? "")" } ?? ""
        if let response = exchange.response {
            fields =
                FieldLinks.read(
                    response.fields.map { ($0.name, $0.value) }, url: Self.url(of: exchange), status: response.status
                ).links
            if !exchange.isUnderWay { reader = Self.reader(of: exchange) }
        }
        // At once: its number of links is there in the first frame.
        if let reader, exchange.body.count <= Self.small { reader.finish() }
        let type = exchange.response?.fields["Content-Type"].flatMap { MediaType($0) }
        isThing = !exchange.isUnderWay && ThingReader.isThing(exchange.body, type: type)
        settle()
        // After the rows are known: a place is a row of them.
        if isOther { list = ListCursor(row: places[exchange.id] ?? 0) }
    }

    /// Forgets the answer.
    func clear() {
        (shown, reader, fields, all, rows, isThing) = (nil, nil, [], [], [], false)
        texts = nil
    }

    /// Where an answer came from: what references in it are relative to. Dots that stand for secrets are no part of it.
    static func url(of exchange: SentRequest) -> String {
        let url = exchange.hop?.url ?? exchange.url
        var parts = URLReference(url)
        parts.authority = parts.authority.map { String(URLAuthority.place(of: $0)) }
        if let query = parts.query, query.contains(Secret.dots) {
            // Dots stand for secrets there: a link that was resolved against them would carry dots.
            parts.query = query.split(separator: "&").filter { !$0.contains(Secret.dots) }.joined(separator: "&")
        }
        return parts.text
    }

    /// A reader of an answer's body.
    static func reader(of exchange: SentRequest) -> BodyLinks {
        let type = exchange.response?.fields["Content-Type"].flatMap { MediaType($0) }
        return BodyLinks(exchange.body, type: type, url: url(of: exchange))
    }

    private func settle() {
        let body = reader?.links ?? []
        taken = body.count
        all = fields + body.filter { !$0.isGuess } + body.filter(\.isGuess)
        texts = nil
        narrow()
    }

    private func narrow() {
        let words = WordSearch(filter)
        guard !words.isEmpty else { return rows = all }
        let texts = searched()
        rows = all.indices.filter { words.isFound(in: texts[$0]) }.map { all[$0] }
    }

    /// The texts that the filter looks in: targets are made whole once, and not for every letter.
    private func searched() -> [String] {
        if let texts { return texts }
        let made = all.map { "\($0.relation) \($0.title ?? "") \($0.target) \($0.format.rawValue) \($0.method)" }
        (texts, textsMade) = (made, textsMade + made.count)
        return made
    }

    /// How many there are; nil when there are none, or the body was not looked through.
    var count: Int? {
        // No number rather than one that grows.
        guard shown != nil, reader?.isComplete != false else { return nil }
        let count = all.count + (reader?.further ?? 0)
        return count == 0 ? nil : count
    }

    /// The link with the cursor.
    var selected: Link? { rows.indices.contains(list.row) ? rows[list.row] : nil }

    /// The page that follows the answer; nil when it names none.
    var nextPage: Link? { Page.next(among: all) }

    /// Whether there is nothing to list.
    var isEmpty: Bool { all.isEmpty }

    /// The table as text, a link a line: relation, method, target, title, place and format, tabs between them.
    var text: String {
        rows.map { link in
            [link.relation, link.method, link.target, link.title ?? "", link.place.words, link.format.rawValue]
                .joined(separator: "\t") + "\n"
        }.joined()
    }

    /// What is to be said above the table.
    var notes: [String] {
        var notes: [String] = []
        if let further = reader?.further, further > 0 {
            notes.append("the first \(Figures.count(all.count)) links; \(Figures.count(further)) more are not kept")
        }
        if let problem = reader?.problem { notes.append(problem) }
        return notes
    }

    // MARK: - Keys

    /// Does what a key asks for; false when it asks for nothing that concerns a list.
    func perform(_ action: Action) -> Bool {
        if list.perform(action, of: rows.count) { return true }
        switch action {
        case .filter: field = TextField.query(filter)
        case .nextMatch, .previousMatch, .foldAll, .unfoldAll, .scrollLeft, .scrollRight, .wrap: break
        default: return false
        }
        return true
    }

    /// Takes the filter away; false when there is none.
    func back() -> Bool {
        guard !filter.isEmpty else { return false }
        filter = ""
        narrow()
        return true
    }

    /// The filter changed, or is done with.
    func typed(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed: filter = field?.text ?? ""
        case .accepted: field = nil
        case .cancelled: (filter, field) = ("", nil)
        }
        narrow()
        list = ListCursor(row: 0)
    }

    /// A press of the button on a row of the table; whether that row had the cursor before.
    func click(_ row: Int) -> Bool {
        guard let place = list.place(ofRow: row) else { return false }
        if place == list.row { return true }
        list.put(place, of: rows.count)
        return false
    }

    /// The wheel: what is selected stays selected.
    func turn(by rows: Int) { list.turn(by: rows) }

    // MARK: - Work

    var hasWork: Bool { reader?.isComplete == false }

    /// Reads on until a deadline; answers whether something came of it or there is more.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard let reader, !reader.isComplete else { return false }
        while !reader.advance(units: Self.sliceUnits), ContinuousClock.now < deadline {}
        // In the end, and while it is few: to sort the table anew for every slice would cost with many links.
        if reader.isComplete || taken < 200, reader.links.count > taken { settle() }
        return true
    }

    // MARK: - Drawing

    /// What is not seen of the links.
    var hidden: HiddenRows { list.hidden }

    /// Draws the table; answers where the cursor of its filter is.
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (width, height) = (canvas.size.width, canvas.size.height)
        let showsFilter = field != nil || !filter.isEmpty
        let bottom = height - (showsFilter ? 1 : 0)
        // On a low pane the links matter more than what is known of one.
        let details = bottom >= 9 ? 4 : bottom >= 6 ? 2 : 0
        let area = bottom - details
        list.fit(count: rows.count, height: max(1, area - 1))
        let columns = LinkColumns(width: width, rows, origin: origin)
        columns.drawHead(look, into: canvas)
        for (y, place) in list.visible.enumerated() where y + 1 < max(2, area) {
            columns.draw(rows[place], y: y + 1, look, into: canvas)
            if place == list.row {
                canvas.restyle(Rect(x: 0, y: y + 1, width: width, height: 1), look.selection)
            }
        }
        if details > 0, let selected { columns.drawDetails(selected, y: area, rows: details, look, into: canvas) }
        guard showsFilter else { return nil }
        let line = FilterLine(
            field: field, text: filter, result: filter.isEmpty ? "" : "\(Figures.count(rows.count)) found",
            hint: "relation, title, target, format")
        return line.draw(look, y: bottom, into: canvas)
    }
}
