import Glibc

/// A file could not be read or written: which, and the system's reason.
public struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, as `Cannot write`.
    public let deed: String
    /// The file.
    public let path: String
    /// The system's error number.
    public let code: Int32

    /// `Cannot write /home/me/.config/martlet/profile.json: No space left on device`
    public var description: String { "\(deed) \(path): \(String(cString: strerror(code)))" }
}
