import Hypermedia
import Kit
import Terminal

/// Asks for the values of a URI template (RFC 6570), and shows the URL that they make while they are typed.
///
/// What is left empty is left out of the URL. Of a variable that may stand for several values, commas are between them.
final class TemplateOverlay: Overlay {
    let title: String
    let keyContext = KeyContext.form
    let stage: Stage
    private let link: Link
    private let names: [String]
    private let template: URITemplate
    private var fields: [FormField]
    /// What is known of each variable; empty for nothing.
    private let notes: [String]
    private var current = 0
    private let submit: ([String: URITemplate.Value], [String: String]) -> [Effect]

    /// - Parameter known: what was typed for the template before.
    init(
        _ stage: Stage, _ link: Link, _ template: URITemplate, known: [String: String],
        submit: @escaping ([String: URITemplate.Value], [String: String]) -> [Effect]
    ) {
        self.stage = stage
        self.link = link
        self.template = template
        self.submit = submit
        title = link.title ?? (link.relation.isEmpty ? "Values" : link.relation)
        names = template.variables
        let told = Dictionary(link.variables.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
        fields = names.map { Self.field($0, told[$0], isMany: template.takesMany($0), known[$0]) }
        notes = names.map { name in
            [told[name]?.prompt, told[name]?.type].compactMap(\.self).filter { !$0.isEmpty && $0 != "text" }
                .joined(separator: ", ")
        }
    }

    /// A line to type in, or a choice where only some values are taken; that none is sent can be chosen too.
    private static func field(_ name: String, _ told: LinkForm.Field?, isMany: Bool, _ known: String?) -> FormField {
        // What was typed the last time, before what the server proposes.
        let value = known ?? told?.value ?? ""
        guard let options = told?.options, !options.isEmpty, !isMany else {
            // A list is typed with commas: words to choose from could name only one.
            return .line(isMany ? "\(name), ..." : name, value)
        }
        // A variable without a value is left out of the URL (RFC 6570 2.3), which a choice must offer by itself.
        let all = [leftOut] + options
        return .choice(name, all, selected: all.firstIndex(of: value) ?? 0)
    }

    private static let leftOut = "left out"

    private static let urlRows = 3
    /// The row above the URL that says what the current variable takes.
    private static let noteRows = 1

    func size(screen: Size) -> Size {
        let rows = names.count + Self.urlRows + Self.noteRows + 5
        return Size(width: min(90, screen.width - 4), height: min(screen.height - 2, rows))
    }

    // MARK: - Values

    private var typed: [String: String] {
        // By its place: an option of the server's may be the same words.
        let texts = fields.map { !$0.isLine && $0.choice == 0 ? "" : $0.value }
        return Dictionary(zip(names, texts), uniquingKeysWith: { $1 })
    }

    private var values: [String: URITemplate.Value] {
        var values: [String: URITemplate.Value] = [:]
        for (name, text) in typed where !text.isEmpty {
            values[name] =
                template.takesMany(name)
                ? .list(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)) : .text(text)
        }
        return values
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return OverlayAnswer(isDone: true, effects: submit(values, typed))
        case .nextField: current = (current + 1) % fields.count
        case .previousField: current = (current + fields.count - 1) % fields.count
        default: break
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        _ = fields.press(key, stage.keymap, current: &current)
        return .stay
    }

    func paste(_ text: String) { _ = fields.paste(text, current: &current) }

    func click(_ point: Point) -> OverlayAnswer {
        // Below the fields stand what is known of the current one and the URL.
        guard point.y < room, fields.indices.contains(point.y + top) else { return .stay }
        current = point.y + top
        _ = fields[current].click(at: point.x - valueX)
        return .stay
    }

    /// The column of the values at the last drawing.
    private var valueX = 0

    // MARK: - Drawing

    /// The first field shown, where there are more than fit, and for how many there was room.
    private var top = 0
    private var room = 0

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (width, height) = (canvas.size.width, canvas.size.height)
        room = max(1, height - Self.urlRows - Self.noteRows - 3)
        if current < top { top = current }
        if current >= top + room { top = current - room + 1 }
        stage.hiddenRows = HiddenRows(top..<min(fields.count, top + room), of: fields.count)
        let column = min(width / 3, names.map { displayWidth(of: $0) }.max() ?? 0) + 5
        valueX = column + 2
        var place: Point?
        for (y, index) in (top..<min(fields.count, top + room)).enumerated() {
            let isCurrent = index == current
            canvas.put(
                fields[index].name, x: 1, y: y, style: look.style(isCurrent ? .titleFocused : .fieldName),
                limit: column)
            let at = fields[index].draw(
                look, x: valueX, y: y, width: width - column - 3, isCurrent: isCurrent, into: canvas)
            place = at ?? place
        }
        if notes.indices.contains(current) {
            let y = height - Self.urlRows - Self.noteRows - 2
            canvas.put(notes[current], x: 1, y: y, style: look.style(.textDim), limit: width - 2)
        }
        // The end of the URL is what is typed.
        let url = (try? link.target(values)) ?? link.written
        let lines = wrapped(url, width: width - 2)
        for (offset, line) in lines.suffix(Self.urlRows).enumerated() {
            canvas.put(
                line, x: 1, y: height - Self.urlRows - 2 + offset, style: look.style(.match), limit: width - 2)
        }
        let next: [(Action, String)] = fields.count > 1 ? [(.nextField, "next field")] : []
        drawHints([(.accept, "follow")] + next + [(.back, "back")], y: height - 1, look, into: canvas)
        return place
    }
}
