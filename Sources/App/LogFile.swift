import Dispatch
public import Files
import Glibc
import Kit
import Payloads
import Synchronization
public import Text

/// A file for reports of faults: what the program did and was told, a line each, without secrets.
///
/// Lines are written by a thread of its own, so that a slow disk keeps nobody waiting. A file that has grown to
/// ``largest`` bytes becomes `FILE.1`, in the place of an earlier one: both together are never more than twice that.
public final class LogFile: Sendable {
    /// How much a line matters, the most first.
    public enum Level: String, CaseIterable, Comparable, Sendable {
        /// Something did not work.
        case error
        /// Something works, but not as it should.
        case warning
        /// What happened to connections and requests.
        case info
        /// Everything that is known.
        case debug

        /// What matters more comes first.
        public static func < (left: Level, right: Level) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// Where it is.
    public let path: String
    /// The least that is written.
    public let level: Level
    private let largest: Int
    private let queue = DispatchQueue(label: "log")
    private let failure = Mutex<FileFailure?>(nil)
    /// Lines that wait for the disk.
    private let waiting = Atomic<Int>(0)

    /// The most lines that wait; what comes while as many do is dropped, and how many were is written.
    private static let mostWaiting = 10_000
    private let dropped = Atomic<Int>(0)

    /// A file for its owner alone, which is made when it is not there; lines go to its end, `first` at once.
    /// - Throws: ``FileFailure`` when it cannot be written.
    public init(
        _ path: String, level: Level, first: String, at time: Moment, largest: Int = 8 << 20
    ) throws(FileFailure) {
        self.path = HomePath.expanded(path)
        self.level = level
        self.largest = largest
        try WholeFile.append(line: Self.line(.info, time, first), to: self.path)
    }

    /// Why it could not be written, once; nil when it could, and when it was told already.
    public func takeFailure() -> FileFailure? {
        failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
    }

    /// Adds a line when it matters enough.
    public func write(_ level: Level, at time: Moment, _ words: @autoclosure () -> String) {
        guard level <= self.level else { return }
        guard waiting.load(ordering: .relaxed) < Self.mostWaiting else {
            dropped.add(1, ordering: .relaxed)
            return
        }
        waiting.add(1, ordering: .relaxed)
        let line = Self.line(level, time, words())
        queue.async { [self] in
            waiting.subtract(1, ordering: .relaxed)
            let lost = dropped.exchange(0, ordering: .relaxed)
            if lost > 0 { append(Self.line(.warning, time, "\(lost) lines before this one were dropped")) }
            append(line)
        }
    }

    /// Waits until everything is written.
    public func finish() { queue.sync {} }

    private static func line(_ level: Level, _ time: Moment, _ words: String) -> String {
        "\(Figures.date(time)) \(level.rawValue) \(visible(words))"
    }

    private func append(_ line: String) {
        do {
            var facts = stat()
            if stat(path, &facts) == 0, facts.st_size > largest, facts.st_mode & S_IFMT == S_IFREG {
                rename(path, path + ".1")
            }
            try WholeFile.append(line: line, to: path)
        } catch {
            failure.withLock { $0 = error }
        }
    }
}
