import FoundationEssentials
import Glibc
import TestSupport

/// Runs the monkey in a process and a folder of its own, so that what it does to itself is told and not suffered.
struct MonkeyCage {
    private let options: MonkeyOptions

    init(_ options: MonkeyOptions) {
        self.options = options
    }

    /// The last events that are told of a run that failed.
    private static let told = 40

    /// Runs it to its end and tells what came of it; 0 when nothing was found.
    func run() -> Int32 {
        let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(temporary)/martlet-monkey-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            return fail("no folder in \(temporary): \(String(cString: strerror(errno)))")
        }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let status: Int32
        do {
            status = try wait(for: spawn(in: folder))
        } catch {
            return fail("\(error)")
        }
        guard status != 0 else {
            // What cannot be removed lies in the system's temporary folder.
            try? FileManager.default.removeItem(atPath: folder)
            return 0
        }
        let signal = status & 0x7F
        let how =
            signal != 0 ? "signal \(signal) (\(String(cString: strsignal(signal))))" : "status \(status >> 8 & 0xFF)"
        print("The monkey ended with \(how). Its folder: \(folder)")
        print("The last of what it did, the newest last:")
        for line in tail(of: "\(folder)/events.log") { print("  \(line)") }
        print("Again: Benchmarks monkey \(options.arguments.joined(separator: " "))")
        return 1
    }

    private func fail(_ words: String) -> Int32 {
        print(words)
        return 2
    }

    private func spawn(in folder: String) throws(SocketFailure) -> pid_t {
        // The shell's own words stand for every program: an editor that leaves the text as it is, a pager.
        let variables = [
            "HOME=\(folder)", "TMPDIR=\(folder)", "XDG_CONFIG_HOME=\(folder)/config", "XDG_STATE_HOME=\(folder)/state",
            "PATH=\(folder)/none", "EDITOR=:", "VISUAL=:", "PAGER=:", "LC_ALL=C.UTF-8", "TZ=UTC",
            "MONKEY_FOLDER=\(folder)",
            "SWIFT_BACKTRACE=enable=yes,threads=crashed,registers=none,images=none",
        ]
        let arguments = ["/proc/self/exe", "monkey-in-cage"] + options.arguments
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in texts + settings { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/proc/self/exe", nil, nil, &texts, &settings)
        guard code == 0 else {
            errno = code
            throw SocketFailure("start the monkey")
        }
        return pid
    }

    private func wait(for pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return status
    }

    private func tail(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        fseek(file, max(0, ftell(file) - 64 << 10), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").suffix(Self.told)
    }
}
