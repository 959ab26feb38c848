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

    /// - Parameter hasTitles: whether a link has a title: a column without one is room for the targets.
    init(width: Int, hasTitles: Bool) {
        self.width = width
        relation = min(24, max(12, width / 5))
        // What a row lacks on a narrow screen the details below it have.
        title = hasTitles && width >= 76 ? width / 6 : 0
        place = width >= 100 ? width / 5 : 0
        format = width >= 44 ? 15 : 0
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
        // As it was written: the whole target stands in the details.
        let shown = link.written.isEmpty ? link.target : link.written
        canvas.put(shown, x: x, y: y, style: look.style(.text), limit: left)
        if place > 0 {
            canvas.put(link.place.words, x: starts.place, y: y, style: dim, limit: place - 1)
        }
        if format > 0 {
            let mark = link.isTemplate ? " {}" : link.form != nil ? " form" : ""
            canvas.put(link.format.rawValue + mark, x: starts.format, y: y, style: dim, limit: format)
        }
    }

    /// The whole target of the selected link, and what else is known of it.
    func drawDetails(_ link: Link, y: Int, rows: Int, _ look: Look, into canvas: Canvas) {
        let dim = look.style(.textDim)
        let rule = String(repeating: canvas.glyphs == .ascii ? "-" : "─", count: width)
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
