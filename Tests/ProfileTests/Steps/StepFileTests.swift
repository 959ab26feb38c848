import Profile
import Testing

/// What is said of a file of steps that is written wrong: place, what stands there and what may.
@Suite("Files of steps with mistakes") struct StepFileTests {
    private func problems(_ step: String) throws -> [String] {
        try StepFile.read(Array("{\"steps\": [\n\(step)]}".utf8)).problems.map(\.description)
    }

    private func expecting(_ members: String) throws -> String? {
        try problems("{\"expect\": [{\"topic\": \"a\", \(members)}]}").first
    }

    @Test("A name that is not known is told with the one that it may be, and not that it is kept") func names() throws {
        #expect(
            try problems("{\"expcet\": []}") == [
                "2:1 $.steps[0]: nothing is expected: add \"expect\"",
                "2:2 $.steps[0].expcet: is not known: is it \"expect\"?",
            ])
        let words = try expecting("\"zzz\": 1") ?? ""
        #expect(words.contains("expect[0].zzz: is not known: topic, ") && words.hasSuffix(", bind are"), "\(words)")
    }

    @Test("A value that is none of those asked for is told itself, where it is no secret") func values() throws {
        #expect(
            try expecting("\"count\": -1")?.hasSuffix("a whole number from 1 to 1000000 is expected here, not -1")
                == true)
        #expect(try expecting("\"count\": 1.5")?.hasSuffix("is expected here, not 1.5") == true)
        #expect(try expecting("\"count\": \"1\"")?.hasSuffix("is expected here, not a string") == true)
        #expect(
            try expecting("\"within\": \"soon\"")?.hasSuffix(
                "a time such as \"500ms\", \"2s\" or \"1min\", and a day at most, is expected here, not \"soon\"")
                == true)
        #expect(try expecting("\"within\": -5")?.hasSuffix("is expected here, not -5") == true)
    }

    @Test("What is no list is told once, and not as missing, too") func lists() throws {
        #expect(try problems("{\"expect\": {}}") == ["2:12 $.steps[0].expect: a list is expected here, not an object"])
        let file = try StepFile.read(Array("{\"steps\": {}}".utf8))
        #expect(file.problems.map(\.text) == ["a list is expected here, not an object"])
        #expect(try StepFile.read(Array("{}".utf8)).problems.map(\.text) == ["there are no \"steps\""])
        #expect(try StepFile.read(Array("{\"steps\": []}".utf8)).problems.map(\.text) == ["there are no \"steps\""])
    }
}
