import NIOCore
import NIOWebSocket
import Testing

@testable import REST

/// What comes over a WebSocket, by the rules of RFC 6455 5 and 7.4.
@Suite("Frames of a WebSocket (RFC 6455 5)") struct WebSocketReadingTests {
    private func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8] = [], fin: Bool = true) -> WebSocketFrame {
        WebSocketFrame(fin: fin, opcode: opcode, data: ByteBuffer(bytes: bytes))
    }

    private func items(_ frames: WebSocketFrame..., limit: Int = 100) throws(WebSocketFault) -> [WebSocketReading.Item]
    {
        var reading = WebSocketReading(limit: limit)
        var items: [WebSocketReading.Item] = []
        for frame in frames { if let item = try reading.take(frame) { items.append(item) } }
        return items
    }

    private func fault(_ frames: WebSocketFrame..., limit: Int = 100) -> String? {
        var reading = WebSocketReading(limit: limit)
        do throws(WebSocketFault) {
            for frame in frames { _ = try reading.take(frame) }
            return nil
        } catch {
            #expect(error.words.contains("(RFC 6455 "))
            return "\(error.code) \(error.words.suffix(5))"
        }
    }

    @Test("A message in pieces is one; frames of control stand between them; text is UTF-8 as a whole") func pieces()
        throws
    {
        #expect(
            try items(
                frame(.text, [0x61, 0xC3], fin: false), frame(.ping, [1]), frame(.continuation, [0xA4]),
                frame(.binary, [0xFF])) == [.ping([1]), .text([0x61, 0xC3, 0xA4]), .binary([0xFF])])
        #expect(try items(frame(.text), frame(.pong)) == [.text([]), .pong([])])
        #expect(fault(frame(.text, [0xC3])) == "1007  8.1)")
        #expect(fault(frame(.text, [0xED, 0xA0, 0x80])) == "1007  8.1)")
    }

    @Test("What breaks the rules has its section") func faults() {
        #expect(fault(frame(.continuation)) == "1002  5.4)")
        #expect(fault(frame(.text, fin: false), frame(.text)) == "1002  5.4)")
        #expect(fault(frame(.ping, fin: false)) == "1002  5.5)")
        #expect(fault(frame(.ping, Array(repeating: 0, count: 126))) == "1002  5.5)")
        for number in [3, 7, 11, 15] {
            #expect(fault(frame(WebSocketOpcode(encodedWebSocketOpcode: UInt8(number)) ?? .text)) == "1002  5.2)")
        }
        var reserved = frame(.text)
        reserved.rsv1 = true
        #expect(fault(reserved) == "1002  5.2)")
        let masked = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: "a"))
        #expect(fault(masked) == "1002  5.1)")
    }

    @Test("A message is bounded, its pieces together") func bounds() throws {
        let half = [UInt8](repeating: 0, count: 6)
        #expect(fault(frame(.binary, half, fin: false), frame(.continuation, half), limit: 10) == "1009 .4.1)")
        #expect(try items(frame(.binary, half), frame(.binary, half), limit: 10).count == 2)
    }

    @Test("A good-bye: nothing, or a code that may be sent and a reason in UTF-8") func goodByes() throws {
        #expect(try items(frame(.connectionClose)) == [.close(code: 1005, reason: "")])
        #expect(try items(frame(.connectionClose, [3, 0xE8, 0x6F, 0x6B])) == [.close(code: 1000, reason: "ok")])
        #expect(fault(frame(.connectionClose, [3])) == "1002 .5.1)")
        #expect(fault(frame(.connectionClose, [3, 0xE8, 0xFF])) == "1007 .5.1)")
        for code: UInt16 in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000] {
            #expect(fault(frame(.connectionClose, [UInt8(code >> 8), UInt8(code & 255)])) == "1002  7.4)", "\(code)")
        }
        for code: UInt16 in [1000, 1003, 1007, 1014, 3000, 4999] { #expect(WebSocketReading.mayBeSent(code)) }
    }
}
