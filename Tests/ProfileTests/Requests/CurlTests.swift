import Profile
import Testing

@Suite("curl commands")
struct CurlTests {
    private func draft(_ command: String, at location: SourceLocation = #_sourceLocation) throws -> RequestDraft {
        try #require(CurlImport(command), sourceLocation: location).draft
    }

    @Test("-E parts file and password as curl does, at the first colon without a backslash")
    func certificates() throws {
        for (written, file, password) in [
            ("me.pem:a:b", "me.pem", "a:b"), (#"a\:b\\.pem:pw"#, #"a:b\.pem"#, "pw"), ("me.pem:", "me.pem", nil),
            ("pkcs11:token=x;object=y?pin-value=1", "pkcs11:token=x;object=y?pin-value=1", nil),
            (#"a\b"#, #"a\b"#, nil),
        ] as [(String, String, String?)] {
            let tls = try draft("curl -E '\(written)' https://h").options.tls
            #expect(tls.certificate == file && tls.keyPassword == password.map { Secret.literal($0) }, "\(written)")
        }
    }

    @Test("a URL within a query is no scheme of the one that it stands in")
    func urlInQuery() throws {
        #expect(try RequestURL("localhost:8080/cb?to=http://x").text == "http://localhost:8080/cb?to=http://x")
        #expect(try RequestURL("h/a://b").text == "http://h/a://b")
        #expect(throws: RequestURL.Problem.self) { try RequestURL("ftp://h/a") }
    }

    @Test("what is a curl command and what is not")
    func recognised() {
        #expect(CurlImport.isCurl("curl http://x"))
        #expect(CurlImport.isCurl("  $ sudo FOO=bar /usr/bin/curl 'http://x'\n"))
        #expect(!CurlImport.isCurl("http://x/curl"))
        #expect(!CurlImport.isCurl("curly http://x"))
        #expect(!CurlImport.isCurl("echo curl http://x"))
    }

    @Test("a browser's command: quotes of sh and bash, lines that go on, what is ignored is listed")
    func browser() throws {
        let command = #"""
            curl 'https://api.example/things?x=1' \
              -X 'PUT' \
              -H 'accept: */*' -H "X-Quote: it\"s $HOME" \
              -b 'sid=1; theme=dark' \
              --data-raw $'{"name":"it\'s \u00fc\n\u0021 \xe2\x82\xac"}' \
              --compressed --insecure -sS -o out.json | jq .
            """#
        let result = try #require(CurlImport(command))
        #expect(result.draft.method == "PUT")
        #expect(result.draft.url == "https://api.example/things?x=1")
        #expect(
            result.draft.headers.map { "\($0.name): \($0.value)" } == [
                "accept: */*", "X-Quote: it\"s {{HOME}}", "Cookie: sid=1; theme=dark",
                "Content-Type: application/x-www-form-urlencoded",
            ])
        #expect(result.draft.body == .json("{\"name\":\"it's ü\n! €\"}"))
        #expect(!result.draft.options.tls.verify)
        #expect(!result.draft.options.followsRedirects)
        #expect(result.ignored.sorted() == ["-S", "-o out.json", "-s", "| jq ."].sorted())
    }

    @Test("letters stand together and values stand at them")
    func letters() throws {
        let draft = try draft(#"curl -sSLkXPOST -H"a: b" -uname:pa:ss -m2.5 -d@body.bin example.com"#)
        #expect(draft.method == "POST")
        #expect(draft.options.followsRedirects && !draft.options.tls.verify)
        #expect(draft.headers.first == DraftField("a", "b"))
        #expect(draft.auth == .basic(username: "name", password: .literal("pa:ss")))
        #expect(draft.options.totalTimeout == 2.5)
        #expect(draft.body == .text("{{file body.bin joined}}"))
        #expect(draft.url == "http://example.com")
    }

    @Test(
        "data: joined, encoded, as JSON, in the query",
        arguments: [
            ("-d a=1 -d 'b=x y' u", "POST", RequestBody.text("a=1&b=x y")),
            ("-d a=1 -d b=x+y u", "POST", .form([DraftField("a", "1"), DraftField("b", "x y")])),
            ("--data-urlencode 'a=x &y' u", "POST", .form([DraftField("a", "x &y")])),
            ("--json '{\"a\":' --json '1}' u", "POST", .json("{\"a\":1}")),
            ("-H 'Content-Type: application/xml' -d '<a/>' u", "POST", .xml("<a/>")),
            // What cannot be taken along is told, and the method stays curl's.
            ("-d @- u", "POST", .none), ("-T - u", "PUT", .none),
            ("-G -d @- u", "GET", .none),
            ("-X DELETE u", "DELETE", .none), ("-I u", "HEAD", .none), ("-T f.txt u", "PUT", .file("f.txt")),
            ("-X GET -d x u", "GET", .text("x")), ("--data-binary @f u", "POST", .file("f")),
        ])
    func data(options: String, method: String, body: RequestBody) throws {
        let draft = try draft("curl \(options)")
        #expect(draft.method == method)
        switch (draft.body, body) {
        case (.form(let rows), .form(let wanted)): #expect(rows.map(\.value) == wanted.map(\.value))
        default: #expect(draft.body == body)
        }
    }

    @Test("-G puts data into the query, --url-query adds to it")
    func query() throws {
        #expect(try draft("curl -G -d a=1 --data-urlencode 'b=x y' http://h/p").url == "http://h/p?a=1&b=x+y")
        #expect(try draft("curl --url-query 'q=ä' 'http://h/p?z=1#f'").url == "http://h/p?z=1&q=%C3%A4#f")
    }

    @Test("forms with files, types, names and quotes")
    func forms() throws {
        let draft = try draft(
            #"curl -F 'a=1' -F 'f=@"my;file.png";type=image/png;filename="x\"y.png"' --form-string 'b=@no' u"#)
        #expect(draft.method == "POST")
        guard case .multipart(let parts) = draft.body else {
            Issue.record("\(draft.body)")
            return
        }
        #expect(parts[0] == RequestBody.Part("a", .text("1")))
        #expect(parts[1] == RequestBody.Part("f", .file("my;file.png"), contentType: "image/png", filename: "x\"y.png"))
        #expect(parts[2] == RequestBody.Part("b", .text("@no")))
    }

    @Test("how it travels")
    func transport() throws {
        let draft = try draft(
            "curl -L --max-redirs 3 -x proxy:3128 --cacert ca.pem -E me.pem:pw --key me.key --connect-timeout 2 "
                + "--http1.1 --digest -u me:x -A agent -e http://ref -r 0-9 u")
        #expect(draft.options.maximumRedirects == 3)
        #expect(draft.options.proxy == "http://proxy:3128")
        #expect(draft.options.tls.ca == "ca.pem" && draft.options.tls.certificate == "me.pem")
        #expect(draft.options.tls.keyPassword == .literal("pw"))
        #expect(draft.options.connectTimeout == 2)
        #expect(draft.options.onlyHTTP1)
        #expect(draft.auth == .digest(username: "me", password: .literal("x")))
        #expect(draft.headers.map(\.name) == ["User-Agent", "Referer", "Range"])
    }

    @Test("an answer without a status line is taken where --http0.9 stands last")
    func oldest() throws {
        #expect(try CurlArguments(["--http0.9", "http://a"]).takesHTTP09)
        #expect(try !CurlArguments(["--http0.9", "--no-http0.9", "http://a"]).takesHTTP09)
        let notes = try #require(CurlImport("curl --http0.9 http://a")).notes
        #expect(notes == ["--http0.9: a saved request shows an answer without a status line as what is no HTTP"])
    }

    @Test("what cannot be done is said, and nothing is run")
    func notes() throws {
        let result = try #require(CurlImport("curl -H \"X: $(id)\" http://a http://b --next http://c"))
        #expect(
            result.notes == [
                "$(id) is not run", "only the first of several requests is taken", "only the first of 2 URLs is taken",
            ])
        #expect(result.draft.headers == [DraftField("X", "$(id)")])
        #expect(try #require(CurlImport("curl 'http://a")).notes == ["a ' is not closed"])
    }

    @Test("garbage of any kind is read without harm")
    func garbage() {
        for text in [
            "curl", "curl -", "curl --", "curl -H", "curl $'\\x", "curl $'\\u", "curl ${", "curl $(", "curl `",
            "curl \\",
        ] {
            #expect(CurlImport(text) != nil, "\(text)")
        }
    }

    @Test("as Chrome and old Firefox copy it for cmd.exe")
    func windows() throws {
        let chrome = #"""
            curl ^"http://127.0.0.1:8080/echo?a=1^&b=2^" ^
              -H ^"accept: application/json^" ^
              --data-raw ^"^{^\^"name^\^":^\^"50^% of it^\^",^\^"list^\^":^[^]^}^" ^
              --compressed
            """#
        for text in [chrome, chrome.replacing("\n", with: "\r\n")] {
            let command = try #require(CurlImport(text))
            #expect(command.draft.url == "http://127.0.0.1:8080/echo?a=1&b=2")
            #expect(command.draft.body == .json(#"{"name":"50% of it","list":[]}"#))
            #expect(command.ignored == ["--compressed"] || command.ignored.isEmpty, "\(command.ignored)")
        }
        let firefox = #"curl "http://h/x" -H "Accept: */*" --data "{""a"":""b c""}" "#
        #expect(try #require(CurlImport(firefox)).draft.body == .json(#"{"a":"b c"}"#))
    }

    @Test("every command of a paste, with prompts in front; PowerShell's own is told as what it is")
    func several() {
        let all = CurlImport.all(in: "$ curl http://h/1\n\nme@pi:~$ curl -X PUT http://h/2 \\\n -d x\nls -l\n")
        #expect(all.map(\.draft.url) == ["http://h/1", "http://h/2"])
        #expect(all.last?.draft.method == "PUT" && all.last?.ignored == ["ls -l"])
        #expect(
            CurlImport.isForAnother("Invoke-WebRequest -UseBasicParsing -Uri \"http://h\"")?.contains("PowerShell")
                == true)
        #expect(CurlImport.isForAnother("curl http://h") == nil)
    }

    @Test(
        "braces of the command stand for themselves unless they are said to be variables; those of the shell are variables"
    )
    func braces() throws {
        let text =
            #"curl '{{base}}/echo' -H "Authorization: $TOKEN" -d '{"a":"Hi {{person.name}} {{ x }}"}' -H 'Content-Type: application/json'"#
        let command = try #require(CurlImport(text))
        #expect(command.braced == ["{{person.name}}", "{{ x }}"])
        #expect(command.draft.url == "{{base}}/echo" && command.draft.headers.first?.value == "{{TOKEN}}")
        guard case .json(let body) = command.draft.body else { return #expect(Bool(false), "\(command.draft.body)") }
        let sent = TemplateExpander(variables: Variables()).expand(body)
        #expect(sent.text == #"{"a":"Hi {{person.name}} {{ x }}"}"# && sent.unresolved.isEmpty)
        let other = try #require(CurlImport(text, takesBraces: true))
        #expect(other.draft.body == .json(#"{"a":"Hi {{person.name}} {{ x }}"}"#))
    }

    @Test("a large body of a command for cmd.exe is read in the time that its length takes", .timeLimit(.minutes(1)))
    func largeForWindows() throws {
        let body = String(repeating: "\\\\0123456789abc", count: 1 << 16)
        let command = try #require(CurlImport("curl ^\"http://h/a^\" ^\n --data-raw ^\"\(body)^\""))
        #expect(command.draft.body == .text(body))
    }

    @Test(
        "empty lines and comments before a command, and a root's prompt, are none of it",
        arguments: [
            "\ncurl http://x", "\r\n \n  curl http://x", "# list\ncurl http://x", "# list\n\n#\n$ curl http://x",
            "# curl http://x", "root@pi:~# curl http://x", "# /usr/bin/curl http://x", "#curl http://y\ncurl http://x",
        ])
    func before(text: String) throws {
        #expect(CurlImport.isCurl(text))
        #expect(CurlImport.all(in: text).map(\.draft.url) == ["http://x"])
    }

    @Test("a comment ends with its line, and the commands behind it are read")
    func comments() throws {
        let all = CurlImport.all(in: "curl http://a # one\n# two\ncurl http://b#c \\\n -X PUT\n\n# curl http://c\n")
        #expect(all.map(\.draft.url) == ["http://a", "http://b#c", "http://c"])
        #expect(all.map(\.draft.method) == ["GET", "PUT", "GET"] && all.allSatisfy { $0.ignored.isEmpty })
        for text in ["# nothing", "\n\n", "#\n# x", "# curly http://x", "# a\nls"] {
            #expect(!CurlImport.isCurl(text), "\(text)")
        }
    }

    @Test("what ShellWord makes of control characters is text again, and is not run")
    func printed() throws {
        let body = "a\r\nb\u{1B}[2J%s '\\' ü\u{3}\n\n"
        let command = try #require(CurlImport("curl http://h --data-raw \(ShellWord.quoted(body))"))
        #expect(command.draft.body == .text(body) && command.notes.isEmpty)
        for text in ["$(printf '%d')", "$(printf '\\x')", "$(printf 'a' b)", "$(printf 'a'; id)"] {
            let command = try #require(CurlImport("curl http://h -H \"X: \(text)\""))
            #expect(command.draft.headers == [DraftField("X", text)] && command.notes == ["\(text) is not run"])
        }
    }
}
