import Glibc
import TestSupport
import Text

/// A server on loopback whose answers are those of good and of bad days.
final class MonkeyServer: Sendable {
    let port: Int

    init(seed: UInt64) throws {
        let (descriptor, port) = try LoopbackSocket.listen()
        self.port = port
        MonkeyThread.start {
            var random = SplitMix64(seed: seed)
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0 { continue }
                let own = random.next()
                MonkeyThread.start {
                    Self.serve(connection, SplitMix64(seed: own), port)
                    close(connection)
                }
            }
        }
    }

    private static func serve(_ descriptor: Int32, _ random: SplitMix64, _ port: Int) {
        var random = random
        var part = [UInt8](repeating: 0, count: 1 << 16)
        // What is asked for does not matter: whatever has come by now counts as one request.
        while read(descriptor, &part, part.count) > 0 {
            if random.percent(8) { return }
            if random.percent(10) { usleep(UInt32(random.below(300_000))) }
            let answer = answer(&random, port)
            let bytes = Array(answer.utf8)
            let count = random.percent(10) ? random.below(bytes.count + 1) : bytes.count
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, count, Int32(MSG_NOSIGNAL)) }
            if count < bytes.count || random.percent(20) { return }
        }
    }

    private static func answer(_ random: inout SplitMix64, _ port: Int) -> String {
        switch random.below(14) {
        case 0: return "HTTP/1.1 204 No Content\r\n\r\n"
        case 1: return "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(port)/again\r\nContent-Length: 0\r\n\r\n"
        case 2: return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: end\r\n\r\n"
        case 3: return "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"
        case 4: return "HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\nok"
        case 5: return whole("500 \u{1B}[31mError", "text/html", "<html><p>it broke</p></html>")
        case 6: return whole("200 OK", "application/json", "{\"broken\": [1, 2")
        case 7: return "\u{0}\u{1}\u{2} not HTTP at all"
        case 8: return whole("200 OK", "application/octet-stream", String(repeating: "\u{0}\u{7F}é", count: 500))
        case 9:
            let row = "{\"id\": 1, \"name\": \"sensor\", \"tags\": [\"a\", \"b\"], \"deep\": {\"er\": [null, true]}},"
            return whole("200 OK", "application/json", "[\(String(repeating: row, count: 2000))0]")
        case 10: return whole("401 Unauthorized", "text/plain; charset=nothing-1", "who?")
        case 11:
            return whole("200 OK", "application/xml", "<a><b>\(String(repeating: "<c d='e'/>", count: 300))</b></a>")
        case 12: return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
        default: return whole("200 OK", "application/json", "{\"on\": true, \"value\": 21.4, \"text\": \"\\u00e9\"}")
        }
    }

    private static func whole(_ status: String, _ type: String, _ body: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nETag: \"1\"\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
