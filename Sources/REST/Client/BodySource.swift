import AsyncHTTPClient
import Files
import Glibc
import NIOCore
import Text

/// The bytes of a request's body in the order in which they are sent; files are read while they are sent.
struct BodySource: Sendable {
    /// One stretch of it.
    enum Piece: Sendable {
        case bytes(ByteBuffer)
        case file(path: String)
    }

    /// The stretches.
    var pieces: [Piece]
    /// How many bytes they are; nil when a file is a pipe or a device, which does not say.
    var length: Int?
    /// The Content-Type that goes with them; nil when the request must say.
    var contentType: String?

    /// - Throws: ``RequestFailure`` of kind `file` when a file cannot be read.
    init(_ body: Request.Body, boundary: @autoclosure () -> String) throws(RequestFailure) {
        pieces = []
        length = 0
        switch body {
        case .none: break
        case .bytes(let bytes): add(bytes)
        case .file(let path): try add(file: path)
        case .multipart(let parts):
            let boundary = boundary()
            contentType = "multipart/form-data; boundary=\(boundary)"
            for part in parts {
                var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(part.name))\""
                if let filename = part.filename { head += "; filename=\"\(Self.escaped(filename))\"" }
                if let type = part.contentType {
                    // A line break would begin a field of its own; names are escaped, a type cannot be.
                    guard Self.isFieldValue(type) else {
                        throw .badRequest(
                            "the Content-Type of the part '\(part.name.clipped)' holds a line break or NUL",
                            advice: "take it out")
                    }
                    head += "\r\nContent-Type: \(type)"
                }
                add(Array((head + "\r\n\r\n").utf8))
                switch part.content {
                case .bytes(let bytes): add(bytes)
                case .file(let path): try add(file: path)
                }
                add(Array("\r\n".utf8))
            }
            add(Array("--\(boundary)--\r\n".utf8))
        }
    }

    private mutating func add(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        // What is not known stays so: one pipe among the parts is enough.
        length = length.map { $0 + bytes.count }
        pieces.append(.bytes(ByteBuffer(bytes: bytes)))
    }

    private mutating func add(file path: String) throws(RequestFailure) {
        var facts = stat()
        // Looked at before anything is sent, so that half a request never goes out for a wrong name.
        guard stat(path, &facts) == 0, access(path, R_OK) == 0 else { throw .unreadable(path, .system(errno)) }
        switch facts.st_mode & S_IFMT {
        // As it is now: a file that changes while it is sent ends the exchange.
        case S_IFREG: length = length.map { $0 + Int(facts.st_size) }
        case S_IFDIR:
            throw RequestFailure(.file, "\(path) is a folder and cannot be sent", advice: "name a file")
        default: length = nil
        }
        pieces.append(.file(path: path))
    }

    private static func opened(_ path: String) throws(RequestFailure) -> FileInput {
        do {
            return try FileInput(path)
        } catch {
            throw .unreadable(path, error.reason)
        }
    }

    private static let chunkSize = 64 << 10

    /// The next bytes of a file, at most so many; nil at the end.
    private static func chunk(of file: FileInput, _ size: Int) throws(RequestFailure) -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: size)
        do {
            let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { space in
                // The buffer may have more room than was asked for; a piece is no longer for that.
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: space[..<size]))
            }
            return count == 0 ? nil : buffer
        } catch {
            throw .unreadable(file.path, (error as? FileFailure)?.reason ?? .system(EIO))
        }
    }

    /// As browsers write names into `Content-Disposition` (WHATWG HTML, multipart/form-data).
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            case "\0": text += "%00"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func isFieldValue(_ text: String) -> Bool {
        !text.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
    }

    /// What AsyncHTTPClient takes; nil when there is nothing to send.
    func forClient(_ attempt: Attempt, bytesPerSecond: Int?) -> HTTPClientRequest.Body? {
        if pieces.isEmpty { return nil }
        if bytesPerSecond == nil, pieces.count == 1, case .bytes(let buffer) = pieces[0] { return .bytes(buffer) }
        let chunks = Chunks(pieces: pieces, attempt: attempt, bytesPerSecond: bytesPerSecond)
        return .stream(chunks, length: length.map { .known(Int64($0)) } ?? .unknown)
    }

    /// The pieces, at most 64 KiB at once.
    struct Chunks: AsyncSequence, Sendable {
        let pieces: [Piece]
        let attempt: Attempt
        let bytesPerSecond: Int?

        func makeAsyncIterator() -> Iterator {
            Iterator(
                pieces: pieces[...], attempt: attempt, size: Pace.piece(bytesPerSecond, of: BodySource.chunkSize),
                pace: Pace(bytesPerSecond))
        }

        struct Iterator: AsyncIteratorProtocol {
            var pieces: ArraySlice<Piece>
            let attempt: Attempt
            let size: Int
            var pace: Pace?
            var file: FileInput?

            mutating func next() async throws -> ByteBuffer? {
                let chunk = try read()
                if let chunk {
                    // Until the network has taken what was handed on: a large file is never in memory as a whole.
                    await attempt.waitForRoom(chunk.readableBytes)
                    try await pace?.wait(after: chunk.readableBytes)
                }
                return chunk
            }

            private mutating func read() throws -> ByteBuffer? {
                while true {
                    if let open = file {
                        if let chunk = try BodySource.chunk(of: open, size) { return chunk }
                        file = nil
                    }
                    switch pieces.popFirst() {
                    case nil: return nil
                    case .bytes(var buffer):
                        // Only a limit of speed needs small pieces: what is in memory anyhow goes in one.
                        guard pace != nil, buffer.readableBytes > size, let piece = buffer.readSlice(length: size)
                        else { return buffer }
                        pieces = [.bytes(buffer)] + pieces
                        return piece
                    case .file(let path): file = try BodySource.opened(path)
                    }
                }
            }
        }
    }
}
