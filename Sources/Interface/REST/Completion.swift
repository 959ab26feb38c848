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
        // The last of a name is the one that holds.
        for variable in expander.variables.all.reversed()
        where !items.contains(where: { $0.text == "\(variable.name)}}" }) {
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

    /// Draws below a row of the canvas, or above it where there is more room.
    func draw(at place: Point, _ look: Look, into canvas: Canvas) {
        let below = canvas.size.height - place.y - 1
        // Below, as people expect it, unless there is not enough room and more above.
        let isBelow = below >= min(Self.rows, items.count) || below >= place.y
        let count = min(Self.rows, items.count, isBelow ? below : place.y)
        guard count > 0 else { return }
        let first = max(0, min((chosen ?? 0) - count + 1, items.count - count))
        let names = min(36, items[first..<(first + count)].reduce(0) { max($0, displayWidth(of: $1.text)) })
        let width = min(canvas.size.width - 2, max(40, names + 46))
        let x = max(0, min(place.x, canvas.size.width - width))
        let y = isBelow ? place.y + 1 : place.y - count
        for (index, item) in items[first..<(first + count)].enumerated() {
            let row = Rect(x: x, y: y + index, width: width, height: 1)
            canvas.fill(row, look.style(.popup))
            canvas.put(item.text, x: x + 1, y: row.y, style: look.style(.popup), limit: names)
            canvas.put(item.note, x: x + names + 3, y: row.y, style: look.style(.textDim), limit: width - names - 4)
            canvas.restyle(row, look.theme[first + index == chosen ? .selection : .selectionInactive])
        }
    }
}
