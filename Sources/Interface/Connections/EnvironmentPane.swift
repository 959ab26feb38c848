import Kit
import Model
import Profile
import Terminal

/// The variables that hold: each with its value, dots for a secret, and where it comes from.
final class EnvironmentPane: Pane {
    let id = PaneID.environment
    let keyContext = KeyContext.environment
    unowned let state: ScreenState
    init(_ state: ScreenState) { self.state = state }

    var stage: Stage { state }
    var field: TextField?
    private var cursor = ListCursor<Place>()
    /// The environment whose variables the cursor is on: another one begins anew.
    private var environment: String?

    /// What the cursor stands on: a variable, wherever it is listed.
    private struct Place: Hashable {
        let name: String
        let origin: String
    }

    func fit(_ look: Look, to size: Size) {
        cursor.fit(settle(), height: size.height)
    }

    @discardableResult
    private func settle() -> [Place?] {
        let name = state.book.environment?.name
        if name != environment { (environment, cursor) = (name, ListCursor()) }
        let places = state.book.variables.all.map { Place(name: $0.name, origin: $0.origin) }
        cursor.follow(places)
        return places
    }

    private func put(_ row: Int) { cursor.put(row, settle()) }

    /// The selected variable, and its place in the environment; nil when it comes from elsewhere.
    private var variable: (variable: Variables.Variable, index: Int?)? {
        settle()
        let all = state.book.variables.all
        guard let selected = cursor.selected else { return nil }
        let own = state.book.environment?.variables.count ?? 0
        return (all[selected], selected < own ? selected : nil)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        let places = settle()
        if cursor.perform(action, places) { return [] }
        switch action {
        case .edit: if let found = variable { edit(found.variable, found.index) }
        case .newItem: add()
        case .delete: delete()
        case .rename: renameEnvironment()
        case .duplicate: duplicateEnvironment()
        case .undo: state.say(.info, state.book.undo().map { "Back: \($0)" } ?? "Nothing to undo")
        case .referSecret: refer()
        default: break
        }
        return []
    }

    /// Changes the environment that holds.
    private func change(_ words: String, _ body: @escaping (inout Environment) -> Void) {
        let name = state.book.profile.settings.environment
        state.book.change(words) { profile in
            guard let entry = profile.environments.entries.first(where: { $0.value.name == name }) else { return }
            var environment = entry.value
            body(&environment)
            profile.environments.update(entry.id, to: environment)
            profile.settings.environment = environment.name
        }
    }

    /// A variable of the environment that holds, or an environment where there is none.
    private func add() {
        guard state.book.environment != nil else {
            state.overlays.append(
                FormOverlay(
                    state, "New environment", verb: "make", [.line("Name", state.book.freeEnvironmentName("dev"))]
                ) {
                    [state] values in
                    if let problem = Self.problem(ofEnvironment: values[0], state) { return .problem(problem) }
                    state.book.change("no environment \(values[0])") { profile in
                        profile.environments.insert(Environment(name: values[0]))
                        profile.settings.environment = values[0]
                    }
                    return .effects([])
                })
            return
        }
        edit(nil, nil)
    }

    private static func problem(ofEnvironment name: String, _ state: ScreenState) -> String? {
        if name.isEmpty { return "An environment needs a name" }
        let isTaken = state.book.profile.environments.values.contains { $0.name == name }
        return isTaken ? "Another environment is called \(name)" : nil
    }

    private func edit(_ variable: Variables.Variable?, _ index: Int?) {
        if variable != nil, index == nil {
            return state.say(
                .info, "\(variable?.name ?? "") comes from \(variable?.origin ?? ""): it is not edited here")
        }
        let kinds = SecretForm.words.filter { $0 != "none" }
        let kind = SecretForm.word(variable?.value ?? .literal(""))
        state.overlays.append(
            FormOverlay(
                state, variable.map { "Variable \($0.name)" } ?? "New variable", verb: "keep",
                [
                    .line("Name", variable?.name ?? ""),
                    .choice("Value is", kinds, selected: kinds.firstIndex(of: kind) ?? 0, speaksOfNext: true),
                    .line("Value", SecretForm.text(variable?.value)),
                ], focus: variable == nil ? 0 : 2
            ) { [weak self, state] values in
                let name = values[0]
                if name.isEmpty || name.contains(where: { "{} \"'".contains($0) }) {
                    return .problem("A name of letters, digits, - and _, for {{name}}")
                }
                if let problem = SecretForm.problem(values[1], values[2], "Value") { return .problem(problem) }
                guard let value = SecretForm.secret(values[1], values[2]) else { return .problem("What is the value?") }
                self?.change("the old value of \(name)") { environment in
                    let new = Environment.Variable(name, value)
                    // Another program may have changed the profile while the form stood.
                    if let index, environment.variables.indices.contains(index) {
                        environment.variables[index] = new
                    } else {
                        environment.variables.removeAll { $0.name == name }
                        environment.variables.append(new)
                    }
                }
                // Also under a new name.
                self?.put(index ?? (state.book.environment?.variables.count ?? 1) - 1)
                return .effects([])
            })
    }

    private func delete() {
        guard let found = variable else {
            guard state.book.variables.all.isEmpty else {
                return state.say(.info, "No variable is selected: an arrow selects one")
            }
            return deleteEnvironment()
        }
        guard let index = found.index else {
            return state.say(.info, "\(found.variable.name) comes from \(found.variable.origin)")
        }
        change("\(found.variable.name)") { $0.variables.remove(at: index) }
        // The next of the list, as one sees.
        put(index)
        let undo = state.keymap.key(for: .undo, in: .environment).map { "; \($0) brings it back" } ?? ""
        state.say(.info, "Deleted \(found.variable.name)\(undo)")
    }

    /// An environment without variables goes by the same key.
    private func deleteEnvironment() {
        guard let name = state.book.environment?.name else { return }
        state.book.change("environment \(name)") { profile in
            guard let entry = profile.environments.entries.first(where: { $0.value.name == name }) else { return }
            _ = profile.environments.remove(entry.id)
            profile.settings.environment = nil
        }
        state.say(.info, "Deleted environment \(name)")
    }

    private func renameEnvironment() {
        guard let old = state.book.environment?.name else { return }
        state.overlays.append(
            FormOverlay(state, "Rename environment \(old)", verb: "rename", [.line("Name", old)]) {
                [weak self, state] values in
                if values[0] == old { return .effects([]) }
                if let problem = Self.problem(ofEnvironment: values[0], state) { return .problem(problem) }
                self?.change("the name \(old)") { $0.name = values[0] }
                return .effects([])
            })
    }

    private func duplicateEnvironment() {
        guard var copy = state.book.environment else { return }
        let old = copy.name
        copy.name = state.book.freeEnvironmentName(old)
        state.book.change("no copy of \(old)") { profile in
            profile.environments.insert(copy)
            profile.settings.environment = copy.name
        }
        state.say(.info, "Environment \(copy.name), a copy of \(old)")
    }

    private func refer() {
        guard let found = variable, let index = found.index, case .literal(let value) = found.variable.value,
            !value.isEmpty
        else { return state.say(.info, "That value does not stand in the file") }
        let name = found.variable.name
        SecretReference.ask("value of \(name)", value, name: "\(state.book.environment?.name ?? "") \(name)", state) {
            [weak self] secret in
            self?.change("the value of \(name) in the file") { environment in
                // Another program may have changed the profile while the question stood.
                guard environment.variables.indices.contains(index), environment.variables[index].name == name else {
                    return
                }
                environment.variables[index].value = secret
            }
            return []
        }
    }

    func back() -> Bool { false }

    func typed(_ outcome: FieldOutcome) {}

    func click(_ point: Point) {
        let places = settle()
        // A click means what was seen.
        if let place = cursor.place(ofRow: point.y) { cursor.put(place, places) }
    }

    // MARK: - Drawing

    var subtitle: String { state.book.environment?.name ?? "none" }

    func info(_ look: Look) -> String {
        Figures.count(state.book.profile.environments.entries.count, "environment")
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let variables = state.book.variables.all
        guard !variables.isEmpty else {
            let add = state.keymap.key(for: .newItem, in: .environment) ?? ""
            let next = state.keymap.key(for: .nextEnvironment, in: .environment) ?? ""
            let head = state.book.environment == nil ? "No environment holds." : "No variables yet."
            drawWords(
                [
                    head,
                    "\(add)  \(state.book.environment == nil ? "makes one" : "adds one, for {{name}} in topics and URLs")",
                    "\(next)  switches to the next",
                ], look, into: canvas)
            return nil
        }
        let names = min(24, variables.map { displayWidth(of: $0.name) }.max() ?? 0)
        for (y, variable) in variables.dropFirst(cursor.top).prefix(cursor.height).enumerated() {
            canvas.put(variable.name, x: 1, y: y, style: look.style(.fieldName), limit: names)
            let isSecret = Secret.isSecretName(variable.name)
            let shown = isSecret ? variable.value.masked.words : variable.value.shownWords
            let origin = variable.origin
            let right = canvas.size.width - 1 - displayWidth(of: origin)
            canvas.put(shown, x: names + 3, y: y, style: look.style(.text), limit: max(0, right - names - 5))
            canvas.put(origin, x: right, y: y, style: look.style(.textDim))
            if y + cursor.top == cursor.selected { drawSelection(y: y, look, into: canvas) }
        }
        return nil
    }
}

extension Secret {
    /// The value of something that is no secret, or where it is found.
    fileprivate var shownWords: String {
        if case .literal(let text) = self { text } else { words }
    }
}
