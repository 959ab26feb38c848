import NIOCore
import NIOEmbedded
import Testing

@testable import REST

@Suite("The header blocks of HTTP/2, written anew") struct HeaderTranscoderTests {
    private struct Frame: Equatable {
        var kind: UInt8
        var flags: UInt8
        var stream: UInt32 = 1
        var payload: [UInt8] = []

        var bytes: [UInt8] {
            let count = payload.count
            let head = [UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF), kind, flags]
            return head + (0..<4).reversed().map { UInt8(stream >> ($0 * 8) & 0xFF) } + payload
        }

        static func all(in bytes: [UInt8]) -> [Frame] {
            var rest = bytes[...]
            var frames: [Frame] = []
            while rest.count >= 9 {
                let head = Array(rest.prefix(9))
                let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
                let stream = head[5...].reduce(0) { $0 << 8 | UInt32($1) }
                frames.append(
                    Frame(
                        kind: head[3], flags: head[4], stream: stream, payload: Array(rest.dropFirst(9).prefix(count))))
                rest = rest.dropFirst(9 + count)
            }
            return frames
        }
    }

    /// What comes out of frames that come in pieces of so many bytes behind the server's SETTINGS, and why it ended.
    private func transcode(_ frames: [Frame], by size: Int) throws -> (frames: [Frame], problem: FrameProblem?) {
        let record = ConnectionRecord(number: 1)
        // Streams 1 and 3 are opened.
        record.uses = 2
        let channel = EmbeddedChannel(handler: HeaderTranscoder(record: record))
        let bytes = ([Frame(kind: 4, flags: 0, stream: 0)] + frames).flatMap(\.bytes)
        var out: [UInt8] = []
        var problem: FrameProblem?
        for start in stride(from: 0, to: bytes.count, by: size) {
            do {
                try channel.writeInbound(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
            } catch {
                problem = error as? FrameProblem
            }
            while let piece = try channel.readInbound(as: ByteBuffer.self) { out += piece.readableBytesView }
            if problem != nil { break }
        }
        _ = try? channel.finish()
        return (Array(Frame.all(in: out).dropFirst()), problem)
    }

    private func field(_ name: String, _ value: [UInt8], isKept: Bool = false) -> [UInt8] {
        [isKept ? 0x40 : 0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.count)] + value
    }

    private func lines(_ frames: [Frame]) throws -> [String] {
        var reader = HeaderBlockReader(limit: 1 << 20)
        return try reader.read(frames.flatMap(\.payload)).map {
            "\(String(decoding: $0.name, as: UTF8.self)): \(String(decoding: $0.value, as: UTF8.self))"
        }
    }

    private let latin: [UInt8] = [0x67, 0x72, 0xFC, 0x6E]

    @Test(
        "however the bytes are cut, fields go on in full and as UTF-8, all else as it came",
        arguments: [1, 2, 7, 9, 50, 5000])
    func pieces(size: Int) throws {
        let settings = Frame(kind: 4, flags: 0, stream: 0, payload: [0, 3, 0, 0, 0, 100])
        let data = Frame(kind: 0, flags: 1, payload: Array("body".utf8))
        let first = Frame(kind: 1, flags: 4, payload: [0x88] + field("x-l", latin, isKept: true))
        // From the table, padded, with a priority, and the end of the stream.
        let second = Frame(kind: 1, flags: 0x2D, stream: 3, payload: [2, 0, 0, 0, 0, 16, 0x88, 0xBE, 0, 0])
        let out = try transcode([settings, first, data, second], by: size)
        #expect(out.problem == nil)
        #expect(out.frames.count == 4 && out.frames[0] == settings && out.frames[2] == data)
        #expect(out.frames[1].flags == 4 && out.frames[3].flags == 5 && out.frames[3].stream == 3)
        #expect(try lines([out.frames[1]]) == [":status: 200", "x-l: grün"])
        #expect(try lines([out.frames[3]]) == [":status: 200", "x-l: grün"])
    }

    @Test("a block in several frames is one, and one that grows is several again")
    func continued() throws {
        let value = [UInt8](repeating: 0x61, count: 100)
        var frames = [Frame(kind: 1, flags: 0, payload: [0x88] + field("x", value, isKept: true))]
        for _ in 0..<3 { frames.append(Frame(kind: 9, flags: 0, payload: [UInt8](repeating: 0xBE, count: 100))) }
        frames.append(Frame(kind: 9, flags: 4))
        let out = try transcode(frames, by: 4096).frames
        #expect(out.map(\.kind) == [1, 9] && out.map(\.flags) == [0, 4])
        #expect(out.allSatisfy { $0.payload.count <= 16384 })
        #expect(try lines(out).count == 302)
    }

    @Test("what breaks the frames of a header ends the connection, in words")
    func broken() throws {
        func words(_ frames: Frame...) throws -> String { try transcode(frames, by: 1000).problem?.what ?? "" }
        func head(_ payload: [UInt8], _ flags: UInt8 = 4) -> Frame { Frame(kind: 1, flags: flags, payload: payload) }
        #expect(try words(head([0xFF, 0xFF])).hasSuffix("its header cannot be read, it ends within a number"))
        #expect(try words(head([0x88], 0), Frame(kind: 0, flags: 0)).contains("stands within a header block"))
        #expect(try words(Frame(kind: 9, flags: 0)).contains("goes on with nothing"))
        #expect(try words(head([9, 1], 0xC)).contains("more padding than bytes"))
        #expect(try words(Frame(kind: 0, flags: 8, payload: [9, 1])).contains("more padding than bytes"))
        #expect(try words(head([1, 1], 0x24)).contains("too short for the priority"))
        let long = field("a", [UInt8](repeating: 0x62, count: 120), isKept: true)
        #expect(try words(head(long + [UInt8](repeating: 0xBE, count: 10_000))).contains("more than 256 KiB"))
        let endless = [head([0x88], 0)] + Array(repeating: Frame(kind: 9, flags: 0), count: 1100)
        #expect(try transcode(endless, by: 5000).problem?.what.contains("or no end") == true)
    }
}
