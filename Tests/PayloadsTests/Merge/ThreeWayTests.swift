import Payloads
import Testing

@Suite("Three texts side by side") struct ThreeWayTests {
    private func origins(_ base: String?, _ mine: String, _ theirs: String) throws -> [String] {
        try ThreeWayJSON(base: base.map { try json($0) }, mine: json(mine), theirs: json(theirs)).differences.map {
            "\($0.path) \($0.origin.rawValue)"
        }
    }

    @Test("each place is told with who changed it")
    func origins() throws {
        let base = #"{"a":1,"b":2,"c":{"d":[1,2],"e":"x"},"f":null}"#
        #expect(try origins(base, base, base).isEmpty)
        #expect(
            try origins(
                base, #"{"a":9,"b":2,"c":{"d":[1,3],"e":"y"},"f":null,"m":1}"#,
                #"{"f":null,"a":1,"b":7,"c":{"d":[1,4],"e":"y"},"t":1}"#)
                == [
                    "/a mine", "/b theirs", "/c/d/1 conflict", "/c/e both", "/t theirs", "/m mine",
                ])
        // Taken away is a change as any other.
        #expect(try origins(base, #"{"b":2,"c":{"d":[1,2],"e":"x"},"f":null}"#, base) == ["/a mine"])
        #expect(
            try origins(
                base, #"{"a":3,"b":2,"c":{"d":[1,2],"e":"x"},"f":null}"#, #"{"b":2,"c":{"d":[1,2],"e":"x"},"f":null}"#)
                == ["/a conflict"])
        // A list with more or fewer elements is one value.
        #expect(try origins("[1,2]", "[1,2,3]", "[1,2]") == [" mine"])
        #expect(try origins("1", "2", "3") == [" conflict"])
        // The order of members and how a number is written are no change.
        #expect(try origins(#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1}"#, #"{"a":1,"b":2}"#).isEmpty)
        // Without a base whatever differs is in conflict.
        #expect(try origins(nil, #"{"a":1,"b":2}"#, #"{"a":1,"c":3}"#) == ["/c conflict", "/b conflict"])
    }

    @Test("what is chosen goes into theirs, the rest stays as it is written there")
    func merged() throws {
        let merge = try ThreeWayJSON(
            base: json(#"{"a":1,"b":2,"c":3,"d":{"x":1}}"#), mine: json(#"{"a":9,"b":8,"d":{"x":2}}"#),
            theirs: json(#"{"id":7.0,"b":5,"a":1,"c":3,"d":{"x":1,"y":1}}"#))
        let choice = merge.differences.map { $0.origin == .mine || $0.origin == .conflict }
        #expect(merge.merged(choice).excerpt(200) == #"{"id": 7.0, "b": 8, "a": 9, "d": {"x": 2, "y": 1}}"#)
        #expect(merge.merged(choice.map { _ in false }) == merge.theirs)
        #expect(merge.differences.map(\.origin) == [.theirs, .conflict, .mine, .mine, .mine, .theirs])
        // What one adds stands in the order in which it was added.
        let added = try ThreeWayJSON(
            base: json("{}"), mine: json(#"{"x":1,"y":2,"z":{"b":1,"a":2}}"#), theirs: json("{}"))
        #expect(added.merged([true, true, true]).excerpt(200) == #"{"x": 1, "y": 2, "z": {"b": 1, "a": 2}}"#)
    }

    @Test("a text with names twice is one value, and one of very many differences one conflict")
    func unusual() throws {
        #expect(try origins(#"{"a":1}"#, #"{"a":1,"a":2}"#, #"{"a":3}"#) == [" conflict"])
        let many = (0..<6000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let other = (0..<6000).map { "\"k\($0)\":-\($0 + 1)" }.joined(separator: ",")
        #expect(try origins("{\(many)}", "{\(other)}", "{\(many)}") == [" conflict"])
    }

    @Test("lines: stretches between those that all three have")
    func lines() {
        let merge = ThreeWayLines(base: "a\nb\nc\nd\ne", mine: "a\nB\nc\nd\ne\nm", theirs: "t\na\nb\nc\nD\ne")
        #expect(merge.differences.map(\.origin) == [.theirs, .mine, .theirs, .mine])
        #expect(merge.merged(merge.differences.map { $0.origin == .mine }) == "t\na\nB\nc\nD\ne\nm")
        let conflict = ThreeWayLines(base: "a\nb\nc", mine: "a\nx\nc", theirs: "a\ny\nc")
        #expect(conflict.differences.map(\.origin) == [.conflict])
        #expect(conflict.merged([true]) == "a\nx\nc" && conflict.merged([false]) == "a\ny\nc")
        #expect(ThreeWayLines(base: "a", mine: "b", theirs: "b").differences.map(\.origin) == [.both])
        #expect(ThreeWayLines(base: nil, mine: "a\nb", theirs: "a\nc").differences.map(\.origin) == [.conflict])
        #expect(ThreeWayLines(base: "a\nb", mine: "b", theirs: "a\nb").differences.map(\.origin) == [.mine])
        #expect(ThreeWayLines(base: "a", mine: "a", theirs: "a").differences.isEmpty)
    }
}
