import Glibc

/// The bytes of an answer's body: in memory or, beyond a budget, in a file without a name that is mapped into memory. Both
/// read alike and stay where they are as long as this object lives.
public final class Body: @unchecked Sendable {
    // Unchecked because of the raw pointer: the bytes behind it are never written to after `init`.
    private let buffer: UnsafeRawBufferPointer
    private let owner: Owner

    private enum Owner {
        case nobody
        case heap
        case mapping
    }

    /// No bytes.
    public static let empty = Body()

    private init() {
        buffer = UnsafeRawBufferPointer(start: nil, count: 0)
        owner = .nobody
    }

    /// A copy of some bytes.
    public convenience init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer(start: malloc(bytes.count), count: bytes.count)
        if copy.baseAddress != nil { copy.copyBytes(from: bytes) }
        self.init(owning: UnsafeRawBufferPointer(copy))
    }

    /// Bytes that `malloc` gave, and that are freed with this object.
    init(owning bytes: UnsafeRawBufferPointer) {
        buffer = bytes
        owner = .heap
    }

    /// The first `count` bytes of an open file, which may be closed afterwards; nil when the system cannot map it.
    init?(file: CInt, count: Int) {
        // No mapping has no bytes (mmap(2)); one keeps its file when that is closed.
        guard count > 0, let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
            return nil
        }
        buffer = UnsafeRawBufferPointer(start: start, count: count)
        owner = .mapping
    }

    deinit {
        switch owner {
        case .nobody: break
        case .heap: free(UnsafeMutableRawPointer(mutating: buffer.baseAddress))
        case .mapping: munmap(UnsafeMutableRawPointer(mutating: buffer.baseAddress), buffer.count)
        }
    }

    /// How many bytes there are.
    public var count: Int { buffer.count }

    /// Whether the bytes lie in a file and not in memory.
    public var isSpilled: Bool { owner == .mapping }

    /// Calls `use` with the bytes.
    public func withBytes<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(self) { try use(buffer) }
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { withBytes { Array($0) } }
}
