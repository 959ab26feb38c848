import App
import Files
import Glibc
import Interface
import Kit
import Model
import NcursesTerminal
import Opener
import Profile
import Scripts
import Terminal
import Topics
import Wire

/// Puts the explorer together on this terminal and runs it to its end.
struct Screen {
    let options: ScreenOptions
    /// The profile, and the door to its file.
    let book: ProfileBook
    private let file: ProfileFile
    /// Whether everything is for show: nothing is saved.
    private let isDemo: Bool

    /// What is on the screen at the start.
    enum Start {
        /// A connection of the command line.
        case plan(ConnectionPlan)
        /// A connection of the profile, and what letters say of it that a draft has no words for.
        case saved(ConnectionDraft, ConnectionOverrides)
        /// The list of connections.
        case nothing
    }

    /// Reads the profile.
    init(options: ScreenOptions) throws {
        self.options = options
        isDemo = false
        file = try options.profile.open()
        book = ProfileBook(file.base)
        book.path = file.path
    }

    /// The looks of the profile, and requests and variables of a demo; nothing is saved.
    init(options: ScreenOptions, requests: [RequestDraft], variables: Variables) throws {
        self.options = options
        isDemo = true
        file = try options.profile.open()
        var profile = Profile()
        // Looks and keys are the person's; names in settings mean things that the demo has not.
        profile.settings = file.base.settings.withoutNames
        profile.takeRequests(requests)
        book = ProfileBook(profile)
        book.captured = variables.all
        book.trouble = "The demo saves nothing"
    }

    /// Switches to the environment that the command line names, as the key for the next one does: it is the one chosen last.
    func hold(_ environment: String?) throws {
        guard let name = environment else { return }
        let all = book.profile.environments.values.map(\.name)
        // Nothing is the choice of none.
        guard name.isEmpty || all.contains(name) else {
            throw Failure(SavedProfile.Problem.noEnvironment(name, among: all).description)
        }
        book.use(environment: name.isEmpty ? nil : name)
    }

    /// Explores until the person quits.
    /// - Parameter isStrict: whether a violation of the protocol closes a connection wherever that is allowed.
    /// - Throws: ``Failure`` when there is no terminal to draw on, or with the status of the signal that ended it.
    func explore(_ start: Start, isStrict: Bool = false) throws {
        try prepareTerminal()
        let doorbell = try doorbell()
        var notices = profileNotices()
        let memory = options.memory?.bytes ?? size(of: \.memory, "memory", or: ProfileSettings.usualMemory, &notices)
        let wireMemory = size(of: \.wireMemory, "wireMemory", or: WireLog.standardBudget, &notices)
        let makeLive = { [options] in LiveData(memory: memory, maximumPayload: options.maximumPayload?.bytes) }
        let workspace = Workspace(makeLive())
        let folder = ThemeFolder.standard
        let reading = try loadTheme(from: folder, &notices)
        let keymap = keymap(&notices)
        announce(notices, keymap, in: workspace)
        let inbox = Inbox(doorbell: doorbell)
        let effects = EffectRunner(
            inbox: inbox, approved: isDemo ? ApprovedCommands(path: nil) : .ofPerson,
            tokens: isDemo ? nil : TokenStore.ofPerson)
        effects.isStrict = isStrict
        let demo = StartedDemo()
        effects.demo = { try await demo.start() }
        // Before the screen is taken: what it complains of can still be read.
        let log = try openLog()
        let terminal = try NcursesTerminal(wake: doorbell.wake)
        defer { terminal.close() }
        let model = Model(workspace, makeLive: makeLive)
        model.wireBudget = wireMemory
        let window = Window(model: model, theme: reading.theme ?? .standard, keymap: keymap, book: book)
        window.load(requests: book.profile.requests.values)
        let keeper = isDemo ? nil : ProfileKeeper(file, book: book, inbox: inbox)

        let themes = ThemeKeeper(
            reading, in: folder, followed: options.theme == nil ? .some(book.profile.settings.theme) : nil,
            depth: terminal.colors, ground: ground(of: terminal))
        window.theme = themes.fitted
        window.themeNames += folder.names.filter { !window.themeNames.contains($0) }

        let application = Application(
            terminal: terminal, model: model, book: book, window: window, inbox: inbox, effects: effects,
            keeper: keeper, themes: themes, isSlow: options.isSlow, showsBytes: options.showsBytes)
        application.log = log
        application.usesDesktop = true
        if case .nothing = start { window.show(.connections) }
        // Sockets and their threads come after the first frame.
        let outcome = application.run {
            switch start {
            case .plan(let plan): effects.open(plan, in: workspace)
            case .saved(let draft, let overrides):
                book.note { $0.settings.lastConnection = draft.name }
                application.open(draft, overriding: overrides, noting: notices)
            case .nothing: effects.lookAround()
            }
            remember(application, model, window, effects)
        }
        // From here on lines on standard error are seen again.
        terminal.close()
        log?.ended(outcome, at: AppClock.system.now())
        let words = [keeper?.finish(book), keepUnsaved(window, outcome), picture(application)].compactMap(\.self)
        try end(outcome, saying: words, application, window, effects, demo)
    }

    private func prepareTerminal() throws {
        // Before ncurses, which asks the locale whether a letter may have more than one byte.
        setlocale(LC_ALL, "")
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure("the explorer needs a terminal; run it in one, or `martlet demo --headless` to serve only")
        }
    }

    /// What is said at the start: of the demo what it offers, and what is wrong with the profile.
    private func announce(_ notices: [String], _ keymap: Keymap, in workspace: Workspace) {
        if isDemo {
            let key = keymap.name(of: .race, in: .anywhere)
            let words = "\(key) races polling against pushing, with the lamp and the thermostat"
            workspace.notify(Notice(at: AppClock.system.now(), kind: .info, text: words))
        }
        // Behind what is only offered: the last notice is the one that is seen.
        for notice in notices {
            workspace.notify(Notice(at: AppClock.system.now(), kind: .warning, text: notice))
        }
    }

    /// The keys as the profile has them; what is wrong with them is said.
    private func keymap(_ notices: inout [String]) -> Keymap {
        let settings = book.profile.settings
        if let words = SettingsCheck.problem(ofPreset: settings.keyPreset) {
            notices.append("settings.keyPreset: \(words)")
        }
        return Keymap(settings) { notices.append("settings.\($0)") }
    }

    /// Brings what earlier runs have left: what was sent, what tests have found, what was typed.
    private func remember(
        _ application: Application, _ model: Model, _ window: Window, _ effects: EffectRunner
    ) {
        // What is tried in the demo is none of the person's history, and theirs is none of its business.
        if !isDemo {
            loadHistory(application, model, effects)
            loadChoices(application, model)
            if let file = ProbeFile.ofPerson { effects.keepProbes(in: file) }
            if let states = StatesFolder.ofPerson {
                model.requests.identity = states.identity
                effects.keepStates(in: states, reads: book.profile.settings.keepsAnswers)
            }
            if let folder = CookieFolder.ofPerson(profile: book.path) {
                effects.keepCookies(
                    in: folder, of: model.requests.cookies,
                    environments: [""] + book.profile.environments.values.map(\.name))
            }
        }
        restore(window, model)
    }

    /// Leaves the brokers, and says what is lost and why the program ends.
    private func end(
        _ outcome: Application.Outcome, saying words: [String], _ application: Application, _ window: Window,
        _ effects: EffectRunner, _ demo: StartedDemo
    ) throws {
        var words = words
        // `q` has asked about them.
        if outcome != .quit { words += window.lostAtEnd }
        // First the good-byes, while a demo's broker still answers them.
        let farewell = Result { try waiting(effects.farewell) }
        try waiting { await demo.stop() }
        if !application.lastWords.isEmpty {
            StandardError.say("martlet: \(application.lastWords)", patience: 1000)
        }
        switch outcome {
        // Who was told to end by a signal says so, however the good-bye went.
        case .quit:
            if let first = words.first { throw Failure(first) }
            try farewell.get()
        case .interrupted: throw Failure(line(["interrupted"] + words), status: 128 + SIGINT)
        case .terminated: throw Failure(line(["terminated"] + words), status: 128 + SIGTERM)
        // 128 and the signal, as shells count (POSIX 2.8.2).
        case .hangUp: throw Failure(line(["the terminal is gone"] + words), status: 128 + SIGHUP)
        }
    }

    private func line(_ words: [String]) -> String {
        words.joined(separator: "; ").replacing("\n", with: " ")
    }

    // MARK: - Requests that are not saved

    /// Takes back what was typed when the program was told to end.
    private func restore(_ window: Window, _ model: Model) {
        guard !isDemo, let file = UnsavedFile(profile: book.path) else { return }
        do {
            if let unsaved = try file.load() { window.restore(unsaved) }
        } catch {
            warn("\(error)", model)
        }
    }

    private func warn(_ words: String, _ model: Model) {
        model.apply(.notice(Notice(at: AppClock.system.now(), kind: .warning, text: words)))
    }

    /// Keeps what is typed for the next start when nobody could be asked about it; answers what to say of it.
    private func keepUnsaved(_ window: Window, _ outcome: Application.Outcome) -> String? {
        guard !isDemo, let file = UnsavedFile(profile: book.path) else { return nil }
        // `q` has asked about them; what an earlier end left behind is taken away then.
        let drafts = outcome == .quit ? UnsavedDrafts([]) : window.unsavedRequests
        do {
            try file.save(drafts)
            if drafts.count == 0 { return nil }
            return "\(drafts.count == 1 ? "1 request" : "\(drafts.count) requests") not saved: back at the next start"
        } catch {
            return "\(error): \(drafts.count) requests that were not saved are lost"
        }
    }

    /// What was sent before, and where what is sent now goes.
    private func loadHistory(_ application: Application, _ model: Model, _ effects: EffectRunner) {
        guard let file = HistoryFile.ofPerson else { return }
        do {
            model.requests.remember(try file.load())
            application.history = file
            if let answers = BoundedFolder.answersOfPerson { effects.keepAnswers(in: answers) }
        } catch {
            warn("\(error)", model)
        }
    }

    /// What was taken from the palette before, and where it is kept.
    private func loadChoices(_ application: Application, _ model: Model) {
        guard let file = ChoicesFile.ofPerson else { return }
        do {
            try application.keepChoices(in: file)
        } catch {
            warn("\(error)", model)
        }
    }

    /// Writes what the screen showed last; answers what stands against it.
    private func picture(_ application: Application) -> String? {
        guard let path = options.screenshot, let form = ScreenPicture(path: path) else { return nil }
        do {
            let bytes = application.picture(form)
            _ = try bytes.withUnsafeBytes { bytes throws(FileFailure) in
                try WholeFile.replace(HomePath.expanded(path), with: bytes, for: .everybody)
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Where what happens is written.
    private func openLog() throws -> LogKeeper? {
        guard let path = options.log else {
            if options.logLevel != nil { throw Failure("--log-level goes with --log FILE") }
            return nil
        }
        do {
            let facts = TerminalFacts(STDOUT_FILENO)
            let first =
                "martlet \(ProgramVersion.words) begins: \(facts.size.width)x\(facts.size.height), \(facts.colors)"
            return LogKeeper(
                try LogFile(path, level: options.logLevel ?? .info, first: first, at: AppClock.system.now()))
        } catch {
            throw Failure("\(error)")
        }
    }

    // MARK: - The profile's settings

    /// What is to be said of the file, a line each.
    private func profileNotices() -> [String] {
        if isDemo { return [] }
        var notices = file.warnings
        switch file.state {
        case .absent: break
        case .unreadable(let failure):
            book.trouble = "\(failure): nothing is saved"
        case .damaged(let damage):
            book.trouble =
                "\(file.path), \(damage): nothing of it is used; the first change sets it aside as "
                + "\(file.path).damaged"
        case .newer(let version):
            book.trouble = "\(file.path) was written by a newer martlet (version \(version)): it is not written"
        case .read(let problems):
            let count = problems.filter { $0.weight == .error }.count
            if count > 0 {
                notices.append("\(file.path): \(Figures.count(count, "problem")); martlet profile check tells them")
            }
        }
        if !book.trouble.isEmpty { notices.append(book.trouble) }
        return notices
    }

    /// An amount of memory that the settings name; one that is none is told, and not used.
    private func size(
        of setting: KeyPath<ProfileSettings, String?>, _ name: String, or standard: Int, _ notices: inout [String]
    ) -> Int {
        guard let words = book.profile.settings[keyPath: setting] else { return standard }
        if let problem = ByteSize.problem(of: words) {
            notices.append("settings.\(name): \(problem)")
            return standard
        }
        return ByteSize(words)?.bytes ?? standard
    }

    private func doorbell() throws -> Doorbell {
        do {
            return try Doorbell()
        } catch {
            throw Failure("\(error)")
        }
    }

    /// The theme asked for; what it does not understand becomes notices. One of the profile that is not there is no
    /// reason not to start.
    private func loadTheme(from folder: ThemeFolder, _ notices: inout [String]) throws -> ThemeReading {
        let name = options.theme ?? book.profile.settings.theme ?? "martlet"
        let reading = ThemeReading(name, in: folder)
        if reading.theme == nil {
            let words = SettingsCheck.problem(ofTheme: name) ?? "the theme \(name) cannot be read"
            if options.theme != nil { throw Failure(words) }
            notices.append("settings.theme: \(words)")
        }
        notices += reading.warnings.map { "\($0)" }
        return reading
    }

    /// What the terminal says of its ground, if it does so at once: the first frame does not wait for the others, whose
    /// answer is taken when it comes. Until then counts what the environment says.
    private func ground(of terminal: NcursesTerminal) -> Ground? {
        if let color = terminal.ground(within: 1) { return Ground(color) }
        var environment: [String: String] = [:]
        for name in ["TERM", "COLORFGBG"] {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return Ground(environment: environment)
    }
}
