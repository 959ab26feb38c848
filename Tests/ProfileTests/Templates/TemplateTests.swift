import Profile
import Testing

@Suite("Templates")
struct TemplateTests {
    private func variables(_ pairs: [(String, String)]) -> Variables {
        Variables(pairs.map { Variables.Variable($0.0, .literal($0.1), origin: "environment dev") })
    }

    private func expander(_ pairs: (String, String)...) -> TemplateExpander {
        TemplateExpander(variables: variables(pairs))
    }

    @Test(
        "calls are found with their arguments; everything else is text",
        arguments: [
            ("{{a}}", ["a"]), ("x {{ a }} y{{b}}", ["a", "b"]), ("{{randomInt 1  100}}", ["randomInt 1 100"]),
            ("{{pick \"in town\" 'it is'}}", ["pick in town it is"]), ("{{{a}}}", ["a"]),
            ("{{topic:home/x}}", ["topic:home/x"]),
            ("{{}}", []), ("{{a}", []), ("{{a", []), ("{ {a}}", []), ("{{1}}", []), ("{{\"a\":1}}", []),
            ("{{a{b}}", []),
            ("{\"a\":{\"b\":{}}}", []), ("{{a\nb}}", []), ("{{größe}}", ["größe"]),
        ])
    func calls(text: String, found: [String]) {
        let calls = TemplateCall.all(in: text)
        #expect(calls.map { ([$0.name] + $0.arguments).joined(separator: " ") } == found)
        for call in calls {
            let bytes = Array(text.utf8)[call.range]
            #expect(bytes.starts(with: Array("{{".utf8)) && bytes.suffix(2) == Array("}}".utf8)[...])
        }
    }

    @Test("values are put in, those that hold others too; the later of two with one name holds")
    func nested() {
        let expander = expander(("host", "a"), ("base", "http://{{host}}:{{port}}"), ("port", "80"), ("host", "b"))
        let expansion = expander.expand("{{base}}/x?h={{host}}")
        #expect(expansion.text == "http://b:80/x?h=b")
        #expect(expansion.spans.map(\.standing) == [.value("http://b:80"), .value("b")])
        #expect(expansion.unresolved.isEmpty)
        #expect(expansion.spans[0].origin == "environment dev")
    }

    @Test("a value is written for its place, with blanks around the bar or without; another word is an argument")
    func forms() {
        let variables = variables([("quote", "a\"b\n/ü"), ("token", "{{quote}}")])
        let expander = TemplateExpander(variables: variables)
        #expect(
            expander.expand("{{quote|json}} {{ quote | json }} {{token |json}}").text == #"a\"b\n/ü a\"b\n/ü a\"b\n/ü"#)
        #expect(expander.expand("{{quote|url}}").text == "a%22b%0A%2F%C3%BC")
        #expect(expander.expand("{{quote|base64}}").text == "YSJiCi/DvA==")
        #expect(expander.expand("{{quote|rot13}}").text == "{{quote|rot13}}")
        #expect(expander.expand("{{nobody|json}}").unresolved == ["nobody"])
        let secret = TemplateExpander(variables: Variables([.init("s", .environment("S"), origin: "")])) { _, _ in
            "\"x\""
        }
        let expansion = secret.expand("{{s|base64}}")
        #expect(expansion.text == "Ingi" && expansion.hidden == ["Ingi"])
    }

    @Test("a variable that holds a generator has one value in one send")
    func once() {
        var number = 0
        var expander = TemplateExpander(
            variables: variables([("id", "n{{counter}}"), ("twice", "{{id}}{{id}}")]),
            generate: { _, _ in
                number += 1
                return .value("\(number)")
            })
        #expect(expander.expand("{{id}} {{id}}").text == "n1 n2")
        expander.sent = TemplateExpander.SentValues()
        #expect(expander.expand("{{id}} {{twice}} {{counter}}").text == "n3 n3n3 4")
        #expect(expander.expand("{{id}}").text == "n3")
        let mixed = TemplateExpander(
            variables: Variables([
                .init("s", .environment("S"), origin: ""), .init("id", .literal("{{counter}}{{s}}"), origin: ""),
                .init("outer", .literal("{{id}}"), origin: ""),
            ]), secret: { _, _ in "x" }, generate: expander.generate)
        var sent = mixed
        sent.sent = TemplateExpander.SentValues()
        #expect(sent.expand("{{outer}} {{id}} {{outer}} {{counter}}").text == "5x 5x 5x 6")
    }

    @Test("a value that breaks a JSON text is named; one that the text breaks by itself is not")
    func broken() {
        let expander = TemplateExpander(variables: variables([("p", "a\"b"), ("n", "1"), ("o", "{\"x\":1}")]))
        func words(_ text: String) -> String? { expander.expand(text).brokenJSON(of: text)?.words }
        #expect(
            words(#"{"password":"{{p}}","n":{{n}},"o":{{o}},"id":"{{uuid}}","u":{{nobody}}}"#)?.contains("{{p|json}}")
                == true)
        #expect(words(#"{"password":"{{p|json}}","n":{{n}},"o":{{o}}}"#) == nil)
        #expect(words(#"{"password":"{{p}}""#) == nil)
    }

    @Test("braces are written in quotes")
    func quoted() {
        let expansion = expander().expand("{{'{{'}}name{{\"}}\"}}")
        #expect(expansion.text == "{{name}}")
        #expect(expansion.spans.isEmpty)
    }

    @Test("what stands for nothing stays as written and is named; in the depth of a variable too")
    func unresolved() {
        let expansion = expander(("url", "{{base}}/x")).expand("{{url}} {{token}} {{token}}")
        #expect(expansion.text == "{{url}} {{token}} {{token}}")
        #expect(expansion.unresolved == ["url", "token"])
        #expect(expansion.problems.first == "nothing is called base")
    }

    @Test("a variable that stands for itself is said, whichever way round")
    func cycles() {
        let expansion = expander(("a", "{{b}}"), ("b", "{{a}}")).expand("{{a}}!")
        #expect(expansion.text == "{{a}}!")
        #expect(expansion.problems == ["a stands for itself: a, b, a"])
    }

    @Test("variables that double one another end")
    func bounded() {
        var pairs = [("v0", String(repeating: "x", count: 64))]
        for level in 1...15 { pairs.append(("v\(level)", String(repeating: "{{v\(level - 1)}}", count: 8))) }
        let expansion = TemplateExpander(variables: variables(pairs)).expand("{{v15}}")
        #expect(!expansion.problems.isEmpty)
        #expect(expansion.text.utf8.count < 1000)
    }

    @Test("secrets are dots until they are sent, and named as needed once")
    func secrets() {
        var variables = variables([("auth", "Bearer {{token}}")])
        variables.set(Variables.Variable("token", .environment("TOKEN"), origin: "environment dev"))
        let shown = TemplateExpander(variables: variables).expand("{{auth}} {{token}}")
        #expect(shown.text == "Bearer •••••• ••••••")
        #expect(shown.spans.map(\.standing) == [.secret, .secret])
        #expect(shown.secrets == [Expansion.Need(name: "token", secret: .environment("TOKEN"))])
        let sent = TemplateExpander(variables: variables) { name, _ in name == "token" ? "s3cret" : nil }
        #expect(sent.expand("{{auth}}").text == "Bearer s3cret")
    }

    @Test("generators get their arguments, and come later on the screen")
    func generators() {
        let shown = expander().expand("{{randomInt 1 6}}")
        #expect(shown.spans.map(\.standing) == [.generated])
        #expect(shown.text == "{{randomInt 1 6}}")
        let made = TemplateExpander(variables: Variables()) { _, _ in
            nil
        } generate: {
            .value("\($0)(\($1.joined(separator: ",")))")
        }
        #expect(made.expand("[{{randomInt 1 6}}]").text == "[randomInt(1,6)]")
    }

    @Test("a place in what came of it is found in what was written")
    func source() {
        let expansion = expander(("a", "long value")).expand("x{{a}}yz{{a}}w")
        #expect(expansion.text == "xlong valueyzlong valuew")
        #expect(expansion.source(of: 0) == 0)
        #expect(expansion.source(of: 5) == 1)
        #expect(expansion.source(of: 11) == 6)
        #expect(expansion.source(of: 23) == 13)
    }
}
