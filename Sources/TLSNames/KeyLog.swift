import Glibc
import NIOCore
public import NIOSSL

/// Writes the secrets of TLS sessions to a file from which Wireshark and tshark read what went over them: one line for each
/// secret, in the form that NSS has given them (RFC 9850).
public struct KeyLog: Sendable {
    /// The file's path.
    public let file: String

    /// A log in that file; nothing is done with it yet.
    public init(file: String) { self.file = file }

    /// The one that `SSLKEYLOGFILE` names, as browsers and curl read it; nil when it names none.
    public static var ofEnvironment: KeyLog? {
        guard let path = getenv("SSLKEYLOGFILE"), path.pointee != 0 else { return nil }
        return KeyLog(file: String(cString: path))
    }

    /// Makes the file where it is not there, for its owner alone; answers why it cannot be written, as `errno` does, or 0.
    public func prepare() -> Int32 {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        close(descriptor)
        return 0
    }

    /// Has the secrets of each connection written that is made with this configuration.
    public func install(in configuration: inout TLSConfiguration) {
        configuration.keyLogCallback = { [file] line in
            // Opened anew each time: whoever moves the file away begins a new one.
            let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return }
            // One write for one line, so that lines of several connections do not mix.
            line.withUnsafeReadableBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
        }
    }
}
