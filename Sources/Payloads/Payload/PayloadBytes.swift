/// The bytes of one payload: immutable, shared without a copy, alive as long as anyone holds them.
///
/// A message's bytes lie in a block of the message ring; the block is the `owner` here, so that a payload on the
/// screen stays readable after its message was evicted.
public final class PayloadBytes: @unchecked Sendable {
    // Unchecked because of the raw pointer: the bytes behind it are never written to after `init`.
    private let owner: AnyObject?
    private let buffer: UnsafeRawBufferPointer
    private let isOwned: Bool

    /// Bytes that `owner` keeps in place and unchanged as long as it lives.
    public init(owner: AnyObject?, _ bytes: UnsafeRawBufferPointer) {
        self.owner = owner
        buffer = bytes
        isOwned = false
    }

    /// A copy of `bytes`.
    public init(_ bytes: [UInt8]) {
        owner = nil
        isOwned = !bytes.isEmpty
        guard isOwned else {
            buffer = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        copy.copyBytes(from: bytes)
        buffer = UnsafeRawBufferPointer(copy)
    }

    deinit {
        if isOwned { buffer.deallocate() }
    }

    /// How many bytes there are.
    public var count: Int { buffer.count }

    /// Calls `body` with the bytes. They stay where they are as long as this object lives.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(self) { try body(buffer) }
    }
}

extension PayloadBytes: Equatable {
    /// Whether the bytes are the same, wherever they are.
    public static func == (one: PayloadBytes, other: PayloadBytes) -> Bool {
        one === other || one.withBytes { left in other.withBytes { left.elementsEqual($0) } }
    }
}
