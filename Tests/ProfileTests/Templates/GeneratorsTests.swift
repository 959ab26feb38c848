import Testing
import Text

@testable import Profile

@Suite("Values made anew for each message")
struct GeneratorsTests {
    /// 2026-11-24 12:31:05.104 UTC.
    private let noon: Moment = 1_795_523_465_104_000

    private func value(_ name: String, _ arguments: String..., in generators: inout Generators) throws -> String {
        try generators.value(name, arguments, now: noon) {
            $0 == "home/t" ? TopicValue("21.4", time: 0, isRetained: false) : nil
        }
    }

    @Test func timeIsWrittenAsPeopleDo() throws {
        var generators = Generators(seed: 1)
        #expect(try value("isoTime", in: &generators) == "2026-11-24T12:31:05.104Z")
        #expect(try value("time", in: &generators) == "12:31:05")
        #expect(try value("timestamp", in: &generators) == "1795523465104")
        #expect(CalendarTime(0).iso8601 == "1970-01-01T00:00:00.000Z")
        #expect(CalendarTime(951_782_400_000_000).iso8601 == "2000-02-29T00:00:00.000Z")
        #expect(CalendarTime(-1).iso8601 == "1969-12-31T23:59:59.999Z")
    }

    @Test func countersGoOn() throws {
        var generators = Generators(seed: 1)
        #expect(try (0..<3).map { _ in try value("counter", in: &generators) } == ["1", "2", "3"])
        #expect(try (0..<2).map { _ in try value("counter", "10", "-5", in: &generators) } == ["10", "5"])
        #expect(try value("counter", in: &generators) == "4")
    }

    @Test func numbersStayWithinTheirBounds() throws {
        var generators = Generators(seed: 7)
        for _ in 0..<200 {
            let whole = try #require(Int(try value("randomInt", "1", "6", in: &generators)))
            #expect((1...6).contains(whole))
            let text = try value("randomFloat", "20", "25", "1", in: &generators)
            let number = try #require(Double(text))
            #expect(number >= 20 && number <= 25 && FixedDecimal.digits(in: text) == 1)
        }
        #expect(try value("randomInt", "-9223372036854775808", "9223372036854775807", in: &generators).isEmpty == false)
    }

    @Test func aPathOfATopicsValueKeepsItsDigits() throws {
        var generators = Generators(seed: 1)
        func value(_ name: String) throws -> String {
            try generators.value(name, [], now: 0) {
                $0 == "home/t" ? TopicValue(#"{"v": 21.40, "s": "on"}"#, time: 0, isRetained: false) : nil
            }
        }
        #expect(try value("topic:home/t#$.v") == "21.40")
        #expect(try value("topic:home/t#$.s") == "on")
        #expect(throws: Generators.Problem(description: "home/t: there is no $.x")) { try value("topic:home/t#$.x") }
        #expect(throws: Generators.Problem.self) { try value("topic:home/t#$.[") }
        #expect(throws: Generators.Problem.self) { try value("topic:home/u#$.v") }
    }

    @Test func aWaveHasItsPeriod() throws {
        var generators = Generators(seed: 1)
        func sine(_ seconds: Double) throws -> String {
            try generators.value("sine", ["20", "5", "60"], now: Moment(seconds * 1_000_000)) { _ in nil }
        }
        #expect(try sine(0) == "20.00")
        #expect(try sine(15) == "25.00")
        #expect(try sine(45) == "15.00")
        #expect(try sine(60) == "20.00")
    }

    @Test func aWalkTakesSmallSteps() throws {
        var generators = Generators(seed: 3)
        var last = try #require(Double(try value("walk", "21", "0.3", in: &generators)))
        #expect(last == 21)
        for _ in 0..<100 {
            let next = try #require(Double(try value("walk", "21", "0.3", in: &generators)))
            #expect(abs(next - last) <= 0.41, "a step of \(abs(next - last))")
            last = next
        }
    }

    @Test(arguments: [("randomFloat", ["-1e308", "1e308"]), ("walk", ["0", "1e308"]), ("walk", ["0", "-1.7e308"])])
    func aRangeWiderThanNumbersIsSaid(_ name: String, _ arguments: [String]) {
        var generators = Generators(seed: 3)
        let problem = #expect(throws: Generators.Problem.self) {
            // The first value of a walk is its start.
            for _ in 0..<2 { _ = try generators.value(name, arguments, now: noon) { _ in nil } }
        }
        #expect(problem?.description.contains("more than a number holds") == true, "\(problem?.description ?? "")")
    }

    @Test func wordsTopicsAndUUIDs() throws {
        var generators = Generators(seed: 5)
        #expect(["a", "b", "c"].contains(try value("pick", "a", "b", "c", in: &generators)))
        #expect(try value("topic:home/t", in: &generators) == "21.4")
        let uuid = try value("uuid", in: &generators)
        #expect(try /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.wholeMatch(in: uuid) != nil)
        #expect(try value("uuid", in: &generators) != uuid)
        var again = Generators(seed: 5)
        #expect(try value("pick", "a", "b", "c", in: &again).count == 1)
    }

    @Test(arguments: [
        ("randomInt", ["1"]), ("randomInt", ["6", "1"]), ("randomInt", ["a", "b"]), ("randomFloat", ["1", "nan"]),
        ("randomFloat", ["1", "2", "99"]), ("sine", ["1", "2", "0"]), ("walk", []), ("pick", []), ("uuid", ["1"]),
        ("counter", ["x"]), ("topic:no/such", []), ("nothing", []), ("random", ["0"]), ("sine", ["1e300", "1", "1"]),
    ])
    func whatIsWrittenWronglyIsSaid(_ name: String, _ arguments: [String]) {
        var generators = Generators(seed: 1)
        #expect(throws: Generators.Problem.self) {
            try generators.value(name, arguments, now: noon) { _ in nil }
        }
    }
}
