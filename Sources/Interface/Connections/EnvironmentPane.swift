import Kit
import Model
import Payloads
import Profile
import Terminal

/// The variables that hold: each with its value, dots for a secret, and where it comes from.
final class EnvironmentPane: FilteredPane {
    let id = PaneID.environment
    /// From so many columns on there is room for where a value comes from, in words.
    private static let roomy = 48
    let keyContext = KeyContext.environment
    let stage: Stage
    private let book: ProfileBook
    var field: TextField?
    private var cursor = ListCursor<Place>()
    /// The environment whose variables the cursor is on: another one begins anew.
    private var environment: String?
    private(set) var filter = ""
    var history = FieldHistory()
    private var kept: Listed?

    init(_ book: ProfileBook, _ stage: Stage) {
        self.book = book
        self.stage = stage
    }

    /// What the cursor stands on: a variable, wherever it is listed.
    private struct Place: Hashable {
        let name: String
        let origin: String
    }

    func fit(_ look: Look, to size: Size) {
        cursor.fit(settle(), height: size.height - (showsFilterLine ? 1 : 0))
    }

    /// What is listed, made when the variables or the filter are others: a frame costs the rows that it shows.
    private struct Listed {
        let all: [Variables.Variable]
        let filter: String
        /// The places of the variables that the filter leaves, among all of them.
        let indices: [Int]
        let places: [Place?]
        /// The columns of the longest name.
        let nameWidth: Int

        init(_ all: [Variables.Variable], _ filter: String) {
            (self.all, self.filter) = (all, filter)
            let words = WordSearch(filter)
            // By what is in sight: a value that may be a secret is looked for by nobody.
            indices = all.indices.filter { words.isEmpty || words.isFound(in: all[$0].name, all[$0].origin) }
            places = indices.map { Place(name: all[$0].name, origin: all[$0].origin) }
            nameWidth = all.reduce(0) { max($0, displayWidth(of: $1.name)) }
        }
    }

    private var list: Listed {
        let all = book.variables.all
        if let kept, kept.filter == filter, kept.all == all { return kept }
        let made = Listed(all, filter)
        kept = made
        return made
    }

    private var listed: [Int] { list.indices }

    func use(_ filter: String) {
        self.filter = filter
        let places = settle()
        if !filter.isEmpty { cursor.narrow(places) }
    }

    @discardableResult
    private func settle() -> [Place?] {
        let name = book.environment?.name
        if name != environment { (environment, cursor) = (name, ListCursor()) }
        // A name may come from several places, of which one holds: it is known by both.
        let places = list.places
        cursor.follow(places)
        return places
    }

    private func put(_ row: Int) { cursor.put(row, settle()) }

    /// The selected variable, and its place in the environment; nil when it comes from elsewhere.
    private var variable: (variable: Variables.Variable, index: Int?)? {
        settle()
        let all = book.variables.all
        let listed = listed
        guard let row = cursor.selected, listed.indices.contains(row) else { return nil }
        let selected = listed[row]
        // The environment's own come first in the list; those that were captured, or come of the program, stand behind.
        let own = book.environment?.variables.count ?? 0
        return (all[selected], selected < own ? selected : nil)
    }

    // MARK: - Keys

    func offers(_ action: Action) -> Bool {
        switch action {
        case .edit, .referSecret: cursor.id != nil
        // An empty environment goes by the same key.
        case .delete: cursor.id != nil || book.environment?.variables.isEmpty == true
        case .rename, .duplicate: book.environment != nil
        case .filter: !book.variables.all.isEmpty
        default: true
        }
    }

    /// Why a key finds nothing to act on, and what there is to do.
    private func lack(for action: Action) -> String {
        let isOfEnvironment = action == .rename || action == .duplicate
        if !isOfEnvironment, !book.variables.all.isEmpty { return "No variable is selected: an arrow selects one" }
        let add = stage.keymap.name(of: .newItem, in: .environment)
        if let environment = book.environment { return "\(environment.name) has no variables: \(add) adds one" }
        if book.profile.environments.entries.isEmpty { return "There is no environment: \(add) makes one" }
        let next = stage.keymap.name(of: .nextEnvironment, in: .environment)
        return "No environment is in use: \(next) switches to the next, \(add) makes one"
    }

    func perform(_ action: Action) -> [Effect] {
        let places = settle()
        if cursor.perform(action, places) { return [] }
        guard offers(action) else {
            stage.say(.info, lack(for: action))
            return []
        }
        switch action {
        case .filter: typeFilter()
        case .edit: if let found = variable { edit(found.variable, found.index) }
        case .newItem: add()
        case .delete: delete()
        case .rename: renameEnvironment()
        case .duplicate: duplicateEnvironment()
        case .undo: stage.say(.info, book.undo().map { "Back: \($0)" } ?? "Nothing to undo")
        case .referSecret: refer()
        default: break
        }
        return []
    }

    /// Changes the environment that holds.
    private func change(_ words: String, _ body: @escaping (inout Environment) -> Void) {
        let name = book.profile.settings.environment
        book.change(words) { profile in
            // Another program may have deleted it meanwhile.
            guard let entry = profile.environments.entries.first(where: { $0.value.name == name }) else { return }
            var environment = entry.value
            body(&environment)
            profile.environments.update(entry.id, to: environment)
            // It holds by its name, which may be what was changed.
            profile.settings.environment = environment.name
        }
    }

    /// A variable of the environment that holds, or an environment where there is none.
    private func add() {
        guard book.environment != nil else {
            stage.overlays.append(
                FormOverlay(
                    stage, "New environment", verb: "make", [.line("Name", book.freeEnvironmentName("dev"))]
                ) {
                    [book] values in
                    if let problem = Self.problem(ofEnvironment: values[0], in: book) { return .problem(problem) }
                    book.change("as it was before the environment \(values[0])") { profile in
                        profile.environments.insert(Environment(name: values[0]))
                        profile.settings.environment = values[0]
                    }
                    return .effects([])
                })
            return
        }
        edit(nil, nil)
    }

    private static func problem(ofEnvironment name: String, in book: ProfileBook) -> String? {
        if name.isEmpty { return "An environment needs a name" }
        let isTaken = book.profile.environments.values.contains { $0.name == name }
        return isTaken ? "Another environment is called \(name)" : nil
    }

    private func edit(_ variable: Variables.Variable?, _ index: Int?) {
        if variable != nil, index == nil {
            return stage.say(
                .info, "\(variable?.name ?? "") comes from \(variable?.origin ?? ""): it is not edited here")
        }
        // A variable without a value would stand for nothing.
        let kinds = SecretForm.words.filter { $0 != "none" }
        let kind = SecretForm.word(variable?.value ?? .literal(""))
        // The focus: of a variable that is there it is the value that changes.
        stage.overlays.append(
            FormOverlay(
                stage, variable.map { "Variable \($0.name)" } ?? "New variable", verb: "keep",
                [
                    .line("Name", variable?.name ?? ""),
                    .choice("Value is", kinds, selected: kinds.firstIndex(of: kind) ?? 0, speaksOfNext: true),
                    // The list has dots for it.
                    .secret("Value", SecretForm.text(variable?.value)) { texts in
                        texts[1] == SecretForm.word(.literal("")) && Secret.isSecretName(texts[0])
                    },
                ], focus: variable == nil ? 0 : 2
            ) { [weak self, book] values in
                let name = values[0]
                if let problem = Environment.Variable.problem(ofName: name) { return .problem(problem) }
                if let problem = SecretForm.problem(values[1], values[2], "Value") { return .problem(problem) }
                // Of two with one name the first would hold no more, and nothing would say so.
                let old = index == nil ? nil : variable?.name
                if name != old, book.environment?.variables.contains(where: { $0.name == name }) == true {
                    return .problem("Another variable is called \(name)")
                }
                guard let value = SecretForm.secret(values[1], values[2]) else { return .problem("What is the value?") }
                self?.change(old == nil ? "as it was before \(name)" : "the old value of \(name)") { environment in
                    let new = Environment.Variable(name, value)
                    // By its name: another program may have changed the profile while the form stood.
                    if let place = environment.variables.firstIndex(where: { $0.name == old }) {
                        environment.variables[place] = new
                    } else {
                        environment.variables.append(new)
                    }
                }
                // Also under a new name.
                let place = book.environment?.variables.firstIndex { $0.name == name } ?? 0
                if let self { put(listed.firstIndex(of: place) ?? 0) }
                return .effects([])
            })
    }

    private func delete() {
        guard let found = variable else {
            // Only an empty environment goes by the key that deletes variables.
            guard book.environment?.variables.isEmpty == true else { return stage.say(.info, lack(for: .delete)) }
            return deleteEnvironment()
        }
        guard let index = found.index else {
            // What is listed is none of the environment's own: there is nothing else that could go.
            if book.environment?.variables.isEmpty == true { return deleteEnvironment() }
            return stage.say(.info, "\(found.variable.name) comes from \(found.variable.origin)")
        }
        let row = cursor.row
        change("\(found.variable.name)") { $0.variables.remove(at: index) }
        // The next of the list, as one sees.
        put(row)
        let undo = stage.keymap.key(for: .undo, in: .environment).map { "; \($0) brings it back" } ?? ""
        stage.say(.info, "Deleted \(found.variable.name)\(undo)")
    }

    /// An environment without variables goes by the same key.
    private func deleteEnvironment() {
        guard let name = book.environment?.name else { return }
        book.change("environment \(name)") { profile in
            guard let entry = profile.environments.entries.first(where: { $0.value.name == name }) else { return }
            _ = profile.environments.remove(entry.id)
            profile.settings.environment = nil
        }
        stage.say(.info, "Deleted environment \(name)")
    }

    private func renameEnvironment() {
        guard let old = book.environment?.name else { return }
        stage.overlays.append(
            FormOverlay(stage, "Rename environment \(old)", verb: "rename", [.line("Name", old)]) {
                [weak self, book] values in
                if values[0] == old { return .effects([]) }
                if let problem = Self.problem(ofEnvironment: values[0], in: book) { return .problem(problem) }
                self?.change("the name \(old)") { $0.name = values[0] }
                return .effects([])
            })
    }

    private func duplicateEnvironment() {
        guard var copy = book.environment else { return }
        let old = copy.name
        copy.name = book.freeEnvironmentName(old)
        book.change("as it was before the copy of \(old)") { profile in
            profile.environments.insert(copy)
            profile.settings.environment = copy.name
        }
        stage.say(.info, "Environment \(copy.name), a copy of \(old)")
    }

    private func refer() {
        guard let found = variable, found.index != nil, case .literal(let value) = found.variable.value,
            !value.isEmpty
        else { return stage.say(.info, "That value does not stand in the file") }
        let name = found.variable.name
        SecretReference.ask("value of \(name)", value, name: "\(book.environment?.name ?? "") \(name)", in: book, stage)
        {
            [weak self, book, stage] secret in
            // Another program may have changed the profile while the question stood.
            guard book.environment?.variables.first(where: { $0.name == name })?.value == found.variable.value else {
                stage.say(.warning, "Another program has changed \(name): it stays")
                return nil
            }
            self?.change("the value of \(name) in the file") { environment in
                guard let place = environment.variables.firstIndex(where: { $0.name == name }) else { return }
                environment.variables[place].value = secret
            }
            return []
        }
    }

    func click(_ point: Point) {
        let places = settle()
        // A click means what was seen.
        if let place = cursor.place(ofRow: point.y) { cursor.put(place, places) }
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard let place = cursor.place(ofRow: point.y), place == cursor.selected else { return [] }
        return perform(.edit)
    }

    func scroll(by rows: Int) { cursor.turn(by: rows) }

    // MARK: - Drawing

    var subtitle: String { book.environment?.name ?? "none" }

    func info(_ look: Look) -> String {
        Figures.count(book.profile.environments.entries.count, "environment")
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let variables = book.variables.all
        guard !variables.isEmpty else {
            let add = stage.keymap.key(for: .newItem, in: .environment) ?? ""
            let next = stage.keymap.key(for: .nextEnvironment, in: .environment) ?? ""
            let head = book.environment == nil ? "No environment is in use." : "No variables yet."
            drawWords(
                [
                    head,
                    "\(add)  \(book.environment == nil ? "makes one" : "adds one, for {{name}} in topics and URLs")",
                    // Where there is none to switch to the key says so, and nothing else.
                    book.profile.environments.entries.isEmpty ? "" : "\(next)  switches to the next",
                ].filter { !$0.isEmpty }, look, into: canvas)
            return nil
        }
        let listed = listed
        if listed.isEmpty { drawWords(["Nothing here has that.", stage.keymap.takesFilterAway], look, into: canvas) }
        let width = canvas.size.width
        let names = min(24, width / 2, list.nameWidth)
        stage.hiddenRows = cursor.hidden
        for (y, place) in listed.dropFirst(cursor.top).prefix(cursor.height).enumerated() {
            let variable = variables[place]
            canvas.put(variable.name, x: 1, y: y, style: look.style(.fieldName), limit: names)
            let isSecret = Secret.isSecretName(variable.name)
            let shown = isSecret ? variable.value.masked.words : variable.value.shownWords
            // The pane says what it is; a narrow one needs the columns for the value.
            let isNarrow = width < Self.roomy
            let origin = isNarrow ? String(variable.origin.trimmingPrefix("environment ")) : variable.origin
            let right = width - 1 - displayWidth(of: origin)
            // Where it would take the value's place it goes whole.
            let hasOrigin = right - names - 5 >= min(8, displayWidth(of: shown))
            let end = hasOrigin ? right - 2 : width - 1
            canvas.put(shown, x: names + 3, y: y, style: look.style(.text), limit: max(1, end - names - 3))
            if hasOrigin { canvas.put(origin, x: right, y: y, style: look.style(.textDim)) }
            if y + cursor.top == cursor.selected { drawSelection(y: y, look, into: canvas) }
        }
        guard showsFilterLine else { return nil }
        let result = filter.isEmpty ? "" : "\(Figures.count(listed.count)) found"
        let line = FilterLine(field: field, text: filter, result: result, hint: "words of the name")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }
}

extension Secret {
    /// The value of something that is no secret, or where it is found.
    fileprivate var shownWords: String {
        if case .literal(let text) = self { text } else { words }
    }
}
