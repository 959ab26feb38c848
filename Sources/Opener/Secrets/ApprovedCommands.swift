import Files
import Glibc
import Synchronization
import Text

/// The programs that the person has agreed to have run for a secret, each with exactly these arguments:
/// `$XDG_STATE_HOME/martlet/commands`, one line each, for its owner alone.
public final class ApprovedCommands: Sendable {
    /// The most bytes read of the file.
    private static let maximumSize = 1 << 20

    private let path: String?
    /// What was agreed to; nil until the file was read.
    private let known = Mutex<Set<[String]>?>(nil)

    /// Those in a file; with nil they are kept until the program ends.
    public init(path: String?) { self.path = path }

    /// Those of this person.
    public static var ofPerson: ApprovedCommands { ApprovedCommands(path: StateFolder.path("commands")) }

    /// The system's reason why it cannot be written down.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let code: Int32

        var description: String { "Cannot write \(path): \(String(cString: strerror(code))); you will be asked again" }
    }

    /// Whether the person has agreed to it. Reads the file at first.
    func contains(_ arguments: [String]) -> Bool {
        known.withLock { known in
            if let known { return known.contains(arguments) }
            let read = self.read()
            known = read
            return read.contains(arguments)
        }
    }

    /// The person agrees.
    func add(_ arguments: [String]) throws(Failure) {
        known.withLock { $0 = ($0 ?? read()).union([arguments]) }
        guard let path else { return }
        StateFolder.make(for: path)
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(file) }
        // After the half line of a crash the next one begins on a line of its own.
        var last: UInt8 = 0x0A
        let end = lseek(file, 0, SEEK_END)
        if end > 0 { _ = pread(file, &last, 1, end - 1) }
        let line = (last == 0x0A ? "" : "\n") + Self.line(arguments) + "\n"
        let code = Array(line.utf8).withUnsafeBytes { Descriptor.writeAll($0, to: file) }
        if code != 0 { throw Failure(path: path, code: code) }
    }

    private func read() -> Set<[String]> {
        guard let path else { return [] }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        // What cannot be read was not agreed to.
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < Self.maximumSize {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        // Half a line is another command.
        let end = bytes.lastIndex(of: 0x0A) ?? bytes.startIndex
        return Set(bytes[..<end].split(separator: 0x0A).map { Self.arguments(String(decoding: $0, as: UTF8.self)) })
    }

    /// The words with blanks between them, each coded so that it has none.
    private static func line(_ arguments: [String]) -> String {
        arguments.map { PercentEncoding.component($0) }.joined(separator: " ")
    }

    private static func arguments(_ line: String) -> [String] {
        line.split(separator: " ", omittingEmptySubsequences: false).map { PercentEncoding.decode($0) }
    }
}
