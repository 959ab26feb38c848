import Glibc
import NIOCore

/// Reads whole payloads from files and pipes.
enum PayloadReader {
    /// The largest payload that fits into a packet (MQTT 5 1.5.5).
    static let largest = 268_435_455

    /// All of a file.
    static func file(_ path: String) throws(ScriptError) -> ByteBuffer {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ScriptError("cannot read \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try all(of: descriptor, path)
    }

    /// All that comes from a descriptor, up to its end.
    static func all(of descriptor: Int32, _ name: String) throws(ScriptError) -> ByteBuffer {
        var facts = stat()
        let size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
        var payload = ByteBufferAllocator().buffer(capacity: min(max(size, 65_536), largest) + 1)
        while true {
            var failure: Int32 = 0
            let count = payload.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) { space in
                let count = read(descriptor, space.baseAddress, space.count)
                if count < 0 { failure = errno }
                return max(0, count)
            }
            if failure == EINTR { continue }
            if failure != 0 { throw ScriptError("cannot read \(name): \(String(cString: strerror(failure)))") }
            if count == 0 { return payload }
            guard payload.readableBytes <= largest else {
                throw ScriptError("\(name) has more than \(largest) bytes, the most that a message can have")
            }
        }
    }
}
