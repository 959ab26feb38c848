import CMemory
import Glibc
import Synchronization

/// Ends what a test process leaves behind, however it ends.
///
///     test process ──pipe──> sh: remembers process ids and folders
///          │                  │
///         dies ─── EOF ──────>└─ kills what is still on its list, removes the folders
///
/// A `defer` does not run in a process that crashes or is killed; a closed pipe is seen in each case.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    private let pipe: Mutex<Int32>

    /// `+ PID` watch, `- PID` no more, `d FOLDER` remove at the end. SIGTERM first: tmux then ends its panes.
    private static let script = """
        pids=' '
        folders=''
        while read -r word value; do
            case $word in
            +) pids="$pids$value " ;;
            -) pids="${pids%% $value *} ${pids#* $value }" ;;
            d) folders="$folders $value" ;;
            esac
        done
        for pid in $pids; do kill -TERM "$pid"; done
        [ -z "${pids# }" ] || sleep 1
        for pid in $pids; do kill -KILL "$pid"; done
        for folder in $folders; do rm -rf "$folder"; done
        """

    private init() {
        var ends: [Int32] = [-1, -1]
        guard cm_pipe(&ends, O_CLOEXEC) == 0,
            (try? ChildProcess.spawn(
                ["/bin/sh", "-c", Self.script], input: ends[0], output: nil, isOwnSession: true)) != nil
        else { preconditionFailure("No watchdog: \(errnoText())") }
        close(ends[0])
        pipe = Mutex(ends[1])
    }

    /// Kills this process when the test process ends.
    func watch(_ pid: pid_t) { say("+ \(pid)") }

    /// The process was waited for: its number may belong to another one from now on.
    func forget(_ pid: pid_t) { say("- \(pid)") }

    /// Removes this folder when the test process ends. Its name must have no spaces.
    func removeAtEnd(_ folder: String) { say("d \(folder)") }

    private func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Below PIPE_BUF, so it arrives whole.
        _ = pipe.withLock { write($0, bytes, bytes.count) }
    }
}
