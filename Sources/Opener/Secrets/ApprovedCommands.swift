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
    /// - Throws: when that cannot be written down; it is as if nothing had been said then.
    func add(_ arguments: [String]) throws(FileFailure) {
        if let path { try WholeFile.append(line: Self.line(arguments), to: path) }
        known.withLock { $0 = ($0 ?? read()).union([arguments]) }
    }

    private func read() -> Set<[String]> {
        // What cannot be read was not agreed to.
        guard let path, let bytes = try? WholeFile.ifThere(path, limit: Self.maximumSize)?.bytes else { return [] }
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
