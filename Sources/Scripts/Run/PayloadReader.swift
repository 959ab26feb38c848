import Glibc
import NIOCore

/// Reads whole payloads from files and pipes, of which some give nothing for a long time: a signal ends the wait.
struct PayloadReader {
    /// The largest payload that fits into a packet (MQTT 5 1.5.5).
    static let largest = 268_435_455

    /// Where signals arrive.
    let mailbox: Mailbox

    /// All of a file.
    func file(_ path: String) throws(ScriptError) -> ByteBuffer {
        // A named pipe that nobody writes to would keep open(2) waiting. Opened so it is waited for in poll(2), which says
        // nothing before the first writer has come, and then that the last one has gone.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw ScriptError("cannot read \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try all(of: descriptor, path)
    }

    /// All that comes from a descriptor, up to its end.
    func all(of descriptor: Int32, _ name: String) throws(ScriptError) -> ByteBuffer {
        var facts = stat()
        let size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
        var payload = ByteBufferAllocator().buffer(capacity: min(max(size, 65_536), Self.largest) + 1)
        while true {
            try waitForInput(descriptor)
            var failure: Int32 = 0
            let count = payload.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) { space in
                let count = read(descriptor, space.baseAddress, space.count)
                if count < 0 { failure = errno }
                return max(0, count)
            }
            if failure == EINTR || failure == EAGAIN { continue }
            if failure != 0 { throw ScriptError("cannot read \(name): \(String(cString: strerror(failure)))") }
            if count == 0 { return payload }
            guard payload.readableBytes <= Self.largest else {
                throw ScriptError("\(name) has more than \(Self.largest) bytes, the most that a message can have")
            }
        }
    }
    /// Waits until there is something to read, or its end.
    /// - Throws: ``ScriptError`` when a signal came.
    private func waitForInput(_ descriptor: Int32) throws(ScriptError) {
        while !mailbox.wait(reading: descriptor) {
            for case .signal(let number) in mailbox.take() {
                throw ScriptError("interrupted; nothing was sent", status: 128 + number)
            }
        }
    }
}
