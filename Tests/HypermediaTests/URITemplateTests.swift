import Foundation
import Hypermedia
import Payloads
import Testing

/// RFC 6570: the house's own cases for each rule, and the public suite where its folder is at hand.
@Suite struct URITemplateTests {
    private static let values: [String: URITemplate.Value] = [
        "var": .text("value"), "hello": .text("Hello World!"), "empty": .text(""), "path": .text("/foo/bar"),
        "x": .text("1024"), "half": .text("50%"), "done": .text("a%2Fb"), "list": .list(["red", "green", "blue"]),
        "keys": .map([.init("semi", ";"), .init("dot", "."), .init("comma", ",")]), "none": .list([]),
        "wide": .text("šöä"),
    ]

    @Test(arguments: [
        ("{var}", "value"), ("{hello}", "Hello%20World%21"), ("{+hello}", "Hello%20World!"),
        ("{+path}/here", "/foo/bar/here"),
        ("{#path,x}", "#/foo/bar,1024"), ("X{.list}", "X.red,green,blue"), ("X{.list*}", "X.red.green.blue"),
        ("{/list*}", "/red/green/blue"), ("{;x,empty}", ";x=1024;empty"), ("{?x,empty}", "?x=1024&empty="),
        ("?fixed=yes{&x}", "?fixed=yes&x=1024"), ("{?list*}", "?list=red&list=green&list=blue"),
        ("{?keys*}", "?semi=%3B&dot=.&comma=%2C"), ("{?keys}", "?keys=semi,%3B,dot,.,comma,%2C"),
        ("{+keys}", "semi,;,dot,.,comma,,"), ("{var:3}", "val"), ("{wide:2}", "%C5%A1%C3%B6"), ("{?none,gone}", ""),
        ("a{/none,gone}b", "ab"), ("{+half}", "50%25"), ("{+done}", "a%2Fb"), ("{done}", "a%252Fb"),
        ("é%20", "%C3%A9%20"),
    ]) func expands(template: String, url: String) throws {
        #expect(try URITemplate(template).expanded(Self.values) == url)
    }

    @Test(arguments: [
        "{=path}", "{$var}", "{|var}", "{!hello}", "{@x}", "{,x}", "{", "{x", "x}", "{}", "{a b}", "{a,}", "{x..y}",
        "{x.}",
        "{.}", "{%2x}", "{var:0}", "{var:10000}", "{var:}", "{a*b}",
    ]) func refuses(template: String) {
        #expect(throws: URITemplate.Problem.self) { try URITemplate(template) }
    }

    @Test func aPrefixOfAListIsRefused() throws {
        let template = try URITemplate("{list:1}")
        #expect(throws: URITemplate.Problem.self) { try template.expanded(Self.values) }
    }

    @Test func tellsItsVariablesOnce() throws {
        let template = try URITemplate("/a{/id,id*}{?n,size}{&n}")
        #expect(template.variables == ["id", "n", "size"])
        #expect(template.takesMany("id") && !template.takesMany("n"))
    }

    /// A template comes from a server: a long one is refused, not expanded.
    @Test func aHugeTemplateIsRefused() {
        #expect(throws: URITemplate.Problem.self) { try URITemplate(String(repeating: "a", count: 20_000)) }
        #expect(throws: URITemplate.Problem.self) { try URITemplate(String(repeating: "{a}", count: 300)) }
    }

    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["MARTLET_DATA"] != nil),
        arguments: ["spec-examples", "spec-examples-by-section", "extended-tests", "negative-tests"])
    func publicSuite(name: String) throws {
        let folder = try #require(ProcessInfo.processInfo.environment["MARTLET_DATA"])
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/uritemplate/\(name).json"))
        let suite = try JSONValue(reading: Array(data))
        var count = 0
        for section in suite.members ?? [] {
            let values = Dictionary(
                (section.value["variables"]?.members ?? []).compactMap { member in
                    Self.value(member.value).map { (member.name, $0) }
                }, uniquingKeysWith: { $1 })
            for test in section.value["testcases"]?.elements ?? [] {
                let pair = test.elements ?? []
                let text = try #require(pair.first?.text)
                let result = try? URITemplate(text).expanded(values)
                count += 1
                if case .bool(false)? = pair.last?.content {
                    #expect(result == nil, "\(text)")
                } else {
                    let allowed = pair.last?.elements?.map(\.text) ?? [pair.last?.text]
                    #expect(allowed.contains(result), "\(text) became \(result ?? "nothing")")
                }
            }
        }
        #expect(
            count
                == ["spec-examples": 64, "spec-examples-by-section": 117, "extended-tests": 53, "negative-tests": 36][
                    name])
    }

    private static func value(_ value: JSONValue) -> URITemplate.Value? {
        switch value.content {
        case .string: .text(value.text ?? "")
        case .number(let text): .text(text)
        case .array(let elements): .list(elements.compactMap(Self.word))
        case .object(let members): .map(members.map { .init($0.name, Self.word($0.value) ?? "") })
        case .bool(let isTrue): .text("\(isTrue)")
        case .null: nil
        }
    }

    private static func word(_ value: JSONValue) -> String? {
        if case .number(let text) = value.content { text } else { value.text }
    }
}
