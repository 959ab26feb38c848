import Interface
import Kit
import Terminal
import Testing

@Suite("Long lines, wrapped")
struct WrapTests {
    @Test("W wraps: all of a line shows, and down goes on in its rows")
    func wraps() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive(
            "a",
            "start " + String(repeating: "-", count: 120) + " middle " + String(repeating: "=", count: 120) + " end")
        try visit.type("g<Tab><Tab>").see("start", in: .message).miss("middle", in: .message)
        try visit.type("W").see("start", in: .message).see("middle", in: .message).see("end", in: .message)
        try visit.type("W").miss("middle", in: .message)
    }

    @Test("the last row of a line that is longer than the screen is reached, and the first again")
    func longer() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "start" + String(repeating: "0123456789", count: 1000) + "end")
        try visit.type("g<Tab><Tab>W").see("start", in: .message).miss("end", in: .message)
        try visit.type("G").see("end", in: .message).miss("start", in: .message)
        try visit.type("kkkkkkkkkkkkkkkkkkkk").miss("end", in: .message)
        try visit.type("g").see("start", in: .message)
        try visit.type("<PgDn><PgDn>").miss("start", in: .message).type("<PgUp><PgUp>").see("start", in: .message)
    }

    @Test("a search brings the row of the match into view")
    func search() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", String(repeating: "x", count: 5000) + "needle" + String(repeating: "y", count: 5000))
        try visit.type("g<Tab><Tab>W/needle<Enter>").see("needle", in: .message).see("1/1", in: .message)
    }
}
