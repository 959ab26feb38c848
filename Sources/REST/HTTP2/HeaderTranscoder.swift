import NIOCore
import NIOHTTP1
import Text

/// Reads the header blocks that a server of HTTP/2 sends and writes them anew for SwiftNIO's handler, which comes behind it.
///
/// NIO takes every byte of a field for UTF-8, and what is none is lost there; it also counts the size of its table in what
/// it made of them, so that a table of such fields is another one than the server's. Here bytes are bytes: a field that is
/// no UTF-8 is taken for ISO 8859-1, as in HTTP/1.1 (RFC 9110 5.5), and every field goes on in full, so that NIO's table
/// stays empty. What breaks HTTP/2 is named here (``FrameCheck``, ``AnswerCheck``) and ends the connection: NIO would end
/// it too, and say only where in itself.
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
    private let record: ConnectionRecord
    private var frames = FrameCheck()
    /// The stream under way; there is one at a time.
    private var answer: AnswerCheck?
    /// What is wrong with an answer whose last bytes are still to be handed on.
    private var problem: FrameProblem?

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
    // Twice as many: a byte of ISO 8859-1 may become two of UTF-8.
    /// The frames that NIO has to take behind the first one of a block.
    static let furtherFrames = limit * 2 / FrameHead.longest

    /// - Parameter record: what learns of heads, of how the server ends a stream or the connection, and of what it breaks.
    init(record: ConnectionRecord) { self.record = record }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isBroken else { return }
        var bytes = unwrapInboundIn(data)
        var out = context.channel.allocator.buffer(capacity: bytes.readableBytes)
        if waiting.readableBytes > 0 {
            // Behind what is left over; swapped, so that neither is copied once more.
            waiting.writeBuffer(&bytes)
            swap(&waiting, &bytes)
            waiting.clear()
        }
        begin()
        do throws(FrameProblem) {
            while try take(&bytes, &out) {}
        } catch {
            isBroken = true
            if out.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(out)) }
            // What had come of the body goes to who waits for it: an error drops what is not handed on.
            context.fireChannelReadComplete()
            context.fireErrorCaught(error)
            return context.close(promise: nil)
        }
        if bytes.readableBytes > 0 { waiting = bytes }
        if out.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(out)) }
    }

    /// Looks which stream is under way.
    private func begin() {
        // Each request has one, with an odd number.
        frames.opened = UInt32(clamping: record.uses * 2 - 1)
        guard answer?.stream != frames.opened, let attempt = record.attempt else { return }
        answer = AnswerCheck(stream: frames.opened, isHead: attempt.head.method == .HEAD)
    }

    /// Takes a frame, or what is here of one; false when more has to come first.
    private func take(_ bytes: inout ByteBuffer, _ out: inout ByteBuffer) throws(FrameProblem) -> Bool {
        if passing > 0, var piece = bytes.readSlice(length: min(passing, bytes.readableBytes)) {
            passing -= piece.readableBytes
            out.writeBuffer(&piece)
        }
        guard passing == 0 else { return false }
        // The body that is not as long as it is said to be has gone on whole: now it may be said.
        if let problem { throw problem }
        guard let start = bytes.getBytes(at: bytes.readerIndex, length: FrameHead.size) else { return false }
        let head = FrameHead(start)
        try frames.take(head, start)
        if let block, head.kind != .continuation || block.stream != head.stream {
            throw FrameProblem(what: "\(head.name) stands within a header block", section: "RFC 9113 6.10")
        }
        switch head.kind {
        case .data: return try takeData(head, &bytes, &out)
        case .headers, .continuation:
            guard block != nil || head.kind == .headers else {
                throw FrameProblem(what: "a CONTINUATION frame goes on with nothing", section: "RFC 9113 6.10")
            }
            guard let payload = payload(of: head, &bytes) else { return false }
            try takeFields(head, payload, &out)
        case .reset, .goAway, .settings, .windowUpdate:
            guard let payload = payload(of: head, &bytes) else { return false }
            if let farewell = try frames.read(head, payload) { record.attempt?.update { $0.farewell = farewell } }
            out.writeBytes(start)
            out.writeBytes(payload)
        // Kinds that are not known go on, too: to pass them over is NIO's affair (RFC 9113 5.5).
        case .priority, .ping, .pushPromise, nil:
            out.writeBytes(start)
            bytes.moveReaderIndex(forwardBy: start.count)
            passing = head.length
        }
        return true
    }

    private func payload(of head: FrameHead, _ bytes: inout ByteBuffer) -> [UInt8]? {
        guard bytes.readableBytes >= FrameHead.size + head.length else { return nil }
        bytes.moveReaderIndex(forwardBy: FrameHead.size)
        return bytes.readBytes(length: head.length)
    }

    /// Lets bytes of a body pass as they come. An answer whose body has not the length that it should have is shown whole
    /// before that is said: NIO is not told that it ended.
    private func takeData(
        _ head: FrameHead, _ bytes: inout ByteBuffer, _ out: inout ByteBuffer
    ) throws(FrameProblem) -> Bool {
        var start = bytes.getBytes(at: bytes.readerIndex, length: FrameHead.size) ?? []
        var count = head.length
        if head.has(FrameHead.Flag.padded) {
            let place = bytes.readerIndex + FrameHead.size
            guard let padding: UInt8 = bytes.getInteger(at: place) else { return false }
            guard Int(padding) < head.length else { throw Self.padding }
            count -= Int(padding) + 1
        }
        if answer?.stream == head.stream {
            do throws(FrameProblem) {
                try answer?.take(count, ends: head.has(FrameHead.Flag.endStream))
            } catch {
                // Without a head there is no answer that could be shown whole first.
                guard answer?.status != nil else { throw error }
                problem = error
                start[4] &= ~FrameHead.Flag.endStream
            }
        }
        out.writeBytes(start)
        bytes.moveReaderIndex(forwardBy: FrameHead.size)
        passing = head.length
        return true
    }

    private func takeFields(
        _ head: FrameHead, _ payload: [UInt8], _ out: inout ByteBuffer
    ) throws(FrameProblem) {
        if head.kind == .headers {
            block = Block(
                stream: head.stream, flags: head.flags & FrameHead.Flag.endStream,
                fragment: try Self.fragment(payload, head))
        } else {
            block?.fragment += payload
            block?.frames += 1
        }
        guard let block, block.fragment.count <= Self.limit, block.frames <= Self.mostFrames else {
            throw Self.endless
        }
        guard head.has(FrameHead.Flag.endHeaders) else { return }
        self.block = nil
        try write(block, &out)
    }

    /// What a HEADERS frame has of the block: without its padding and the priority, which say nothing to a client.
    private static func fragment(_ payload: [UInt8], _ head: FrameHead) throws(FrameProblem) -> [UInt8] {
        var rest = payload[...]
        if head.has(FrameHead.Flag.padded) {
            guard let count = rest.popFirst(), Int(count) <= rest.count else { throw padding }
            rest = rest.dropLast(Int(count))
        }
        if head.has(FrameHead.Flag.priority) {
            guard rest.count >= 5 else {
                throw FrameProblem(what: "a frame is too short for the priority in it", section: "RFC 9113 6.2")
            }
            rest = rest.dropFirst(5)
        }
        return Array(rest)
    }

    private func write(_ block: Block, _ out: inout ByteBuffer) throws(FrameProblem) {
        var fields: [HeaderTable.Entry]
        do throws(HeaderBlockReader.Problem) {
            fields = try reader.read(block.fragment)
        } catch {
            switch error {
            case .broken(let words):
                throw FrameProblem(what: "its header cannot be read, \(words)", section: "RFC 9113 4.3")
            case .tooLarge: throw Self.endless
            }
        }
        if answer?.stream == block.stream { try look(at: fields, block) }
        for place in fields.indices where String(validating: fields[place].value, as: UTF8.self) == nil {
            fields[place].value = Array(Field.text(fields[place].value).utf8)
        }
        var rest = HeaderBlockWriter.block(of: fields)[...]
        var code = FrameHead.Kind.headers.rawValue
        // Once at least: a block may have no field in it.
        repeat {
            let piece = rest.prefix(FrameHead.longest)
            rest = rest.dropFirst(piece.count)
            let isFirst = code == FrameHead.Kind.headers.rawValue
            let flags = (isFirst ? block.flags : 0) | (rest.isEmpty ? FrameHead.Flag.endHeaders : 0)
            // 24 bits of length, 8 of kind (RFC 9113 4.1).
            out.writeInteger(UInt32(piece.count) << 8 | UInt32(code))
            out.writeInteger(flags)
            out.writeInteger(block.stream)
            out.writeBytes(piece)
            code = FrameHead.Kind.continuation.rawValue
        } while !rest.isEmpty
    }

    /// Checks the fields of the answer under way and keeps them as they came, also those that are refused.
    private func look(at fields: [HeaderTable.Entry], _ block: Block) throws(FrameProblem) {
        let plain = fields.filter { $0.name.first != UInt8(ascii: ":") }.map { Field(name: $0.name, value: $0.value) }
        do throws(FrameProblem) {
            let ends = block.flags & FrameHead.Flag.endStream != 0
            switch try answer?.take(fields, ends: ends) {
            case .head(let status):
                var response = Response(version: "HTTP/2", status: status, fields: plain)
                response.announcedSize = plain["content-length"].flatMap { Int($0) }
                record.heads.append(response)
            case .trailers:
                var response = Response(version: "HTTP/2", status: answer?.status ?? 0)
                response.trailers = plain
                record.finished = response
            case nil: break
            }
        } catch {
            let status = fields.first { $0.name.elementsEqual(":status".utf8) }.flatMap {
                Int(String(decoding: $0.value, as: UTF8.self))
            }
            if answer?.status == nil {
                // A line's end in a value would look like one more field.
                let shown = plain.map { Field(Self.harmless($0.name), Self.harmless($0.value)) }
                record.refused(Response(version: "HTTP/2", status: status ?? 0, fields: shown))
            }
            throw error
        }
    }

    private static func harmless(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return bytes.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D }
            ? ResponseReader.shown(bytes[...], limit: bytes.count) : text
    }

    private static let padding = FrameProblem(what: "a frame has more padding than bytes", section: "RFC 9113 6.1")
    private static let endless = FrameProblem(
        what: "its header has more than \(limit >> 10) KiB, or no end", section: "RFC 9113 10.5.1")
}
