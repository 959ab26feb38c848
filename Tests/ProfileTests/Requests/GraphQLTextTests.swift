import Profile
import Testing

/// GraphQL as it is typed.
@Suite("GraphQL requests") struct GraphQLTextTests {
    @Test("variables stand behind an empty line, and are sent as they were typed") func parts() {
        let text =
            "query Room($room: String!) {\n  sensor(room: $room) { celsius }\n\n}\n\n{\"room\": \"k\\u00fc\", \"n\": 1.50}\n"
        let parts = GraphQLText(text)
        #expect(parts.problem == nil)
        #expect(parts.operationName == "Room")
        #expect(parts.variables == "{\"room\": \"k\\u00fc\", \"n\": 1.50}\n")
        #expect(parts.json.hasPrefix("{\"query\":\"query Room($room: String!) {\\n  sensor(room: $room) { celsius }"))
        #expect(
            parts.json.hasSuffix("\"operationName\":\"Room\",\"variables\":{\"room\": \"k\\u00fc\", \"n\": 1.50}\n}"))
    }

    @Test("a selection without a name is no variables", arguments: ["{ a }", "query { a }\n\n{ b }", "# x\n\n{ a }"])
    func anonymous(text: String) {
        let parts = GraphQLText(text)
        #expect(parts.variables == nil && parts.operationName == nil && parts.problem == nil)
    }

    @Test("of several operations one is named; words in texts, comments and selections are none") func operations() {
        let text =
            "query A { query }\n# mutation B\nmutation C { x(t: \"query D\", u: \"\"\"query E\"\"\") }\nfragment F on G { h }"
        #expect(GraphQLText(text).problem == "The query has 2 operations: say which in a line # operationName: A")
        let told = GraphQLText("# operationName: C\n" + text)
        #expect(told.problem == nil && told.operationName == "C")
        #expect(GraphQLText("# operationName: X\n" + text).problem?.contains("no operation") == true)
    }

    @Test("what cannot be sent is said") func problems() {
        #expect(GraphQLText("  \n").problem == "The GraphQL query is missing")
        #expect(GraphQLText("{ a }\n\n{\"a\": }").problem?.hasPrefix("The variables are no JSON: ") == true)
    }

    @Test("the answer must have no errors, whatever its status") func checks() {
        var draft = RequestDraft()
        draft.checks = ["status == 200"]
        #expect(draft.allChecks == ["status == 200"])
        draft.body = .graphQL("{ a }")
        #expect(draft.allChecks == ["status == 200", "$.errors not exists"])
    }

    @Test("a long text with many empty lines is taken apart in the time that its length takes", .timeLimit(.minutes(1)))
    func long() {
        for piece in ["fragment F on G {\n  h\n}\n\n", "{\n\n a }\n\n", "\n\n\n\n{", "\n\n"] {
            let text = String(repeating: piece, count: 20_000)
            #expect(GraphQLText(text).variables == nil)
            #expect(GraphQLText(text + "\n\n{\n\n\"a\": 1}\n").variables == "{\n\n\"a\": 1}\n")
        }
    }

    @Test(
        "blank lines behind the one that parts them are the variables' own",
        arguments: [
            ("{ a }\n\n\n \n{}\n", "{ a }\n\n", "{}\n"), ("{ a }\n\n{\n\n}", "{ a }", "{\n\n}"),
            ("{ a }\r\n\r\n{\"b\":1}", "{ a }", "{\"b\":1}"), ("\n{\"a\": 1}", "", "{\"a\": 1}"),
            ("{ a }\n\n{\"b\":1}\n\nx", "{ a }", "{\"b\":1}\n\nx"), ("{ a }\n\n{", "{ a }\n\n{", nil),
        ] as [(String, String, String?)])
    func blanks(text: String, query: String, variables: String?) {
        let parts = GraphQLText(text)
        #expect(parts.query == query && parts.variables == variables)
    }
}
