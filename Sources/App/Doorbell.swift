import CMemory
import Glibc

/// The bell that wakes the loop from poll(2): a pipe, rung by the inbox and by the terminal's signal handlers.
public final class Doorbell: Sendable {
    /// The end to poll for reading.
    public let descriptor: Int32
    /// The end that anybody may write to, a signal handler too; never blocks.
    public let wake: Int32

    /// Makes a bell.
    /// - Throws: ``Failure`` when the system has no descriptors to give.
    public init() throws(Failure) {
        var ends: [Int32] = [-1, -1]
        if cm_pipe(&ends, O_CLOEXEC) != 0 { throw Failure(code: errno) }
        for end in ends {
            // Neither end may block: a signal handler writes to one, and the loop reads the other until it is empty.
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
        (descriptor, wake) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(wake)
    }

    /// Rings. A full pipe is a bell that rings already.
    public func ring() {
        var byte: UInt8 = 1
        _ = write(wake, &byte, 1)
    }

    /// Takes the rings that have come, so that poll(2) sleeps until the next.
    func answer() {
        // 256 at once: many rings between two turns are one.
        var bytes: [UInt8] = Array(repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }

    /// The system refused a pipe.
    public struct Failure: Error, CustomStringConvertible {
        let code: Int32

        /// What failed and what to do, in one line.
        public var description: String {
            "cannot make a pipe: \(String(cString: strerror(code))); close other programs or raise `ulimit -n`"
        }
    }
}
