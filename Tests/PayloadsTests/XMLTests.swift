import Payloads
import Testing
import Text

/// XML laid out by the depth of its elements.
struct XMLTests {
    @Test func indentsByTwo() {
        let xml =
            "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e \"v>\">]><r a = '1'  b=\"x>y\"\n><n/><t>21.4 &amp; up</t>"
            + "<e></e><!-- note --><o><i/></o></r>"
        let document = document(xml)
        #expect(document.kind == .xml)
        #expect(
            document.texts == [
                "<?xml version=\"1.0\"?>", "<!DOCTYPE r [<!ENTITY e \"v>\">]>", "<r a='1' b=\"x>y\">", "  <n/>",
                "  <t>21.4 &amp; up</t>", "  <e></e>", "  <!-- note -->", "  <o>", "    <i/>", "  </o>", "</r>",
            ])
        #expect(document.problem == nil)
        #expect(
            document.kinds(4) == [.plain, .punctuation, .tag, .punctuation, .plain, .punctuation, .tag, .punctuation])
        #expect(document.kinds(2).contains(.attribute) && document.kinds(2).contains(.string))
    }

    @Test func mixedContentStaysAsSent() {
        let document = document("<a><p>Hello <b>bold</b>  and\n   <i>more</i> <![CDATA[<x>\n]]></p><q/></a>")
        #expect(
            document.texts == [
                "<a>", "  <p>Hello <b>bold</b>  and", "   <i>more</i> <![CDATA[<x>", "]]></p>", "  <q/>", "</a>",
            ])
        #expect(document.problem == nil)
    }

    @Test func linesOfCommentsStay() {
        let document = document("<a>\n <!-- one\r\n two -->\n <b> </b><c>\n</c> tail </a>")
        #expect(document.texts == ["<a>", "  <!-- one", " two -->", "  <b> </b>", "  <c></c>", "  tail", "</a>"])
    }

    @Test(arguments: [
        ("<a><b></a>", "XML has an end tag that does not match its start tag at line 1 column 7"),
        ("<a></a></b>", "XML has an end tag without a start tag at line 1 column 8"),
        ("<a><b/>", "XML ends inside an element at line 1 column 8"),
        ("<a><b x=1/></a>", "XML has a broken tag at line 1 column 9"),
        ("<a><b <c/></a>", "XML has a broken tag at line 1 column 4"),
        ("<a><!-- x", "XML ends early at line 1 column 10"),
        ("<a>1 < 2</a>", "XML has a < that starts no tag at line 1 column 6"),
        ("<a href=\"x", "XML ends early at line 1 column 11"),
    ])
    func saysWhatIsWrong(xml: String, problem: String) {
        let document = document(xml)
        #expect(document.problem == problem)
        #expect(document.texts.joined().filter { $0 != " " } == xml.filter { $0 != " " })
    }

    @Test func bearsDeepNesting() {
        let depth = 100_000
        let document = document(
            String(repeating: "<a>", count: depth) + "<b/>" + String(repeating: "</a>", count: depth))
        #expect(document.lineCount == 2 * depth + 1)
        #expect(document.problem == nil)
        #expect(document.toggleFold(0))
        #expect(document.texts == ["<a> … 199,999 lines </a>"])
    }

    @Test func folds() {
        let document = document("<r><a><b/><c>x\ny</c></a><d/></r>")
        document.foldAll()
        #expect(document.texts == ["<r>", "  <a> … 3 lines </a>", "  <d/>", "</r>"])
        document.toggleFold(1)
        #expect(document.texts == ["<r>", "  <a>", "    <b/>", "    <c>x", "y</c>", "  </a>", "  <d/>", "</r>"])
    }

    @Test func slicesGiveTheSame() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<100 {
            let xml = "<r>" + random.xml() + random.xml() + "</r>"
            let whole = document(xml)
            #expect(whole.problem == nil)
            let sliced = document(xml, units: 5)
            #expect(sliced.texts == whole.texts)
        }
    }
}
