import REST
import Testing

@Test func methodsAreTokens() {
    #expect(Method(rawValue: "PURGE")?.rawValue == "PURGE")
    for bad in ["", "GET ", "A\r\nB", "Ü", "A(B"] {
        #expect(Method(rawValue: bad) == nil, "\(bad)")
    }
}
