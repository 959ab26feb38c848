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
    private let mostWaiting: Int
    let queue = DispatchQueue(label: "log")
    private let failure = Mutex<FileFailure?>(nil)
    private let state = Mutex(State())

    private struct State {
        /// Lines that wait for the disk.
        var waiting = 0
        /// Lines since the last that waits, for which there was no place.
        var dropped = 0
        /// Lines since the last that is written, which could not be.
        var unwritten = 0

        mutating func takeDropped() -> Int {
            defer { dropped = 0 }
            return dropped
        }
    }

    /// A file for its owner alone, which is made when it is not there; lines go to its end, `first` at once.
    /// - Parameter mostWaiting: the most lines that wait for the disk; what comes while as many do is dropped, and how many
    ///   were is written in their place.
    /// - Throws: ``FileFailure`` when it cannot be written.
    public init(
        _ path: String, level: Level, first: String, at time: Moment, largest: Int = 8 << 20, mostWaiting: Int = 10_000
    ) throws(FileFailure) {
        self.path = HomePath.expanded(path)
        self.level = level
        self.largest = largest
        self.mostWaiting = mostWaiting
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
        state.withLock { state in
            guard state.waiting < mostWaiting else {
                state.dropped += 1
                return
            }
            state.waiting += 1
            // Made only where there is a place for them: a flood of lines that are dropped costs nothing.
            let (line, lost) = (Self.line(level, time, words()), state.takeDropped())
            // Beneath the lock: lines are written in the order in which they were counted.
            queue.async { [self] in
                self.state.withLock { $0.waiting -= 1 }
                append(line, after: lost, at: time)
            }
        }
    }

    /// Waits until everything is written.
    public func finish(at time: Moment) {
        queue.sync {
            let (lost, unwritten) = state.withLock { ($0.takeDropped(), $0.unwritten) }
            if lost + unwritten > 0 { append(nil, after: lost, at: time) }
        }
    }

    private static func line(_ level: Level, _ time: Moment, _ words: String) -> String {
        "\(Figures.date(time)) \(level.rawValue) \(visible(words))"
    }

    /// Adds a line, and before it how many are not there.
    private func append(_ line: String?, after lost: Int, at time: Moment) {
        let lost = lost + state.withLock { $0.unwritten }
        let gap = lost > 0 ? Self.line(.warning, time, "lines dropped before this one: \(lost)") : nil
        do {
            try makeRoom()
            // In one write: a crash between the two would leave a gap without the line it stands before.
            try WholeFile.append(line: [gap, line].compactMap(\.self).joined(separator: "\n"), to: path)
            state.withLock { $0.unwritten = 0 }
        } catch {
            failure.withLock { $0 = error }
            // The line itself is lost now as well; at the end of the program there is none.
            state.withLock { $0.unwritten = lost + (line == nil ? 0 : 1) }
        }
    }

    /// A file that has grown too large takes the place of the one before. Where that cannot be nothing more is written, so
    /// that it grows no further.
    private func makeRoom() throws(FileFailure) {
        var facts = stat()
        // What is no file, such as a terminal, keeps its name.
        guard stat(path, &facts) == 0, facts.st_size > largest, facts.st_mode & S_IFMT == S_IFREG else { return }
        guard rename(path, path + ".1") == 0 else {
            throw FileFailure("Cannot write", path + ".1", .system(errno))
        }
    }
}
