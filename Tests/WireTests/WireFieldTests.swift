import Testing
import Wire

@Suite("Fields on the wire") struct WireFieldTests {
    @Test("A field is of whole bytes unless bits are named")
    func whole() {
        let field = WireField("Packet Identifier", "7", at: 2..<4, filterName: "mqtt.msgid", section: "2.2.1")
        #expect(field.bits == nil && field.range.count == 2 && !field.isImplied && !field.isSecret)
    }
}
