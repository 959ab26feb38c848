import Files
import Glibc

/// Takes the bytes of a body as they come: in memory up to a budget, then in a file without a name.
///
/// Unchecked because of the raw pointer: nobody else ever has it before `finish`.
struct BodyStore: ~Copyable, @unchecked Sendable {
    private var memory: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0
    private var file: CInt = -1
    private let budget: Int
    private let directory: String
    private let map: Map

    /// Makes a body of the first bytes of a file; nil when the system cannot.
    typealias Map = @Sendable (_ file: CInt, _ count: Int) -> Body?

    init(budget: Int, directory: String?, map: @escaping Map = { Body(file: $0, count: $1) }) {
        self.map = map
        self.budget = budget
        self.directory = directory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
        free(memory)
        if file >= 0 { close(file) }
    }

    /// - Throws: ``RequestFailure`` of kind `file` when the disk does not take them.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(RequestFailure) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if file < 0, count + bytes.count > budget { try spill() }
        if file >= 0 {
            try Self.write(bytes, to: file, directory)
        } else {
            if count + bytes.count > capacity {
                // Doubled, but not beyond the budget, where the file takes over.
                let wanted = min(max(capacity * 2, count + bytes.count, 4096), max(budget, count + bytes.count))
                guard let grown = realloc(memory, wanted) else {
                    throw RequestFailure(.file, "there is no memory for the answer's body", phase: .lastByte)
                }
                memory = grown
                capacity = wanted
            }
            memory?.advanced(by: count).copyMemory(from: start, byteCount: bytes.count)
        }
        count += bytes.count
    }

    private mutating func spill() throws(RequestFailure) {
        do {
            file = try TemporaryFile.unnamed(in: directory)
        } catch {
            throw Self.failure(directory, error.reason)
        }
        try Self.write(UnsafeRawBufferPointer(start: memory, count: count), to: file, directory)
        free(memory)
        memory = nil
        capacity = 0
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, to file: CInt, _ directory: String
    ) throws(RequestFailure) {
        let code = Descriptor.writeAll(bytes, to: file)
        if code != 0 { throw failure(directory, .system(code)) }
    }

    private static func failure(_ directory: String, _ reason: FileFailure.Reason) -> RequestFailure {
        RequestFailure(
            .file, "the answer is too large for memory and cannot be written to \(directory)",
            advice: "make room there or set TMPDIR (\(reason))", phase: .lastByte)
    }

    /// What was taken until now: a copy of what is in memory; what is in a file is only mapped, as it is never changed.
    /// Empty when it cannot be shown, which its end tells.
    var snapshot: Body {
        if file >= 0 { return map(file, count) ?? .empty }
        guard count > 0, let memory, let copy = malloc(count) else { return .empty }
        copy.copyMemory(from: memory, byteCount: count)
        return Body(owning: UnsafeRawBufferPointer(start: copy, count: count))
    }

    /// What was taken, as it will stay.
    /// - Throws: ``RequestFailure`` of kind `file` when it lies in a file for which there is no room among the addresses.
    consuming func finish() throws(RequestFailure) -> Body {
        if file >= 0 {
            if let body = map(file, count) { return body }
            throw RequestFailure(
                .file, "the \(count) bytes of the answer's body are here and cannot be shown",
                advice: "allow this program more memory (`ulimit -v`), or write the answer to a file",
                detail: String(cString: strerror(errno)), phase: .lastByte)
        }
        guard count > 0, let bytes = memory else { return .empty }
        memory = nil
        // Gives back what doubling took too much.
        let whole = realloc(bytes, count) ?? bytes
        return Body(owning: UnsafeRawBufferPointer(start: whole, count: count))
    }
}
