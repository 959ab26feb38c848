import TLSNames
import Testing

@Suite("Lists of ciphers as OpenSSL writes them") struct CipherListTests {
    @Test("names and classes, taken out, put last and banned")
    func lists() {
        #expect(CipherList("ECDHE-RSA-AES128-GCM-SHA256").names == ["ECDHE-RSA-AES128-GCM-SHA256"])
        #expect(CipherList("TLS_RSA_WITH_AES_128_CBC_SHA,AES256-SHA").text == "AES128-SHA:AES256-SHA")
        #expect(CipherList("kRSA+AESGCM").names == ["AES128-GCM-SHA256", "AES256-GCM-SHA384"])
        #expect(CipherList("kRSA+AESGCM:@STRENGTH").names == ["AES256-GCM-SHA384", "AES128-GCM-SHA256"])
        #expect(CipherList("kRSA:!SHA1").names == ["AES128-GCM-SHA256", "AES256-GCM-SHA384"])
        #expect(CipherList("!SHA1:kRSA:AES128-SHA").names == ["AES128-GCM-SHA256", "AES256-GCM-SHA384"])
        #expect(CipherList("kRSA:-SHA1:AES128-SHA").names.last == "AES128-SHA")
        #expect(CipherList("kRSA:+AES128-GCM-SHA256").names.last == "AES128-GCM-SHA256")
        #expect(CipherList("DEFAULT@SECLEVEL=1").names == CipherList("ALL").names)
        #expect(CipherList("HIGH:!aNULL:!MD5").names == CipherList("ALL").names)
    }

    @Test(
        "what is known nowhere is no cipher",
        arguments: ["", "nonsense", ":", "!ALL", "TLS_AES_128_GCM_SHA256", "+", "@"])
    func none(list: String) {
        #expect(CipherList(list).text == nil)
        #expect(CipherList("AES128-SHA:" + list).names.count <= 1)
    }
}
