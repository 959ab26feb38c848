import Files
import Interface
public import Kit
import Model
import Profile
public import Terminal

/// The theme on the screen: fitted to the terminal and its ground, and read again when one of its files is saved or the
/// profile names another.
public final class ThemeKeeper {
    private let folder: ThemeFolder
    private let depth: ColorDepth
    private var ground: Ground?
    /// What was read last and is shown.
    private var shown: ThemeReading
    private var theme: Theme
    /// What the profile names; nil when the command line has named one, which counts more.
    private var followed: String??
    private var watches: [String: FileWatch] = [:]

    /// A theme that was read.
    /// - Parameters:
    ///   - followed: what the profile names, to be followed; nil where the profile is not asked.
    ///   - ground: what is known of the terminal's ground by now.
    public init(
        _ reading: ThemeReading, in folder: ThemeFolder, followed: String??, depth: ColorDepth, ground: Ground?
    ) {
        self.folder = folder
        self.depth = depth
        self.ground = ground
        self.followed = followed
        shown = reading
        theme = reading.theme ?? .standard
    }

    /// The theme as it is for this terminal.
    public var fitted: Theme { theme.adapted(to: depth, on: ground) }

    /// The terminal has said what colour its ground has.
    func take(ground color: Color, in window: Window) {
        let ground = Ground(color)
        guard ground != self.ground else { return }
        self.ground = ground
        window.theme = fitted
    }

    // MARK: - Files

    /// Looks for what is saved: after the first frame, since watching takes threads of its own.
    func look(_ inbox: Inbox) {
        var wanted = Set(shown.files)
        // A file that went away may come back.
        if !Theme.names.contains(shown.name) { wanted.insert(folder.file(named: shown.name)) }
        var isNew = false
        watches = watches.filter { wanted.contains($0.key) && !$0.value.isOver }
        for file in wanted where watches[file] == nil {
            let read = reader(of: shown.name, inbox)
            watches[file] = FileWatch(file, changed: read)
            if watches[file] != nil { isNew = true }
        }
        // What was saved since the file was read, and before it was watched, nobody tells.
        if isNew { BlockingWork.run(reader(of: shown.name, inbox)) }
    }

    private func reader(of name: String, _ inbox: Inbox) -> @Sendable () -> Void {
        { [folder] in inbox.deliver(.theme(ThemeReading(name, in: folder))) }
    }

    /// Reads the theme that the profile names now, if that is another one.
    func follow(_ book: ProfileBook, _ inbox: Inbox) {
        guard let last = followed, last != book.profile.settings.theme else { return }
        followed = .some(book.profile.settings.theme)
        BlockingWork.run(reader(of: book.profile.settings.theme ?? "martlet", inbox))
    }

    /// A theme was read: it is shown if there is one, and what is wrong with it is said.
    func reread(_ reading: ThemeReading, in window: Window, at now: Int64, _ inbox: Inbox) {
        // Another one was asked for meanwhile.
        if let followed, (followed ?? "martlet") != reading.name { return }
        // Nothing has changed since it was read.
        if reading.name == shown.name, reading.theme == shown.theme, reading.warnings == shown.warnings { return }
        guard let theme = reading.theme, !reading.isBroken else {
            let words =
                reading.warnings.first { $0.isOfWholeFile }.map { "\($0)" } ?? "no theme is called \(reading.name)"
            say(.warning, "\(words): the look before stays", window, now)
            return
        }
        shown = reading
        self.theme = theme
        look(inbox)
        window.theme = fitted
        say(.info, "Theme \(reading.name) is shown as it is now", window, now)
        for warning in reading.warnings { say(.warning, "\(warning)", window, now) }
    }

    private func say(_ kind: Notice.Kind, _ text: String, _ window: Window, _ now: Int64) {
        window.workspace.notify(Notice(at: now, kind: kind, text: text))
    }
}
