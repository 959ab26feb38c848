import Glibc

/// Bytes on their way to standard output: grows, is written in one piece, starts again.
///
/// A class with memory of its own: an array would be checked for being shared at every byte of every message.
public final class OutputBuffer {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// Bytes in it.
    public private(set) var count = 0

    /// An empty buffer.
    public init(capacity: Int = 256 * 1024) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// The bytes; valid until the next call.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Takes everything out.
    public func clear() { count = 0 }

    /// Takes out what was added after the buffer had `length` bytes.
    public func cut(to length: Int) { count = min(count, length) }

    /// Room for `more` bytes behind the last.
    @inline(__always)
    private func room(_ more: Int) -> UnsafeMutableRawPointer {
        if count &+ more > capacity { grow(more) }
        return base + count
    }

    @inline(never)
    private func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        memory.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = memory
        capacity = larger
    }

    @inline(__always)
    func append(_ byte: UInt8) {
        room(1).storeBytes(of: byte, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        room(bytes.count).copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// A byte, several times.
    func append(_ byte: UInt8, times: Int) {
        guard times > 0 else { return }
        memset(room(times), Int32(byte), times)
        count &+= times
    }

    /// A number in decimal, with zeros in front up to `digits`.
    func append(decimal value: UInt64, digits: Int = 1) {
        // The largest has 20 digits; on the stack, as each message has several.
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { scratch in
            var rest = value
            var start = 24
            repeat {
                start -= 1
                scratch[start] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            } while rest > 0
            append(0x30, times: digits - (24 - start))
            append(UnsafeRawBufferPointer(rebasing: scratch[start...]))
        }
    }

    /// What one of C's printing functions makes of a format and its arguments.
    func append(format: String, _ arguments: any CVarArg...) {
        withVaList(arguments) { list in
            // First the length, then the text: a width of thousands is allowed.
            var space = [CChar](repeating: 0, count: 128)
            let length = Int(vsnprintf(&space, space.count, format, list))
            if length >= space.count {
                // A second list: the first one is used up (stdarg(3)).
                space = [CChar](repeating: 0, count: length + 1)
                withVaList(arguments) { again in _ = vsnprintf(&space, space.count, format, again) }
            }
            space.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[..<max(0, length)])) }
        }
    }
}
