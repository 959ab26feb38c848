import Glibc

/// A file could not be read or written: which, and why.
public struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Why.
    public enum Reason: Equatable, Sendable, CustomStringConvertible {
        /// The system's error number.
        case system(Int32)
        /// It has more bytes than are read.
        case tooLarge(limit: Int)
        /// It is to be text, and is not.
        case notText
        /// Whoever made it has it that nobody writes there.
        case readOnly
        /// Another program writes there.
        case locked

        /// In words.
        public var description: String {
            switch self {
            case .system(let code): String(cString: strerror(code))
            case .tooLarge(let limit): "it has more than \(limit) bytes"
            case .notText: "it is not UTF-8 text"
            case .readOnly: "it is read-only; chmod u+w lets it be written"
            case .locked: "another program is writing it"
            }
        }
    }

    /// What was tried, as `Cannot write`.
    public let deed: String
    /// The file.
    public let path: String
    /// Why it could not be.
    public let reason: Reason

    /// A failure of its parts.
    public init(_ deed: String, _ path: String, _ reason: Reason) {
        self.deed = deed
        self.path = path
        self.reason = reason
    }

    /// `Cannot write /home/me/.config/martlet/profile.json: No space left on device`
    public var description: String { "\(deed) \(path): \(reason)" }

    static func reading(_ path: String, _ code: Int32 = errno) -> FileFailure {
        FileFailure("Cannot read", path, .system(code))
    }

    static func writing(_ path: String, _ code: Int32 = errno) -> FileFailure {
        FileFailure("Cannot write", path, .system(code))
    }
}
