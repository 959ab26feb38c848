import Kit
import Profile
import Terminal

/// What a field could go on with, each with a line of explanation: header names, their values, variables.
struct Completion {
    /// The most lines shown.
    static let rows = 6

    /// One way to go on.
    struct Item: Equatable {
        var text: String
        var note: String
    }

    let items: [Item]
    /// How many characters before the cursor an item takes the place of.
    let replaces: Int
    /// The chosen one; nil while none is.
    var chosen: Int?

    /// What fits a field: variables after two braces, else what the table knows.
    static func of(_ field: TextField, table: RequestTable?, name: String, isName: Bool, _ composer: RequestComposer)
        -> Completion?
    {
        let before = field.characters[..<field.cursor]
        if let completion = calls(before, composer) ?? variables(before, composer.expander) { return completion }
        guard table == .headers, field.cursor == field.characters.count else { return nil }
        let typed = field.text
        let items: [Item]
        if isName {
            items = HeaderCatalog.names(matching: typed).map { Item(text: $0.name, note: $0.summary) }
        } else {
            items = HeaderCatalog.values(of: name, matching: typed).map { Item(text: $0.text, note: $0.summary) }
        }
        // What is typed already needs no telling.
        guard !items.isEmpty, items.count > 1 || items[0].text != typed else { return nil }
        return Completion(items: items, replaces: typed.count)
    }

    static func variables(_ before: ArraySlice<Character>, _ expander: TemplateExpander) -> Completion? {
        guard let brace = before.lastIndex(of: "{"), brace > before.startIndex, before[brace - 1] == "{" else {
            return nil
        }
        let typed = String(before[(brace + 1)...])
        guard !typed.contains("}"), !typed.contains(" ") else { return nil }
        var items: [Item] = []
        var names: Set<String> = []
        // The last of a name is the one that holds; they are listed in the order of the profile.
        let holding = expander.variables.all.reversed().filter { names.insert($0.name).inserted }.reversed()
        for variable in holding {
            // A name that says secret hides its value, whoever wrote it out.
            let shown =
                Secret.isSecretName(variable.name)
                ? Secret.dots : expander.expand("{{\(variable.name)}}").spans.first?.shown ?? ""
            items.append(Item(text: "\(variable.name)}}", note: "\(shown)  \(variable.origin)"))
        }
        for generator in Generators.all {
            // What goes on with a name of its own is offered up to that.
            if let colon = generator.name.firstIndex(of: ":") {
                items.append(Item(text: String(generator.name[...colon]), note: generator.summary))
                continue
            }
            let space = generator.arguments.isEmpty ? "}}" : " "
            var note = "\(generator.arguments)  \(generator.summary)"
            if generator.name == EntityTags.name {
                switch expander.generate(generator.name, []) {
                case .value(let tag): note = "\(tag)  \(generator.summary)"
                case .none(let words): note = words
                // A value that is made when it is sent, or is none to read, is not made for a hint.
                case .later, .bytes: break
                }
            }
            items.append(Item(text: generator.name + space, note: note))
        }
        items = items.filter { $0.text.lowercased().hasPrefix(typed.lowercased()) }
        guard !items.isEmpty else { return nil }
        return Completion(items: items, replaces: typed.count)
    }

    /// Chooses the next or the one before; beyond the ends none.
    mutating func choose(by step: Int) {
        let next = (chosen ?? (step > 0 ? -1 : items.count)) + step
        chosen = items.indices.contains(next) ? next : nil
    }

    /// Draws below the cursor, or above it where there is not enough room and more above: over whatever is there, with an
    /// edge, so that words behind it do not run into its own. Its texts stand under what is typed, further left where their
    /// notes would be cut, but not beyond the border that the pane begins with, over which an edge lies: beside it corners
    /// of panes would stand.
    func draw(at place: Point, from left: Int, _ look: Look, into canvas: Canvas) {
        let below = canvas.size.height - place.y - 1
        let isBelow = below >= min(Self.rows, items.count) || below >= place.y
        let count = min(Self.rows, items.count, isBelow ? below : place.y)
        guard count > 0 else { return }
        let first = max(0, min((chosen ?? 0) - count + 1, items.count - count))
        let shown = items[first..<(first + count)]
        let notes = shown.reduce(0) { max($0, displayWidth(of: $1.note)) }
        let most = notes == 0 ? canvas.size.width - 4 : canvas.size.width / 2
        let names = min(most, shown.reduce(0) { max($0, displayWidth(of: $1.text)) })
        // An edge and a blank on both sides, two blanks before the notes.
        let wanted = max(30, names + notes + (notes == 0 ? 4 : 6))
        let start = place.x - replaces - 2
        let x = max(0, min(start, max(min(left - 1, start), canvas.size.width - wanted)))
        let width = min(canvas.size.width - x, wanted)
        let y = isBelow ? place.y + 1 : place.y - count
        let edge = canvas.glyphs == .ascii ? "|" : "│"
        for (index, item) in shown.enumerated() {
            let row = Rect(x: x, y: y + index, width: width, height: 1)
            canvas.fill(row, look.style(.popup))
            canvas.put(item.text, x: x + 2, y: row.y, style: look.style(.popup), limit: names)
            canvas.put(item.note, x: x + names + 4, y: row.y, style: look.style(.textDim), limit: width - names - 6)
            let inside = Rect(x: x + 1, y: row.y, width: width - 2, height: 1)
            if first + index == chosen { canvas.restyle(inside, look.theme[.selection]) }
            for column in [x, x + width - 1] { canvas.put(edge, x: column, y: row.y, style: look.style(.popupBorder)) }
        }
    }
}
