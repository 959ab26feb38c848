import REST
import Testing
import Wire

@Suite("The fields of an HTTP exchange")
struct HTTPFieldTests {
    private func hop(_ text: String, _ answer: String = "") -> Hop {
        let bytes = Array(text.utf8)
        var hop = Hop(
            url: "http://h/", sent: Sent(method: "GET", target: "/a", bytes: bytes, size: bytes.count, bodySize: 2))
        if !answer.isEmpty {
            var response = Response(status: 200, reason: "OK", head: Array(answer.utf8))
            response.bodySize = 40
            response.isComplete = true
            response.decoded = ["gzip"]
            hop.response = response
        }
        return hop
    }

    @Test("A request line and its fields, with their places; a token in the target and a cookie are dots")
    func request() {
        let hop = hop("POST /a?token=hush HTTP/1.1\r\nHost: h\r\nCookie: id=hush\r\n\r\n{}")
        let found = WireField.fields(ofRequest: hop)
        #expect(
            found.map { "\($0.name)=\($0.value) \($0.range) \($0.filterName)" } == [
                "Request Line=POST /a?token=•••••• HTTP/1.1 0..<27 http.request.line",
                "Method=POST 0..<4 http.request.method", "Request Target=/a?token=•••••• 5..<18 http.request.uri",
                "HTTP Version=HTTP/1.1 19..<27 http.request.version", "Host=h 29..<36 http.host",
                "Cookie=•••••• 38..<53 http.cookie", "Content=2 B 57..<59 http.file_data",
            ])
        #expect(found.filter(\.isSecret).map(\.name) == ["Request Line", "Request Target", "Cookie"])
        let shown = WireField.fields(ofRequest: hop, revealsSecrets: true)
        #expect(shown[2].value == "/a?token=hush" && shown[5].value == "id=hush" && shown[5].isSecret)
    }

    @Test("A status line, and the content as it came and without its codings")
    func response() {
        let hop = hop("GET /a HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nbroken\r\n\r\n")
        let found = WireField.fields(ofResponse: hop, decodedSize: 1234)
        #expect(
            found.map { "\($0.name)=\($0.value) \($0.range)" } == [
                "Status Line=HTTP/1.1 200 OK 0..<15", "HTTP Version=HTTP/1.1 0..<8", "Status Code=200 9..<12",
                "Reason Phrase=OK 13..<15", "Content-Type=text/plain 17..<41", "Line=broken 43..<49",
                "Content=40 B 0..<0", "Content without its codings=1,234 B 0..<0",
            ])
    }

    @Test("Of a field that leads on the token in its URL is dots")
    func leading() {
        let hop = hop(
            "GET /a HTTP/1.1\r\nReferer: http://h/?token=hush\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /b?n=1&code=hush#access_token=hush\r\n\r\n")
        #expect(
            WireField.fields(ofResponse: hop, decodedSize: nil).first { $0.name == "Location" }?.value
                == "/b?n=1&code=••••••#access_token=••••••")
        #expect(WireField.fields(ofRequest: hop).first { $0.name == "Referer" }?.value == "http://h/?token=••••••")
    }

    @Test("HTTP/2 says its stream, and that its fields travelled packed")
    func packed() {
        let sent = Sent(method: "GET", target: "/a", fields: [Field(":path", "/a?key=hush"), Field("accept", "*/*")])
        var hop = Hop(url: "https://h/a", sent: sent)
        hop.connection = Connection(number: 1, earlierRequests: 2, version: "HTTP/2", remoteAddress: "192.0.2.7:443")
        let found = WireField.fields(ofRequest: hop)
        #expect(found.first { $0.filterName == "http2.streamid" }?.value == "5")
        #expect(found.first { $0.name == ":path" }?.value == "/a?key=••••••")
        #expect(found.contains { $0.value == "HPACK" && $0.isImplied })
    }
}
