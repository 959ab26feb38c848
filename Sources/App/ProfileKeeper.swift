import Files
import Interface
import Model
public import Profile
import Synchronization

/// Writes the profile when it has changed: half a second after the last change, off the main thread, and at the end.
///
///     changed ──0.5 s──> saving ──written──────> kept
///                          │ └──conflicts──> asked: the answer, the next change or the end saves again
///                          └failed──> tried again after 1 s, 2 s, 4 s … a minute, and at the end
public final class ProfileKeeper {
    /// How long nothing must have changed before it is written, in microseconds.
    private static let pause: Int64 = 500_000
    /// The first and the longest pause before what failed is tried again, in microseconds.
    private static let retries: ClosedRange<Int64> = 1_000_000...60_000_000

    private let file: SharedFile
    /// Sees what other programs write; nil while there is no folder to watch.
    private var watch: FileWatch?
    private var isReading = false
    private var isReadAgain = false
    private let inbox: Inbox
    private let path: String
    /// The change that was seen last, the one being written, and the one that the disk has.
    private var seen: Int
    private var sending: Int
    private var kept: Int
    private var due: Int64?
    /// The pause to begin at the next turn.
    private var retry: Int64?
    /// Whether a save is under way.
    private(set) var isSaving = false
    /// Saves that failed in a row, and why the last did; empty when it did not.
    private var failures = 0
    private var isGivenUp = false
    private(set) var failure = ""

    /// A keeper of an opened file whose profile is in the book.
    public init(_ file: ProfileFile, book: ProfileBook, inbox: Inbox) {
        path = file.path
        self.file = SharedFile(file)
        self.inbox = inbox
        (seen, sending, kept) = (book.revision, book.revision, book.revision)
    }

    // MARK: - Other programs

    /// Looks for what others write: after the first frame, since watching takes threads of its own.
    func look(_ book: ProfileBook) {
        // A folder that was removed or made is another one.
        if watch?.isOver == true { watch = nil }
        guard watch == nil else { return }
        watch = FileWatch(path) { [inbox] in inbox.deliver(.profileTouched) }
        // What was written since the file was read, and before it was watched, nobody tells.
        if watch != nil { touched(book) }
    }

    /// Somebody has written the file, perhaps this program: reads it on a thread of its own. The outcome comes as
    /// ``Errand/reread(_:_:of:)``.
    func touched(_ book: ProfileBook) {
        // A save that is under way merges by itself, but may have looked before this was written.
        guard !isReading, !isSaving else {
            isReadAgain = true
            return
        }
        (isReading, isReadAgain) = (true, false)
        let (profile, inbox, file) = (book.profile, inbox, file)
        BlockingWork.run { inbox.deliver(.reread(file.read(for: profile))) }
    }

    /// What others have written was read.
    func reread(_ found: Reread, _ book: ProfileBook, _ model: Model, _ window: Window, at now: Int64) {
        isReading = false
        // A save has the file to itself until it is on the disk, and the loop does not wait for that: what came too late for
        // it to merge is read when it has ended.
        guard !isSaving else {
            isReadAgain = true
            return
        }
        // A save that came in between has merged by itself what was there, and is told of what came later.
        guard file.take(found) else { return touched(book) }
        switch found.news {
        case .none: break
        case .merged:
            let parted = take(found.merged, over: found.sent, book, window)
            say(.info, "Another program has changed \(path): its changes are here", model, now)
            tell(of: parted, model, now)
        case .damaged(let damage):
            say(.warning, "What another program has written is not used: \(damage), in \(path)", model, now)
        case .conflicts:
            say(.warning, "Another program has changed in \(path) what was changed here: saving asks", model, now)
        }
        if isReadAgain { touched(book) }
        look(book)
    }

    /// Takes what is in the file now, with what the person changed since `sent` on top.
    private func take(_ merged: Profile, over sent: Profile, _ book: ProfileBook, _ window: Window) -> [String] {
        // What was typed while the file was read is newer than what was sent.
        let all = Profile.merged(base: sent, mine: book.profile, theirs: merged, choice: .mine).profile
        book.take(all)
        return window.load(requests: all.requests.values)
    }

    /// Says that requests which are typed into were changed by others too.
    private func tell(of parted: [String], _ model: Model, _ now: Int64) {
        guard let first = parted.first else { return }
        let what = parted.count == 1 ? first : "\(first) and \(parted.count - 1) more"
        say(
            .warning, "Another program has changed \(what) too: what is typed here is a request of its own", model, now
        )
    }

    private func say(_ kind: Notice.Kind, _ text: String, _ model: Model, _ now: Int64) {
        model.apply(.notice(Notice(at: now, kind: kind, text: text)))
    }

    /// What became of what both had changed, as it was decided.
    private static func words(_ choice: ConflictChoice?, _ conflicts: [ProfileConflict], in path: String) -> String {
        guard let choice, let first = conflicts.first else {
            return "Another program had changed \(path): both changes are in it"
        }
        let what = conflicts.count == 1 ? first.name : "\(first.name) and \(conflicts.count - 1) more"
        return switch choice {
        case .mine: "Yours are kept of \(what), in \(path)"
        case .theirs: "Theirs are taken of \(what), and yours are given up, in \(path)"
        case .both: "Both are kept of \(what), in \(path)"
        }
    }

    /// Where the profile stands.
    enum State {
        /// Nothing is under way, or it is not due.
        case idle
        /// It is being written.
        case saving
        /// It could not be, and why.
        case failed(String)
        /// The person is asked what to keep.
        case asking
    }

    /// Where it stands.
    var state: State { isSaving ? .saving : !failure.isEmpty ? .failed(failure) : isAsking ? .asking : .idle }
    private var isAsking = false
    /// What is asked about, and what was decided of it.
    private var asked: [ProfileConflict] = []
    private var choice: ConflictChoice?

    /// Whether nothing waits to be written but what failed and will be tried again.
    var isIdle: Bool { !isSaving && !isReading && (due == nil && retry == nil || failures > 0) }

    /// Whether the disk lacks a change.
    func isUnsaved(_ book: ProfileBook) -> Bool { book.revision != kept }

    /// How long until the next save, in microseconds; nil when none is due.
    func wait(now: Int64) -> Int64? { isSaving ? nil : due.map { max(0, $0 - now) } }

    /// Looks for changes, and saves when they have settled.
    func turn(_ book: ProfileBook, now: Int64) {
        // Begun here: `saved` is told what people's clocks show, and pauses are counted in uptime.
        if let retry { due = now + retry }
        retry = nil
        if book.revision != seen {
            // A change that came since is saved sooner than the retry.
            seen = book.revision
            due = now + Self.pause
        }
        if let due, due <= now, !isSaving { save(book) }
    }

    /// Saves on a thread of its own; the outcome comes as ``Errand/saved(_:_:of:)``.
    func save(_ book: ProfileBook, choice: ConflictChoice? = nil) {
        guard !isSaving else { return }
        // A save takes all changes up to now: what was due is in it.
        (due, retry) = (nil, nil)
        (isSaving, isAsking, self.choice) = (true, false, choice)
        sending = book.revision
        let profile = book.profile
        let inbox = inbox
        let file = file
        BlockingWork.run {
            let (merged, outcome) = file.save(profile, choice)
            inbox.deliver(.saved(merged, outcome, of: profile))
        }
    }

    /// A save has come to its end.
    /// - Parameter isLeaving: whether the program waits for it to end.
    func saved(
        _ merged: Profile, _ outcome: ProfileFile.Outcome, of sent: Profile, _ book: ProfileBook, _ model: Model,
        _ window: Window, at now: Int64, isLeaving: Bool
    ) {
        isSaving = false
        // What came while it was saved is read with the outcome in the book.
        defer {
            look(book)
            if isReadAgain { touched(book) }
        }
        func say(_ kind: Notice.Kind, _ text: String) { self.say(kind, text, model, now) }
        switch outcome {
        case .unchanged: succeeded(book, say)
        case .saved(let setAside, let isMerged):
            succeeded(book, say)
            if let setAside { say(.warning, "The damaged profile is kept as \(setAside); \(path) is new") }
            if isMerged {
                let parted = take(merged, over: sent, book, window)
                say(.info, Self.words(choice, asked, in: path))
                tell(of: parted, model, now)
            }
        case .conflicts(let conflicts):
            (isAsking, asked) = (true, conflicts)
            window.ask(conflicts, isLeaving: isLeaving)
        case .failed(let words):
            failures += 1
            // Bounded: shifted out of its bits, the pause would be none.
            retry = min(Self.retries.lowerBound << min(failures - 1, 10), Self.retries.upperBound)
            book.trouble = words
            // The same again is no news.
            if words != failure { say(.error, "\(words), and is tried again") }
            failure = words
        }
    }

    private func succeeded(_ book: ProfileBook, _ say: (Notice.Kind, String) -> Void) {
        if !failure.isEmpty { say(.info, "Saved after all: \(path) has the changes") }
        // Up to what was sent: a change that was made meanwhile is still to be written.
        (kept, failures, failure, book.trouble) = (sending, 0, "", "")
    }

    /// Nothing more is to be written: the person has said so, or has the changes elsewhere.
    func giveUp(_ book: ProfileBook) {
        (kept, seen, due, retry) = (book.revision, book.revision, nil, nil)
        isGivenUp = true
    }

    /// Writes what is not written yet, on this thread: at the end of the program. Answers what stands against it.
    public func finish(_ book: ProfileBook) -> String? {
        // A save under way may still fail: then its change is written here.
        guard !isGivenUp, isUnsaved(book) || isSaving else { return nil }
        // Waits for a save that is under way, which has the file.
        let outcome = file.save(book.profile).1
        switch outcome {
        case .failed(let words): return words.replacing("the change stays in memory", with: "the change is lost")
        case .conflicts(let conflicts):
            // Nobody can be asked any more: both stay.
            if case .failed(let words) = file.save(book.profile, .both).1 { return words }
            return "\(path): \(conflicts.count) changes of another program met ours: both are kept"
        default: return nil
        }
    }
}

/// The file, saved by one thread at a time.
private final class SharedFile: Sendable {
    private let state: Mutex<(file: ProfileFile, version: Int)>

    init(_ file: ProfileFile) {
        state = Mutex((file, 0))
    }

    /// Reads what another program has written. The file is known as it was until that is taken.
    func read(for profile: Profile) -> Reread {
        // Read without the lock: `take` finds out whether a save came in between.
        let (known, version) = state.withLock { $0 }
        var file = known
        let (merged, news) = file.reload(into: profile)
        return Reread(merged: merged, news: news, sent: profile, file: file, version: version)
    }

    /// Knows the file as it was read; false when it was saved meanwhile.
    func take(_ found: Reread) -> Bool {
        state.withLock { state in
            guard state.version == found.version else { return false }
            state.file = found.file
            return true
        }
    }

    func save(_ profile: Profile, _ choice: ConflictChoice? = nil) -> (Profile, ProfileFile.Outcome) {
        state.withLock { state in
            // Whatever comes of it: what was read from the file without the lock is out of date from here on.
            state.version += 1
            let (merged, outcome) = state.file.save(profile, choice: choice)
            return (merged, outcome)
        }
    }
}
