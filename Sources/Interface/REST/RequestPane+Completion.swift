import Kit
import Profile

/// What is offered while a line is typed.
extension RequestPane {
    /// Offers what the text could go on with.
    func complete() {
        guard let field, let target else { return completion = nil }
        switch target {
        case .cell(let table, let index, let isName):
            let name =
                composer.draft[table].indices.contains(index) ? composer.draft[table][index].name : ""
            completion = .of(field, table: table, name: name, isName: isName, composer)
        case .setting(let setting)
        // A secret that is typed is not compared with anything, and nothing is drawn beside it.
        where setting.isSecret && !SecretNotation.isReference(field.text) && !field.text.hasPrefix("{{"):
            completion = nil
        case .method: completion = nil
        case .check: completion = .of(check: field, composer)
        case .url, .setting: completion = .of(field, table: nil, name: "", isName: false, composer)
        }
    }

    /// Takes the chosen way to go on, or the only or first one; false when there is none.
    func take() -> Bool {
        guard let completion, !completion.items.isEmpty else { return false }
        // What is only begun goes on at once.
        let isVariable = ["}}", " ", "#", ":"].contains { completion.items[0].text.hasSuffix($0) }
        // An empty value is left with Tab as it is; an empty name asks to be chosen.
        guard completion.chosen != nil || completion.replaces > 0 || isVariable else { return false }
        field?.complete(replacing: completion.replaces, with: completion.items[completion.chosen ?? 0].text)
        put()
        complete()
        // A list that follows, as the values behind a name, begins without a choice.
        self.completion?.chosen = nil
        if !isVariable { self.completion = nil }
        return true
    }
}
