import Hypermedia
import Kit
import Terminal

/// The columns of the table of links: relation, title, target, where it stands, format; those that fit.
struct LinkColumns {
    private let width: Int
    private let relation: Int
    private let title: Int
    private let place: Int
    private let format: Int
    private let origin: String

    /// - Parameters:
    ///   - links: those whose columns they are: none is wider than what it holds.
    ///   - origin: the server that answered, which targets on it need not name.
    init(width: Int, _ links: [Link], origin: String) {
        self.width = width
        self.origin = origin
        // Of a table of many the first tell enough.
        let links = links.prefix(Self.mostMeasured)
        func widest(_ name: String, _ text: (Link) -> String) -> Int {
            let longest = links.reduce(0) { max($0, displayWidth(of: text($1))) }
            return longest == 0 ? 0 : max(longest, name.utf8.count) + 1
        }
        let names = widest("rel") { Self.name(of: $0) }
        let usual = min(24, max(12, width / 5), max(8, names))
        // What a row lacks on a narrow screen the details below it have.
        title = width >= 76 ? min(width / 6, widest("title") { $0.title ?? $0.name ?? "" }) : 0
        place = width >= 100 ? min(width / 5, widest("where") { $0.place.words }) : 0
        format = width >= 44 ? min(15, widest("format") { Self.format(of: $0) }) : 0
        // What targets leave free is for a relation that is longer.
        let targets =
            names <= usual
            ? width
            : widest("target") { link in
                let method = link.method == "GET" ? "" : "\(link.method) "
                return String((method + Self.target(of: link, from: origin)).prefix(width))
            }
        relation = max(usual, min(names, usual + max(0, width - 2 - usual - title - place - format - targets)))
    }

    private static let mostMeasured = 200

    /// As it was written: the whole target stands in the details.
    private static func target(of link: Link, from origin: String) -> String {
        let written = link.written.isEmpty ? link.target : link.written
        return !origin.isEmpty && written.hasPrefix(origin + "/") ? String(written.dropFirst(origin.count)) : written
    }

    private static func name(of link: Link) -> String {
        (link.isReverse ? "of " : "") + (link.relation.isEmpty ? "-" : link.relation)
    }

    private static func format(of link: Link) -> String {
        link.format.rawValue + (link.isTemplate ? " {}" : link.form != nil ? " form" : "")
    }

    private var target: Int { max(8, width - 2 - relation - (title + place + format)) }

    private var starts: (title: Int, target: Int, place: Int, format: Int) {
        let title = 2 + relation
        let target = title + self.title
        let place = target + self.target
        return (title, target, place, place + self.place)
    }

    func drawHead(_ look: Look, into canvas: Canvas) {
        let style = look.style(.textDim)
        canvas.put("rel", x: 2, y: 0, style: style)
        if title > 0 { canvas.put("title", x: starts.title, y: 0, style: style) }
        canvas.put("target", x: starts.target, y: 0, style: style)
        if place > 0 { canvas.put("where", x: starts.place, y: 0, style: style) }
        if format > 0 { canvas.put("format", x: starts.format, y: 0, style: style) }
    }

    func draw(_ link: Link, y: Int, _ look: Look, into canvas: Canvas) {
        let dim = look.style(.textDim)
        var x = 2
        if link.isReverse { x += canvas.put("of ", x: x, y: y, style: dim) }
        let name = link.relation.isEmpty ? "-" : link.relation
        // A guess steps back: the answer itself does not call it a link.
        let style = look.style(link.isGuess ? .textDim : .headerName)
        canvas.put(name, x: x, y: y, style: style, limit: relation - 1 - (x - 2))
        if title > 0 {
            canvas.put(link.title ?? link.name ?? "", x: starts.title, y: y, style: look.style(.text), limit: title - 1)
        }
        x = starts.target
        let room = target - 1
        if link.method != "GET" {
            x += canvas.put("\(link.method) ", x: x, y: y, style: look.style(.hintKey), limit: room)
        }
        let left = max(0, room - (x - starts.target))
        canvas.put(Self.target(of: link, from: origin), x: x, y: y, style: look.style(.text), limit: left)
        if place > 0 {
            canvas.put(link.place.words, x: starts.place, y: y, style: dim, limit: place - 1)
        }
        if format > 0 {
            canvas.put(Self.format(of: link), x: starts.format, y: y, style: dim, limit: format)
        }
    }

    /// The whole target of the selected link, and what else is known of it.
    func drawDetails(_ link: Link, y: Int, rows: Int, _ look: Look, into canvas: Canvas) {
        let dim = look.style(.textDim)
        let stroke = canvas.glyphs == .ascii ? "-" : "─"
        var rule = String(repeating: stroke, count: width)
        // A relation that its column cuts stands whole here.
        let name = Self.name(of: link)
        if displayWidth(of: name) > relation - 1 {
            let left = max(0, width - displayWidth(of: name) - 4)
            rule = "\(stroke)\(stroke) \(name) \(String(repeating: stroke, count: left))"
        }
        var lines: [String] = [rule, "\(link.method) \(link.target)"]
        var words: [String] = []
        if let title = link.title { words.append(title) }
        if let type = link.type { words.append(type) }
        if let form = link.form, !form.fields.isEmpty {
            words.append("asks for \(form.fields.map(\.name).joined(separator: ", "))")
        }
        if let variables = link.template?.variables { words.append("asks for \(variables.joined(separator: ", "))") }
        if let remark = link.remark { words.append(remark) }
        if let documentation = link.documentation { words.append("explained at \(documentation)") }
        lines.append(words.joined(separator: ", "))
        lines.append("\(link.format.rawValue), \(link.place.words)" + (link.isGuess ? ", taken for a link" : ""))
        for (offset, line) in lines.prefix(rows).enumerated() {
            canvas.put(
                line, x: offset == 0 ? 0 : 1, y: y + offset, style: offset == 1 ? look.style(.text) : dim,
                limit: width - (offset == 0 ? 0 : 1))
        }
    }
}
