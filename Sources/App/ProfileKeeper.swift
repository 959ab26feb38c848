public import Explorer
import Interface
import Synchronization

/// Writes the profile when it has changed: half a second after the last change, off the main thread, and at the end.
public final class ProfileKeeper {
    /// How long nothing must have changed before it is written, in microseconds.
    private static let pause: Int64 = 500_000

    private let file: SharedFile
    private let inbox: Inbox
    private var seen: Int
    private var due: Int64?
    private var isSaving = false
    private let path: String

    /// A keeper of an opened file whose profile is in the book.
    public init(_ file: ProfileFile, book: ProfileBook, inbox: Inbox) {
        path = file.path
        self.file = SharedFile(file)
        self.inbox = inbox
        seen = book.revision
    }

    /// Whether nothing waits to be written.
    var isIdle: Bool { due == nil && !isSaving }

    /// How long until the next save, in microseconds; nil when none is due.
    func wait(now: Int64) -> Int64? { isSaving ? nil : due.map { max(0, $0 - now) } }

    /// Looks for changes, and saves when they have settled.
    func turn(_ book: ProfileBook, now: Int64) {
        if book.revision != seen {
            seen = book.revision
            due = now + Self.pause
        }
        if let due, due <= now, !isSaving { save(book) }
    }

    /// Saves on a thread of its own; the outcome comes as ``Arrival/saved(_:_:of:)``.
    func save(_ book: ProfileBook, choice: ConflictChoice? = nil) {
        due = nil
        isSaving = true
        let profile = book.profile
        let inbox = inbox
        let file = file
        BlockingWork.run {
            let (merged, outcome) = file.save(profile, choice)
            inbox.deliver(.saved(merged, outcome, of: profile))
        }
    }

    /// A save has come to its end.
    func saved(_ merged: Profile, _ outcome: ProfileFile.Outcome, of sent: Profile, window: Window, at now: Int64) {
        isSaving = false
        let book = window.book
        func say(_ kind: Notice.Kind, _ text: String) {
            window.workspace.notify(Notice(at: now, kind: kind, text: text))
        }
        switch outcome {
        case .unchanged: book.trouble = ""
        case .saved(let setAside, let isMerged):
            book.trouble = ""
            if let setAside { say(.warning, "The damaged profile is kept as \(setAside); \(path) is new") }
            if isMerged {
                // What the person changed meanwhile goes on top.
                let all = Profile.merged(base: sent, mine: book.profile, theirs: merged, choice: .mine).profile
                book.take(all)
                window.load(requests: all.requests.values)
                say(.info, "Another program had changed \(path): both changes are in it")
            }
        case .conflicts(let conflicts): window.ask(conflicts)
        case .failed(let words):
            book.trouble = words
            say(.error, words)
        }
    }

    /// Writes what is not written yet, on this thread: at the end of the program. Answers what stands against it.
    public func finish(_ book: ProfileBook) -> String? {
        guard book.revision != seen || due != nil || isSaving else { return nil }
        let outcome = file.save(book.profile).1
        switch outcome {
        case .failed(let words): return words
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
    private let file: Mutex<ProfileFile>

    init(_ file: ProfileFile) {
        self.file = Mutex(file)
    }

    func save(_ profile: Profile, _ choice: ConflictChoice? = nil) -> (Profile, ProfileFile.Outcome) {
        file.withLock { file in
            let (merged, outcome) = file.save(profile, choice: choice)
            return (merged, outcome)
        }
    }
}
