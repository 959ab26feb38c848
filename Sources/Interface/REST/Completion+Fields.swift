import Kit
import Profile

/// What fields of a request could go on with.
extension Completion {
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
}
