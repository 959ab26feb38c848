import Interface
import Kit
import Payloads
import Terminal
import Testing

@Suite("A path in the pane Message")
struct PathTests {
    private let devices = #"{"devices":[{"id":1,"temp":21.50},{"id":2,"temp":19e0,"temp":3}],"on":true}"#

    @Test("the result shows while the path is typed, with its count; Esc shows all again")
    func live() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J").see("path $", in: .message).see("1 result", in: .message)
        try visit.type("..id").see("2 results", in: .message).miss("devices", in: .message)
        try visit.type("<C-u>$.devices[?@.temp > 20]").see("1 result", in: .message).see("21.50", in: .message)
            .miss("19e0", in: .message)
        try visit.type("<Enter>").see("21.50", in: .message).see("path $.devices[?@.temp > 20]", in: .message)
        try visit.type("<Esc>").see("devices", in: .message).miss("path", in: .message)
        try visit.type("J..id<Esc>").see("devices", in: .message).miss("path", in: .message)
    }

    @Test("a broken path says where, and what was found before stands")
    func broken() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J.devices[0]").see("21.50", in: .message)
        try visit.type("[?").see("21.50", in: .message).see("column 15: an expression is missing", in: .message)
    }

    @Test("y copies what the path gives, as it was sent; w writes it")
    func copies() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J..temp<Enter>y")
        #expect(visit.takeEffects() == [.program(.copy(Array("21.50\n19e0\n3".utf8)))])
        try visit.type("w<Enter>")
        let written = PayloadBytes(Array("21.50\n19e0\n3".utf8))
        #expect(visit.takeEffects() == [.file(.write(path: "result.json", written))])
    }

    @Test("v shows where the results are")
    func places() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J..id<Enter>vvv").see("$['devices'][1]['id']", in: .message).see(
            "paths", in: .message)
        try visit.type("v").see("pretty", in: .message)
    }

    @Test("the path stays while the next message takes the place")
    func follows() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J.on<Enter>").see("true", in: .message)
        visit.receive("a", #"{"on":"no longer"}"#)
        visit.see("no longer", in: .message)
        visit.receive("a", "<xml/>")
        visit.see("a path needs JSON", in: .message).see("<xml/>", in: .message)
        visit.receive("a", #"{"on":"again"}"#)
        visit.see("again", in: .message).miss("needs JSON", in: .message)
    }

    @Test("What is no JSON stays, and is told; a word of JSON alone is some")
    func words() throws {
        let visit = Visit()
        visit.receive("a", "just words")
        try visit.type("g<Tab><Tab>J").see("a path needs JSON", in: .message).see("just words", in: .message)
        try visit.type("<Enter>")
        visit.receive("a", " true")
        visit.see("1 result", in: .message).miss("needs JSON", in: .message)
    }

    @Test("a search goes through the results")
    func search() throws {
        let visit = Visit()
        visit.receive("a", devices)
        try visit.type("g<Tab><Tab>J..temp<Enter>/19e<Enter>").see("1/1", in: .message).see(
            "path $..temp", in: .message)
        try visit.type("<Esc>").see("path $..temp", in: .message)
        try visit.type("<Esc>").miss("path", in: .message)
    }

    @Test("a large payload is searched in slices, and the results come")
    func large() throws {
        let visit = Visit()
        let items = (0..<50_000).map { #"{"n":\#($0)}"# }.joined(separator: ",")
        visit.receive("a", "[\(items)]")
        try visit.type("g<Tab><Tab>J[?@.n >= 49998]<Enter>").see("2 results", in: .message).see("49999", in: .message)
        try visit.type("J<C-u>$..n<Enter>G").see("50,000 results", in: .message).see("49999", in: .message)
    }
}
