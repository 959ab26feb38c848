import Testing

@testable import REST

@Suite("What a server of HTTP/2 breaks, in words") struct FrameCheckTests {
    private func frame(_ kind: UInt8, _ flags: UInt8, _ stream: UInt32, _ length: Int) -> [UInt8] {
        [UInt8(length >> 16), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), kind, flags]
            + (0..<4).reversed().map { UInt8(stream >> ($0 * 8) & 0xFF) }
    }

    /// What is wrong with the head of a frame that comes behind SETTINGS, while stream 3 is the newest.
    private func problem(_ kind: UInt8, _ flags: UInt8 = 0, stream: UInt32, length: Int) -> String {
        var check = FrameCheck()
        check.opened = 3
        do throws(FrameProblem) {
            let settings = frame(4, 0, 0, 0)
            try check.take(FrameHead(settings), settings)
            let bytes = frame(kind, flags, stream, length)
            try check.take(FrameHead(bytes), bytes)
            return ""
        } catch {
            return "\(error.what) (\(error.section))"
        }
    }

    @Test("what the head of a frame tells") func heads() throws {
        #expect(problem(0, stream: 3, length: 16384) == "")
        #expect(problem(0xEE, stream: 9, length: 5) == "", "frames that nobody knows are passed over (5.5)")
        #expect(
            problem(0, stream: 3, length: 20000)
                == "a DATA frame has 20000 bytes, more than the 16384 allowed (RFC 9113 4.2)")
        #expect(problem(0, stream: 0, length: 1) == "a DATA frame is of no stream (RFC 9113 6.1)")
        #expect(problem(1, stream: 0, length: 1) == "a HEADERS frame is of no stream (RFC 9113 6.2)")
        #expect(
            problem(1, stream: 2, length: 1) == "a HEADERS frame is of stream 2, which nobody opened (RFC 9113 5.1)")
        #expect(problem(3, stream: 5, length: 4).contains("stream 5, which nobody opened"))
        #expect(problem(3, stream: 3, length: 5) == "a RST_STREAM frame cannot have 5 bytes (RFC 9113 6.4)")
        #expect(problem(4, stream: 0, length: 5) == "a SETTINGS frame cannot have 5 bytes (RFC 9113 6.5)")
        #expect(problem(4, 1, stream: 0, length: 6) == "a SETTINGS frame cannot have 6 bytes (RFC 9113 6.5)")
        #expect(problem(4, stream: 1, length: 0).contains("is of stream 1, not of the connection"))
        #expect(problem(5, stream: 3, length: 9).contains("pushes an answer"))
        #expect(problem(6, stream: 0, length: 3) == "a PING frame cannot have 3 bytes (RFC 9113 6.7)")
        #expect(problem(7, stream: 0, length: 7) == "a GOAWAY frame cannot have 7 bytes (RFC 9113 6.8)")
        #expect(problem(8, stream: 3, length: 3) == "a WINDOW_UPDATE frame cannot have 3 bytes (RFC 9113 6.9)")
    }

    @Test("what comes first") func first() throws {
        func problem(_ bytes: [UInt8]) -> String {
            var check = FrameCheck()
            do throws(FrameProblem) { try check.take(FrameHead(bytes), bytes) } catch { return error.what }
            return ""
        }
        #expect(problem(frame(4, 0, 0, 0)) == "")
        #expect(problem(frame(6, 0, 0, 8)) == "a PING frame comes first, and not its SETTINGS")
        #expect(problem(Array("HTTP/1.1 ".utf8)) == "it answers in HTTP/1.1, though HTTP/2 was agreed on")
    }

    @Test("what frames about the connection say") func control() throws {
        let check = FrameCheck()
        func read(_ kind: UInt8, _ payload: [UInt8], stream: UInt32 = 0) throws -> Farewell? {
            try check.read(FrameHead(frame(kind, 0, stream, payload.count)), payload)
        }
        #expect(try read(3, [0, 0, 0, 8], stream: 1) == .reset(8))
        #expect(
            try read(7, [0x80, 0, 0, 5, 0, 0, 0, 11] + Array("slow\u{1B}".utf8))
                == .goAway(last: 5, code: 11, words: "slow\\x1B"))
        #expect(Farewell.name(11) == "ENHANCE_YOUR_CALM" && Farewell.name(99) == "error 99")
        #expect(try read(4, [0, 3, 0, 0, 0, 1, 0, 4, 0x7F, 0xFF, 0xFF, 0xFF]) == nil)
        for setting: [UInt8] in [[0, 2, 0, 0, 0, 1], [0, 4, 0x80, 0, 0, 0], [0, 5, 0, 0, 0, 1]] {
            #expect(throws: FrameProblem.self) { try read(4, setting) }
        }
        #expect(throws: FrameProblem.self) { try read(8, [0, 0, 0, 0]) }
        #expect(try read(8, [0, 0, 0, 0], stream: 1) == nil)
    }

    // MARK: - Answers

    private typealias Fields = [(String, String)]

    private func entries(_ fields: Fields) -> [HeaderTable.Entry] {
        fields.map { HeaderTable.Entry(name: Array($0.utf8), value: Array($1.utf8)) }
    }

    /// What is wrong with heads, the last of which may end the answer.
    private func problem(_ heads: Fields..., ends: Bool = false, isHead: Bool = false) -> String {
        var check = AnswerCheck(stream: 1, isHead: isHead)
        do throws(FrameProblem) {
            for (place, head) in heads.enumerated() {
                _ = try check.take(entries(head), ends: ends && place == heads.count - 1)
            }
            return ""
        } catch {
            #expect(!error.isOfConnection)
            return "\(error.what) (\(error.section))"
        }
    }

    @Test("what is no answer") func answers() throws {
        let ok = [(":status", "200")]
        #expect(problem([(":status", "103"), ("link", "<a>")], ok, [("x-t", "v")], ends: true) == "")
        #expect(problem([("a", "b")]) == "its head has no :status (RFC 9113 8.3.2)")
        #expect(problem(ok + ok) == "its head has 2 :status (RFC 9113 8.3.2)")
        #expect(problem([(":status", "abc")]).hasPrefix(":status is 'abc', no number from 100 to 999"))
        #expect(problem(ok + [("a", "b"), (":x", "y")]) == ":x comes behind other fields (RFC 9113 8.3)")
        #expect(problem(ok + [(":path", "/")]) == "an answer has no :path (RFC 9113 8.3.2)")
        #expect(problem(ok + [("connection", "close")]).hasPrefix("it has connection, which is a field of HTTP/1.1"))
        #expect(problem(ok + [("X-Up", "a")]).hasPrefix("'X-Up' is no name of a field"))
        #expect(problem(ok + [("", "a")]).hasPrefix("'' is no name of a field"))
        #expect(problem(ok + [("x", "a\0")]).hasPrefix("the value of x holds NUL"))
        #expect(problem([(":status", "101")]).contains("switches protocols (101)"))
        #expect(problem([(":status", "103")], ends: true).contains("ends with 103, which only announces one"))
        #expect(problem(ok, [("x-t", "v")]).contains("trailers that are not the end"))
        #expect(problem(ok, ok, ends: true).contains("the trailers have :status"))
        let length = [("content-length", "5")]
        #expect(problem(ok + length + length, ends: false) == "")
        #expect(problem(ok + length + [("content-length", "6")]) == "content-length is 5 and '6' (RFC 9113 8.1.1)")
        #expect(problem(ok + [("content-length", "x")]) == "content-length 'x' is no number (RFC 9113 8.1.1)")
        #expect(problem(ok + length, ends: true) == "its body has 0 bytes, and content-length says 5 (RFC 9113 8.1.1)")
        #expect(problem(ok + length, ends: true, isHead: true) == "")
        #expect(problem([(":status", "304")] + length, ends: true) == "")
    }

    @Test("bodies that are not as long as they are said to be, or have no place") func bodies() throws {
        func problem(_ status: String, _ length: String?, _ pieces: Int..., isHead: Bool = false) -> String {
            var check = AnswerCheck(stream: 1, isHead: isHead)
            do throws(FrameProblem) {
                let length = length.map { [("content-length", $0)] } ?? []
                _ = try check.take(entries([(":status", status)] + length), ends: false)
                for (place, count) in pieces.enumerated() {
                    try check.take(count, ends: place == pieces.count - 1)
                }
                return ""
            } catch {
                return error.what
            }
        }
        #expect(problem("200", "5", 2, 3) == "" && problem("200", nil, 2, 3) == "")
        #expect(problem("200", "5", 2, 2) == "its body has 4 bytes, and content-length says 5")
        #expect(problem("200", "3", 2, 3) == "its body has 5 bytes, and content-length says 3")
        #expect(problem("204", nil, 5) == "an answer of status 204 has no body, and 5 bytes came")
        #expect(problem("200", "5", 5, isHead: true) == "an answer to HEAD has no body, and 5 bytes came")
        var check = AnswerCheck(stream: 1, isHead: false)
        #expect(throws: FrameProblem.self) { try check.take(1, ends: false) }
    }
}
