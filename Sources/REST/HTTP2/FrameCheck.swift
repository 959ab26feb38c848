/// Looks at the frames of a server before anything is made of them (RFC 9113 4 to 6): what breaks the standard is named as
/// such, and what ends a stream or the connection is seen as the server's own word.
struct FrameCheck {
    /// The stream that the client opened last: its streams have odd numbers, and none is pushed.
    var opened: UInt32 = 0
    private var hasBegun = false

    /// Checks what the head of a frame says.
    mutating func take(_ head: FrameHead, _ bytes: [UInt8]) throws(FrameProblem) {
        // As a frame that would be one of 4,740,180 bytes.
        if bytes.starts(with: "HTTP/".utf8) {
            throw problem("it answers in HTTP/1.1, though HTTP/2 was agreed on", "3.2")
        }
        if !hasBegun {
            guard head.kind == .settings, !head.has(FrameHead.Flag.acknowledges) else {
                throw problem("\(head.name) comes first, and not its SETTINGS", "3.4")
            }
            hasBegun = true
        }
        guard head.length <= FrameHead.longest else {
            throw problem("\(head.name) has \(head.length) bytes, more than the \(FrameHead.longest) allowed", "4.2")
        }
        guard let kind = head.kind else { return }
        try checkStream(head, kind)
        try checkLength(head, kind)
        // The client's settings forbid it.
        if kind == .pushPromise { throw problem("it pushes an answer, which was not allowed", "8.4") }
    }

    private func checkStream(_ head: FrameHead, _ kind: FrameHead.Kind) throws(FrameProblem) {
        switch kind {
        case .settings, .ping, .goAway:
            guard head.stream == 0 else {
                throw problem("\(head.name) is of stream \(head.stream), not of the connection", Self.section(kind))
            }
        case .data, .headers, .priority, .reset, .pushPromise, .continuation:
            guard head.stream != 0 else {
                throw problem("\(head.name) is of no stream", Self.section(kind))
            }
        // Of a stream or, with 0, of the connection (6.9).
        case .windowUpdate: break
        }
        // PRIORITY may come for a stream in any state, also for one that nobody opened (6.3).
        guard head.stream != 0, kind != .priority else { return }
        guard head.stream % 2 == 1, head.stream <= opened else {
            throw problem("\(head.name) is of stream \(head.stream), which nobody opened", "5.1")
        }
    }

    private func checkLength(_ head: FrameHead, _ kind: FrameHead.Kind) throws(FrameProblem) {
        let allowed =
            switch kind {
            case .reset, .windowUpdate: head.length == 4
            case .priority: head.length == 5
            case .ping: head.length == 8
            case .goAway: head.length >= 8
            case .settings where head.has(FrameHead.Flag.acknowledges): head.length == 0
            case .settings: head.length % 6 == 0
            case .data, .headers, .pushPromise, .continuation: true
            }
        guard allowed else { throw problem("\(head.name) cannot have \(head.length) bytes", Self.section(kind)) }
    }

    /// Reads a frame that is about a stream or the connection, and not of an answer.
    func read(_ head: FrameHead, _ payload: [UInt8]) throws(FrameProblem) -> Farewell? {
        switch head.kind {
        case .reset: return .reset(Self.number(payload[...]))
        case .goAway:
            return .goAway(
                // The highest bit is reserved (6.8).
                last: Self.number(payload[..<4]) & 0x7FFF_FFFF, code: Self.number(payload[4..<8]),
                words: ResponseReader.shown(payload[8...]))
        case .settings:
            for place in stride(from: 0, to: payload.count, by: 6) {
                try checkSetting(payload[place..<(place + 6)])
            }
        // Of a stream it is an error of that stream alone (6.9), and NIO's to see.
        case .windowUpdate where head.stream == 0:
            guard Self.number(payload[...]) & 0x7FFF_FFFF > 0 else {
                throw problem("a WINDOW_UPDATE frame adds nothing", "6.9")
            }
        default: break
        }
        return nil
    }

    private func checkSetting(_ bytes: ArraySlice<UInt8>) throws(FrameProblem) {
        let name = Self.number(bytes.prefix(2))
        let value = Self.number(bytes.dropFirst(2))
        // ENABLE_PUSH, INITIAL_WINDOW_SIZE and MAX_FRAME_SIZE by their numbers; the others may have any value (6.5.2).
        switch name {
        case 2 where value != 0: throw problem("a server cannot set ENABLE_PUSH to \(value)", "6.5.2")
        case 4 where value > 0x7FFF_FFFF: throw problem("INITIAL_WINDOW_SIZE cannot be \(value)", "6.5.2")
        case 5 where !(16_384...16_777_215).contains(value):
            throw problem("MAX_FRAME_SIZE cannot be \(value)", "6.5.2")
        default: break
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Where the standard describes a kind of frame: 6.1 is DATA.
    private static func section(_ kind: FrameHead.Kind) -> String { "6.\(kind.rawValue + 1)" }

    private func problem(_ what: String, _ section: String) -> FrameProblem {
        FrameProblem(what: what, section: "RFC 9113 \(section)")
    }
}
