import Files
import NIOCore

/// Reads whole payloads from files and pipes, of which some give nothing for a long time: a signal ends the wait.
struct PayloadReader {
    /// The largest payload that fits into a packet (MQTT 5 1.5.5).
    static let largest = 268_435_455

    /// Where signals arrive.
    let mailbox: Mailbox

    /// All of a file.
    func file(_ path: String) throws(ScriptError) -> ByteBuffer {
        let input: FileInput
        do {
            input = try FileInput(path)
        } catch {
            throw ScriptError("cannot read \(path): \(error.reason)")
        }
        return try all(of: input)
    }

    /// All that comes from a descriptor, up to its end.
    func all(of descriptor: Int32, _ name: String) throws(ScriptError) -> ByteBuffer {
        try all(of: FileInput(descriptor, named: name))
    }

    private func all(of input: FileInput) throws(ScriptError) -> ByteBuffer {
        let size = input.size ?? 0
        // One byte more than the file: the read that finds its end needs room too.
        var payload = ByteBufferAllocator().buffer(capacity: min(max(size, 65_536), Self.largest) + 1)
        while true {
            try waitForInput(input.descriptor)
            let count: Int
            do {
                count = try payload.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) {
                    try input.read(into: $0)
                }
            } catch {
                throw ScriptError(
                    "cannot read \(input.path): \((error as? FileFailure)?.reason.description ?? "\(error)")")
            }
            if count == 0 { return payload }
            // While it comes: a pipe need not have an end.
            guard payload.readableBytes <= Self.largest else {
                throw ScriptError("\(input.path) has more than \(Self.largest) bytes, the most that a message can have")
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
