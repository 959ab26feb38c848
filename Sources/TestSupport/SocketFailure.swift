import Glibc

/// A socket call failed; names the call and the system's reason.
package struct SocketFailure: Error, CustomStringConvertible {
    /// The call, such as "connect".
    package let call: String
    /// The system's number for the reason (errno).
    package let code: Int32

    /// A call that failed just now.
    package init(_ call: String) {
        self.call = call
        code = errno
    }

    package var description: String { "\(call): \(errnoText(code))" }
}
