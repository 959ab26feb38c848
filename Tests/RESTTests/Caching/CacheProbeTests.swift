import REST
import Testing

@Suite("What a try says of an answer") struct CacheProbeTests {
    private func judge(
        _ probe: CacheProbe, _ facts: CacheFacts, _ answer: CacheFacts, same: Bool = true
    ) -> CacheLine { probe.judge(facts, answer, isSameBody: same) }

    @Test("what is sent: what the answer has to be tried")
    func fields() {
        let facts = CacheCase.facts("ETag: \"a\"", "Content-Encoding: gzip", "Content-Type: application/json")
        #expect(CacheProbe.conditional.fields(for: facts) == [Field("If-None-Match", "\"a\"")])
        #expect(CacheProbe.range.fields(for: facts) == [Field("Range", "bytes=0-0")])
        #expect(CacheProbe.accept.fields(for: facts) == [Field("Accept", "application/xml")])
        #expect(CacheProbe.identity.fields(for: facts) == [Field("Accept-Encoding", "identity")])
        let bare = CacheCase.facts(size: 0)
        #expect(CacheProbe.conditional.fields(for: bare) == nil && CacheProbe.range.fields(for: bare) == nil)
        #expect(CacheProbe.accept.fields(for: bare) == [Field("Accept", "application/json")])
        #expect(CacheProbe.identity.fields(for: bare) == nil)
    }

    @Test("304 works; a full body with the same tag does not; a tag that changes alone is told")
    func conditional() {
        let facts = CacheCase.facts("ETag: \"a\"")
        #expect(judge(.conditional, facts, CacheCase.facts("ETag: \"a\"", status: 304)).level == .good)
        #expect(judge(.conditional, facts, CacheCase.facts("ETag: \"a\"")).level == .bad)
        #expect(judge(.conditional, facts, CacheCase.facts("ETag: \"b\"")).words.contains("same body"))
        #expect(judge(.conditional, facts, CacheCase.facts("ETag: \"b\""), same: false).words.contains("changed"))
        let dated = CacheCase.facts("Last-Modified: \(CacheCase.date)")
        #expect(judge(.conditional, dated, dated).words.contains("If-Modified-Since"))
        #expect(judge(.conditional, facts, CacheCase.facts(status: 500)).level == .warning)
    }

    @Test("ranges: 206 with Content-Range; all of it in spite of Accept-Ranges does not hold")
    func range() {
        let claims = CacheCase.facts("Accept-Ranges: bytes")
        #expect(judge(.range, claims, CacheCase.facts("Content-Range: bytes 0-0/9", status: 206)).level == .good)
        #expect(judge(.range, claims, CacheCase.facts(status: 206)).level == .bad)
        #expect(judge(.range, claims, CacheCase.facts()).level == .bad)
        #expect(judge(.range, CacheCase.facts("Accept-Ranges: none"), CacheCase.facts()).level == .plain)
        #expect(judge(.range, CacheCase.facts(), CacheCase.facts(status: 416)).level == .bad)
        #expect(judge(.range, CacheCase.facts(), CacheCase.facts(status: 500)).level == .warning)
    }

    @Test("another form needs Vary and a tag of its own")
    func accept() {
        let facts = CacheCase.facts("ETag: \"a\"", "Content-Type: application/json; charset=utf-8", "Vary: Accept")
        #expect(judge(.accept, facts, CacheCase.facts(status: 406)).level == .good)
        #expect(judge(.accept, facts, CacheCase.facts("Content-Type: Application/JSON")).words.contains("passed over"))
        let xml = "Content-Type: application/xml"
        #expect(judge(.accept, facts, CacheCase.facts(xml)).section == "9110 12.5.5")
        #expect(judge(.accept, facts, CacheCase.facts(xml)).level == .bad)
        #expect(judge(.accept, facts, CacheCase.facts(xml, "Vary: accept", "ETag: \"b\"")).level == .good)
        #expect(judge(.accept, facts, CacheCase.facts(xml, "Vary: accept", "ETag: \"a\"")).section == "9110 8.8.3.3")
        #expect(judge(.accept, facts, CacheCase.facts(xml, "Vary: accept", "ETag: W/\"a\"")).level == .good)
        #expect(judge(.accept, facts, CacheCase.facts(status: 500)).level == .warning)
    }

    @Test("without compression it needs Vary and a tag of its own, too")
    func identity() {
        let facts = CacheCase.facts("ETag: \"a\"", "Content-Encoding: gzip")
        #expect(judge(.identity, facts, CacheCase.facts("Content-Encoding: gzip")).level == .bad)
        #expect(judge(.identity, facts, CacheCase.facts("ETag: \"b\"")).section == "9110 12.5.5")
        #expect(judge(.identity, facts, CacheCase.facts("Vary: Accept-Encoding", "ETag: \"b\"")).level == .good)
        #expect(judge(.identity, facts, CacheCase.facts("Vary: Accept-Encoding", "ETag: \"a\"")).level == .bad)
        #expect(judge(.identity, facts, CacheCase.facts(status: 406)).level == .warning)
    }
}
