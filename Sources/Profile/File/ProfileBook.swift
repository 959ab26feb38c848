/// The profile while the program runs: what panes read and change, with undo. The app writes it to the disk when it has
/// changed.
public final class ProfileBook {
    /// What the person keeps.
    public private(set) var profile: Profile
    /// Grows with every change that is to be written.
    public private(set) var revision = 0
    /// Grows with every change, also of another program.
    public private(set) var version = 0
    /// The file's path; empty when nothing is written.
    public var path = ""
    /// What stands against writing, in words; empty when nothing does.
    public var trouble = ""
    /// The variables that something other than the environment gives, such as an answer: they hold over it.
    public var captured: [Variables.Variable] = []
    /// The variables of environments as they were made last, by name: every pane asks with every frame, and compares.
    private var resolved: [String: Resolved] = [:]

    private var news = EnvironmentNews()
    private var past: [(profile: Profile, words: String)] = []
    /// The most steps that can be undone.
    private static let maximumPast = 50

    /// A book of a profile.
    public init(_ profile: Profile = Profile()) {
        self.profile = profile
    }

    // MARK: - Changing

    /// Changes something that ``undo()`` takes back; `words` say what comes back then.
    public func change(_ words: String, _ body: (inout Profile) -> Void) {
        // Whole values: what did not change is shared between them, not copied.
        past.append((profile, words))
        if past.count > Self.maximumPast { past.removeFirst() }
        let before = profile.environments
        body(&profile)
        news.follow(before, profile.environments)
        revision += 1
        version += 1
    }

    /// Changes something that nobody would take back, such as which connection was used last.
    public func note(_ body: (inout Profile) -> Void) {
        body(&profile)
        revision += 1
        version += 1
    }

    /// Whether there is a change to take back.
    public var canUndo: Bool { !past.isEmpty }

    /// Takes the last change back; answers what came back, nil when there is nothing.
    public func undo() -> String? {
        guard let (before, words) = past.popLast() else { return nil }
        // What was used last is no matter of undoing, but what it is called may be.
        let settings = profile.settings
        let last = Self.name(settings.lastConnection, of: profile.connections, in: before.connections, \.name)
        let held = Self.name(settings.environment, of: profile.environments, in: before.environments, \.name)
        let requests = profile.requests
        news.follow(profile.environments, before.environments)
        profile = before
        // The library of requests has an undo of its own.
        profile.requests = requests
        if let last { profile.settings.lastConnection = last }
        if let held { profile.settings.environment = held }
        // Sizes are drawn with the mouse, and are no step of what was done.
        (profile.settings.panes, profile.settings.hiddenHints) = (settings.panes, settings.hiddenHints)
        revision += 1
        version += 1
        return words
    }

    /// What is chosen by its name now, by the name that it had before; nil when it was not there, and what was chosen then
    /// is chosen again.
    private static func name<Value>(
        _ name: String?, of now: ProfileList<Value>, in before: ProfileList<Value>, _ path: KeyPath<Value, String>
    ) -> String?? {
        // None, or a name that nothing has, says no less than it did.
        guard let entry = now.entries.first(where: { $0.value[keyPath: path] == name }) else { return .some(name) }
        guard let old = before[entry.id] else { return nil }
        return .some(old[keyPath: path])
    }

    /// Takes what another program has written; ours is in it already.
    public func take(_ merged: Profile) {
        profile = merged
        version += 1
        // Earlier states know nothing of what the other has changed.
        past = []
    }

    // MARK: - Publishes

    /// Saves a publish, in place of the one of its folder and name.
    public func save(_ draft: PublishDraft) {
        // Folder and name together: the same name in another folder is another publish.
        let old = profile.publishes.entries.first { $0.value.profileKey == draft.profileKey }
        change("the old \(draft.name)") { profile in
            if let old {
                profile.publishes.update(old.id, to: draft)
            } else {
                profile.publishes.insert(draft)
            }
        }
    }

    /// Gives a saved publish another folder or name; one that is taken gets a number.
    public func renamePublish(_ id: Int, folder: String, name: String) {
        guard var draft = profile.publishes[id], !name.isEmpty else { return }
        let old = draft.name
        let names = profile.publishes.entries.filter { $0.id != id && $0.value.folder == folder }.map(\.value.name)
        draft.folder = folder
        draft.name = FreeName.next(name, among: names)
        change("the name \(old)") { $0.publishes.update(id, to: draft) }
    }

    /// Copies a saved publish; answers the copy's id.
    public func duplicatePublish(_ id: Int) -> Int? {
        guard let place = profile.publishes.entries.firstIndex(where: { $0.id == id }) else { return nil }
        var copy = profile.publishes.entries[place].value
        let old = copy.name
        let names = profile.publishes.values.filter { $0.folder == copy.folder }.map(\.name)
        copy.name = FreeName.next(copy.name, among: names)
        var copyID: Int?
        change("as it was before the copy of \(old)") { copyID = $0.publishes.insert(copy, at: place + 1) }
        return copyID
    }

    /// Takes a saved publish out.
    public func deletePublish(_ id: Int) {
        guard let draft = profile.publishes[id] else { return }
        change(draft.name) { _ = $0.publishes.remove(id) }
    }

    // MARK: - Connections

    /// The connection of a name; nil when there is none.
    public func connection(_ name: String) -> ConnectionDraft? {
        profile.connections.values.first { $0.name == name }
    }

    /// The connection to open when none is named: the one the person has chosen, else the one used last.
    public var startConnection: ConnectionDraft? {
        // What the person has set goes before what happened to be last.
        [profile.settings.connection, profile.settings.lastConnection].lazy
            .compactMap { $0.flatMap { self.connection($0) } }.first
    }

    /// A name that no connection has yet.
    public func freeConnectionName(_ name: String) -> String {
        FreeName.next(name.isEmpty ? "connection" : name, among: profile.connections.values.map(\.name))
    }

    // MARK: - Environments

    /// The environment that holds; nil for none.
    public var environment: Environment? {
        guard let name = profile.settings.environment else { return nil }
        return profile.environments.values.first { $0.name == name }
    }

    /// The environment's variables, and those that hold over it.
    public var variables: Variables {
        Variables(all(of: environment), folders: profile.settings.folders)
    }

    /// The variables of one environment as it is now, and those that hold over every one.
    public func variables(of environment: Int?) -> Variables {
        Variables(all(of: environment.flatMap { profile.environments[$0] }))
    }

    /// What an environment's variables came to, and of what.
    private struct Resolved {
        var environment: Environment?
        var captured: [Variables.Variable]
        var all: [Variables.Variable]
    }

    /// The variables of an environment and those that hold over it: the same list as long as it is the same, so that to
    /// compare two is no work.
    private func all(of environment: Environment?) -> [Variables.Variable] {
        let name = environment?.name ?? ""
        if let known = resolved[name], known.environment == environment, known.captured == captured { return known.all }
        let all = (environment?.resolved ?? []) + captured
        // Names that environments had once: to lose the others now and then is cheaper than an order of ages.
        if resolved.count >= Self.maximumPast { resolved = [:] }
        resolved[name] = Resolved(environment: environment, captured: captured, all: all)
        return all
    }

    /// What became of the names of environments since the last time, by changes of one's own.
    public func takeEnvironmentEvents() -> [EnvironmentNews.Event] { news.take() }

    /// The environments that were deleted since the start, and not brought back.
    public var deletedEnvironments: [String] {
        // Another program may have made one of that name meanwhile.
        let names = Set(profile.environments.values.map(\.name))
        return news.deleted.filter { !names.contains($0) }
    }

    /// Switches to the next environment, after the last one to none; answers its name.
    public func nextEnvironment() -> String? {
        let names = profile.environments.values.map(\.name)
        let place = profile.settings.environment.flatMap { names.firstIndex(of: $0) }
        // Behind the last comes none, and behind none the first.
        let next = place.map { $0 + 1 } ?? 0
        use(environment: names.indices.contains(next) ? names[next] : nil)
        return profile.settings.environment
    }

    /// Switches to an environment, or to none.
    public func use(environment name: String?) {
        note { $0.settings.environment = name }
    }

    /// A name that no environment has yet.
    public func freeEnvironmentName(_ name: String) -> String {
        FreeName.next(name.isEmpty ? "environment" : name, among: profile.environments.values.map(\.name))
    }
}
