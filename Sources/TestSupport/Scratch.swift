import FoundationEssentials
import Glibc

/// The folder of this test process in the system's temporary folder. It disappears with the process.
public enum Scratch {
    /// The folder, made when first asked for.
    public static let folder: String = {
        let root = ProcessInfo.processInfo.environment["TMPDIR"].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        // Short, because a unix socket's path may have 107 bytes at most.
        var template = Array("\(root ?? "/tmp")/martlet-\(getpid())-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("No temporary folder: \(errnoText())") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        Watchdog.shared.removeAtEnd(path)
        return path
    }()

    /// A new, empty folder whose name starts with `name`.
    public static func newFolder(_ name: String) throws -> String {
        var template = Array("\(folder)/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("No folder \(name) in \(folder): \(errnoText())") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The words for the present `errno`.
func errnoText(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
