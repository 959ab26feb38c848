import Files
import Interface
public import Kit
import Model
import Profile
import Synchronization
public import Terminal

/// The theme on the screen: fitted to the terminal and its ground, and read again when one of its files is saved or the
/// profile names another.
public final class ThemeKeeper {
    private let reader: Reader
    private let depth: ColorDepth
    private var ground: Ground?
    /// The colour of the ground, where the terminal has told it.
    private var color: Color?
    /// What was read last, whether it is shown or not.
    private var last: ThemeReading
    /// What is shown.
    private var theme: Theme
    /// What the profile names; nil when the command line has named one, which counts more.
    private var followed: String??
    private var watches: [String: FileWatch] = [:]

    /// Reads the theme that is wanted, on any thread.
    private final class Reader: Sendable {
        let folder: ThemeFolder
        private let name: Mutex<String>
        /// What was read first is delivered first.
        private let order = Mutex(())

        init(_ name: String, in folder: ThemeFolder) {
            self.folder = folder
            self.name = Mutex(name)
        }

        var wanted: String {
            get { name.withLock { $0 } }
            set { name.withLock { $0 = newValue } }
        }

        func read(_ inbox: Inbox) {
            order.withLock { _ in inbox.deliver(.theme(ThemeReading(wanted, in: folder))) }
        }
    }

    /// A theme that was read.
    /// - Parameters:
    ///   - followed: what the profile names, to be followed; nil where the profile is not asked.
    ///   - ground: what is known of the terminal's ground by now.
    public init(
        _ reading: ThemeReading, in folder: ThemeFolder, followed: String??, depth: ColorDepth, ground: Ground?
    ) {
        reader = Reader(reading.name, in: folder)
        self.depth = depth
        self.ground = ground
        self.followed = followed
        last = reading
        theme = reading.theme ?? .standard
    }

    /// The theme as it is for this terminal.
    public var fitted: Theme { theme.adapted(to: depth, on: ground) }

    /// The terminal's own two colours, as far as they are known: what a picture of the screen stands on.
    var pictureGround: ScreenPicture.Ground {
        var ground = ground == .light ? ScreenPicture.Ground.light : .dark
        if let color { ground.background = color }
        return ground
    }

    /// The terminal has said what colour its ground has.
    func take(ground color: Color, in window: Window) {
        self.color = color
        let ground = Ground(color)
        // A terminal reports its colour often; only from light to dark the look changes.
        guard ground != self.ground else { return }
        self.ground = ground
        window.theme = fitted
    }

    // MARK: - Files

    /// Looks for what is saved: after the first frame, since watching takes threads of its own.
    func look(_ inbox: Inbox) {
        let wanted = Set(last.files)
        // One that ends has seen its folder come or go: what is watched in its place is nearer to the file, or farther.
        watches = watches.filter { wanted.contains($0.key) && !$0.value.isOver }
        var isNew = false
        for file in wanted where watches[file] == nil {
            // Whichever theme is wanted by then.
            watches[file] = FileWatch(file) { [reader] in reader.read(inbox) }
            if watches[file] != nil { isNew = true }
        }
        // What was saved since the file was read, and before it was watched, nobody tells.
        if isNew { BlockingWork.run { [reader] in reader.read(inbox) } }
    }

    /// Shows a theme for a look at it; without a name the one that holds.
    func preview(_ name: String?, in window: Window) {
        guard let name else {
            window.theme = fitted
            return
        }
        if let theme = ThemeReading(name, in: reader.folder).theme {
            window.theme = theme.adapted(to: depth, on: ground)
        }
    }

    /// A theme is to be shown from now on: the profile names it, whatever the command line did.
    func keep(_ name: String, in window: Window) {
        // Followed from now on: `follow` finds another name in the profile than this one, and reads that theme.
        if followed == nil { followed = .some(reader.wanted) }
        // One that is shown already is not read again.
        preview(name == reader.wanted ? nil : name, in: window)
    }

    /// Reads the theme that the profile names now, if that is another one.
    func follow(_ book: ProfileBook, _ inbox: Inbox) {
        guard let followed, followed != book.profile.settings.theme else { return }
        self.followed = .some(book.profile.settings.theme)
        reader.wanted = book.profile.settings.theme ?? "martlet"
        BlockingWork.run { [reader] in reader.read(inbox) }
    }

    /// A theme was read: its files are watched, it is shown if there is one, and what is wrong with it is said.
    func reread(_ reading: ThemeReading, in window: Window, _ model: Model, at now: Int64, _ inbox: Inbox) {
        // Another one was asked for meanwhile.
        if reading.name != reader.wanted { return }
        let before = last
        last = reading
        look(inbox)
        // The file was written and means what it did before: no news.
        if reading.name == before.name, reading.theme == before.theme, reading.warnings == before.warnings { return }
        guard let theme = reading.theme, !reading.isBroken else {
            let words =
                reading.warnings.first { $0.isOfWholeFile }.map { "\($0)" } ?? reading.trouble
                ?? "no theme is called \(reading.name)"
            say(.warning, "\(words): the look before stays", model, now)
            return
        }
        self.theme = theme
        window.theme = fitted
        say(.info, "Theme \(reading.name) is shown as it is now", model, now)
        for warning in reading.warnings { say(.warning, "\(warning)", model, now) }
    }

    private func say(_ kind: Notice.Kind, _ text: String, _ model: Model, _ now: Int64) {
        model.apply(.notice(Notice(at: now, kind: kind, text: text)))
    }
}
