import NIOCore
import Text

/// Reads the header blocks that a server of HTTP/2 sends and writes them anew for SwiftNIO's handler, which comes behind it.
///
/// NIO takes every byte of a field for UTF-8, and what is none is lost there; it also counts the size of its table in what
/// it made of them, so that a table of such fields is another one than the server's. Here bytes are bytes: a field that is
/// no UTF-8 is taken for ISO 8859-1, as in HTTP/1.1 (RFC 9110 5.5), and every field goes on in full, so that NIO's table
/// stays empty.
final class HeaderTranscoder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// What of frames has come and is not handed on yet; at most the head of one, or a header block.
    private var waiting = ByteBuffer()
    /// Bytes of a frame without a header block that go on as they come.
    private var passing = 0
    private var block: Block?
    private var reader = HeaderBlockReader(limit: limit)
    private var isBroken = false

    /// A header block whose end has not come.
    private struct Block {
        var stream: UInt32
        /// Flags of its first frame that go on.
        var flags: UInt8
        var fragment: [UInt8] = []
        var frames = 1
    }

    /// The most bytes of a header block, as it comes and unpacked: what the server is told (SETTINGS_MAX_HEADER_LIST_SIZE).
    static let limit = 256 << 10
    /// The most frames of one: many small ones would cost more than they bring.
    private static let mostFrames = 1000
    /// The most bytes of a frame that NIO takes (SETTINGS_MAX_FRAME_SIZE), the standard's own.
    private static let frameSize = 16384
    /// The frames that NIO has to take behind the first one of a block.
    static let furtherFrames = limit * 2 / frameSize

    private enum Kind {
        static let headers: UInt8 = 1
        static let continuation: UInt8 = 9
    }

    private enum Flag {
        static let endStream: UInt8 = 0x1
        static let endHeaders: UInt8 = 0x4
        static let padded: UInt8 = 0x8
        static let priority: UInt8 = 0x20
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBroken else { return }
        var bytes = unwrapInboundIn(data)
        var out = context.channel.allocator.buffer(capacity: bytes.readableBytes)
        if waiting.readableBytes > 0 {
            waiting.writeBuffer(&bytes)
            swap(&waiting, &bytes)
            waiting.clear()
        }
        do throws(RequestFailure) {
            while try take(&bytes, &out) {}
        } catch {
            isBroken = true
            if out.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(out)) }
            context.fireErrorCaught(error)
            return context.close(promise: nil)
        }
        if bytes.readableBytes > 0 { waiting = bytes }
        if out.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(out)) }
    }

    /// Takes a frame, or what is here of one; false when more has to come first.
    private func take(_ bytes: inout ByteBuffer, _ out: inout ByteBuffer) throws(RequestFailure) -> Bool {
        if passing > 0, var piece = bytes.readSlice(length: min(passing, bytes.readableBytes)) {
            passing -= piece.readableBytes
            out.writeBuffer(&piece)
        }
        // The head of a frame has nine bytes (RFC 9113 4.1).
        guard passing == 0, let head = bytes.getBytes(at: bytes.readerIndex, length: 9) else { return false }
        let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        let (kind, flags) = (head[3], head[4])
        let stream = head[5...].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let isOfBlock = kind == Kind.headers && block == nil || kind == Kind.continuation && block?.stream == stream
        guard isOfBlock, length <= Self.frameSize else {
            guard block == nil else { throw Self.broken("a frame of another kind stands within a header block") }
            out.writeBytes(head)
            bytes.moveReaderIndex(forwardBy: 9)
            passing = length
            return true
        }
        guard bytes.readableBytes >= 9 + length else { return false }
        bytes.moveReaderIndex(forwardBy: 9)
        let payload = bytes.readBytes(length: length) ?? []
        if kind == Kind.headers {
            block = Block(stream: stream, flags: flags & Flag.endStream, fragment: try Self.fragment(payload, flags))
        } else {
            block?.fragment += payload
            block?.frames += 1
        }
        guard let block, block.fragment.count <= Self.limit, block.frames <= Self.mostFrames else {
            throw Self.broken("its header has more than \(Self.limit >> 10) KiB, or no end")
        }
        if flags & Flag.endHeaders != 0 {
            self.block = nil
            try write(block, &out)
        }
        return true
    }

    /// What a HEADERS frame has of the block: without its padding and the priority, which say nothing to a client.
    private static func fragment(_ payload: [UInt8], _ flags: UInt8) throws(RequestFailure) -> [UInt8] {
        var rest = payload[...]
        if flags & Flag.padded != 0 {
            guard let count = rest.popFirst(), Int(count) <= rest.count else {
                throw broken("a frame has more padding than bytes")
            }
            rest = rest.dropLast(Int(count))
        }
        if flags & Flag.priority != 0 {
            guard rest.count >= 5 else { throw broken("a frame is too short for the priority in it") }
            rest = rest.dropFirst(5)
        }
        return Array(rest)
    }

    private func write(_ block: Block, _ out: inout ByteBuffer) throws(RequestFailure) {
        var fields: [HeaderTable.Entry]
        do throws(HeaderBlockReader.Problem) {
            fields = try reader.read(block.fragment)
        } catch {
            switch error {
            case .broken(let words): throw Self.broken("its header cannot be read, \(words)")
            case .tooLarge: throw Self.broken("its header has more than \(Self.limit >> 10) KiB, or no end")
            }
        }
        for place in fields.indices {
            guard Self.isName(fields[place].name) else {
                let name = ResponseReader.shown(fields[place].name[...])
                throw Self.broken("'\(name)' is no name of a field, which has small letters (RFC 9113 8.2.1)")
            }
            if fields[place].value.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) {
                let name = String(decoding: fields[place].name, as: UTF8.self)
                throw Self.broken("the value of \(name) holds NUL or the end of a line (RFC 9113 8.2.1)")
            }
            if String(validating: fields[place].value, as: UTF8.self) == nil {
                fields[place].value = Array(Field.text(fields[place].value).utf8)
            }
        }
        var rest = HeaderBlockWriter.block(of: fields)[...]
        var kind = Kind.headers
        repeat {
            let piece = rest.prefix(Self.frameSize)
            rest = rest.dropFirst(piece.count)
            let flags = (kind == Kind.headers ? block.flags : 0) | (rest.isEmpty ? Flag.endHeaders : 0)
            out.writeInteger(UInt32(piece.count) << 8 | UInt32(kind))
            out.writeInteger(flags)
            out.writeInteger(block.stream)
            out.writeBytes(piece)
            kind = Kind.continuation
        } while !rest.isEmpty
    }

    /// A token without capitals, or one of the pseudo-header fields, which NIO looks at.
    private static func isName(_ name: [UInt8]) -> Bool {
        let rest = name.first == UInt8(ascii: ":") ? name[1...] : name[...]
        return !rest.contains { (0x41...0x5A).contains($0) }
            && Method(rawValue: String(decoding: rest, as: UTF8.self)) != nil
    }

    private static func broken(_ words: String) -> RequestFailure {
        RequestFailure(
            .malformed, "the answer breaks HTTP/2: \(words)", advice: "try with HTTP/1.1 only", phase: .firstByte)
    }
}
