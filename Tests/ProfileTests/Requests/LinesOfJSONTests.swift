import Payloads
import REST
import Testing

@Suite("Lines of JSON") struct LinesOfJSONTests {
    @Test(
        "What is followed as lines of JSON is shown as such",
        arguments: [
            "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
            "application/jsonlines", "application/x-jsonlines; charset=utf-8", "application/stream+json",
            "application/json-seq", "application/geo+json-seq", "application/json", "text/plain", "",
        ]) func both(_ type: String)
    {
        let format = StreamFormat(Response(status: 200, fields: [Field("Content-Type", type)]))
        #expect((format != nil) == (MediaType(type)?.isJSONLines ?? false))
    }

    @Test("A boundary may hold what parts parameters")
    func boundary() {
        let field = Field("Content-Type", "multipart/x-mixed-replace; boundary=\"a;b\"")
        #expect(StreamFormat(Response(status: 200, fields: [field])) == .parts(boundary: "a;b"))
    }
}
