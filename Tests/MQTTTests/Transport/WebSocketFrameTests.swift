import NIOCore
import Testing

@testable import MQTT

struct WebSocketFrameTests {
    typealias Control = WebSocketFrameReader.Control

    private func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var bytes = [first]
        switch payload.count {
        case ..<126: bytes.append(UInt8(payload.count))
        case ..<65536: bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        return bytes + payload
    }

    private func read(_ bytes: [UInt8], pieces: Int) throws -> (data: [UInt8], controls: [Control]) {
        var reader = WebSocketFrameReader()
        var data = ByteBuffer()
        var controls: [Control] = []
        var index = 0
        while index < bytes.count {
            let end = min(index + pieces, bytes.count)
            try bytes[index..<end].withUnsafeBytes { try reader.read($0, data: &data, controls: &controls) }
            index = end
        }
        return (Array(buffer: data), controls)
    }

    @Test(arguments: [1, 2, 3, 7, 100, 1 << 20])
    func anyCutGivesTheSameBytes(pieces: Int) throws {
        let large = (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }
        let bytes =
            frame(0x82, [1, 2, 3])
            + frame(0x02, [4]) + frame(0x89, [9, 9]) + frame(0x00, []) + frame(0x80, [5, 6])
            + frame(0x82, []) + frame(0x82, Array(repeating: 7, count: 200)) + frame(0x82, large)
            + frame(0x8A, []) + frame(0x88, [0x03, 0xE9] + Array("bye".utf8))
        let (data, controls) = try read(bytes, pieces: pieces)
        #expect(data == [1, 2, 3, 4, 5, 6] + Array(repeating: 7, count: 200) + large)
        #expect(controls == [.ping([9, 9]), .pong, .close(code: 1001, reason: "bye")])
    }

    @Test func closeWithoutCode() throws {
        #expect(try read(frame(0x88, []), pieces: 9).controls == [.close(code: 1005, reason: "")])
    }

    @Test(
        arguments: [
            ([0xC2, 0x00], 1002), ([0x82, 0x80], 1002), ([0x81, 0x00], 1003), ([0x80, 0x00], 1002),
            ([0x83, 0x00], 1002),
            ([0x02, 0x00, 0x82, 0x00], 1002), ([0x09, 0x00], 1002), ([0x89, 0x7E], 1002), ([0x88, 0x01, 0x03], 1002),
            ([0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], 1002),
        ] as [([UInt8], UInt16)])
    func brokenFrames(bytes: [UInt8], code: UInt16) {
        for pieces in [1, 100] {
            #expect { try read(bytes, pieces: pieces) } throws: { ($0 as? WebSocketFrameReader.Broken)?.code == code }
        }
    }

    @Test func largeFramePassesInPieces() throws {
        var reader = WebSocketFrameReader()
        var data = ByteBuffer()
        var controls: [Control] = []
        let header: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0x10, 0, 0, 0]
        try header.withUnsafeBytes { try reader.read($0, data: &data, controls: &controls) }
        #expect(reader.isAllData(256 << 20))
        #expect(!reader.isAllData((256 << 20) + 1))
        reader.skipData((256 << 20) - 1)
        #expect(reader.isAllData(1))
        reader.skipData(1)
        #expect(!reader.isAllData(1))
        let next: [UInt8] = [0x82, 1, 42]
        try next.withUnsafeBytes { try reader.read($0, data: &data, controls: &controls) }
        #expect(Array(buffer: data) == [42])
    }

    @Test(arguments: [0, 1, 7, 8, 9, 125, 126, 65_535, 65_536])
    func maskedFramesUnmask(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var out = WebSocketFrameWriter.frame(
            .binary, ByteBuffer(bytes: payload), mask: 0x1234_ABCD, allocator: ByteBufferAllocator())
        #expect(out.readInteger(as: UInt8.self) == 0x82)
        let length = out.readInteger(as: UInt8.self) ?? 0
        #expect(length & 0x80 != 0)
        switch length & 0x7F {
        case 126: #expect(out.readInteger(as: UInt16.self) == UInt16(count))
        case 127: #expect(out.readInteger(as: UInt64.self) == UInt64(count))
        default: #expect(Int(length & 0x7F) == count)
        }
        let key = out.readBytes(length: 4) ?? []
        #expect(key == [0x12, 0x34, 0xAB, 0xCD])
        let masked = out.readBytes(length: count) ?? []
        #expect(out.readableBytes == 0)
        #expect(masked.enumerated().map { $1 ^ key[$0 & 3] } == payload)
    }
}
