/// The bytes of one payload: immutable, shared without a copy, alive as long as anyone holds them.
///
/// A message's bytes lie in a block of the message ring; the block is the `owner` here, so that a payload on the
/// screen stays readable after its message was evicted.
public final class PayloadBytes: @unchecked Sendable {
    // Unchecked because of the raw pointer: the bytes behind it are never written to after `init`.
    private let owner: AnyObject?
    private let buffer: UnsafeRawBufferPointer
    private let storage: [UInt8]

    /// Bytes that `owner` keeps in place and unchanged as long as it lives.
    public init(owner: AnyObject?, _ bytes: UnsafeRawBufferPointer) {
        self.owner = owner
        self.buffer = bytes
        self.storage = []
    }

    /// Bytes of their own.
    public init(_ bytes: [UInt8]) {
        self.owner = nil
        self.buffer = UnsafeRawBufferPointer(start: nil, count: 0)
        self.storage = bytes
    }

    /// How many bytes there are.
    public var count: Int { storage.isEmpty ? buffer.count : storage.count }

    /// Calls `body` with the bytes; the pointer is good in the call only.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        if storage.isEmpty { return try withExtendedLifetime(owner) { try body(buffer) } }
        return try storage.withUnsafeBytes(body)
    }
}
