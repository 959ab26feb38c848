import REST
import Testing

@testable import Profile

@Suite("A command line of curl") struct CurlLineTests {
    private func transfers(_ words: String...) throws -> [CurlArguments] {
        try CurlLine(words).groups.flatMap { try $0.transfers() }
    }

    @Test("several URLs, each with its own output and file to send")
    func several() throws {
        let all = try transfers("-o", "1", "http://h/a", "h/b", "-O", "-T", "x", "--next", "-d", "z", "h/c")
        #expect(all.map(\.url) == ["http://h/a", "http://h/b", "http://h/c"])
        #expect(all.map(\.output) == ["1", nil, nil])
        #expect(all.map(\.outputIsNamedByURL) == [false, true, false])
        #expect(all.map(\.upload) == ["x", nil, nil])
        #expect(all.map(\.data.count) == [0, 0, 1])
        // Only URLs behind it.
        #expect(try transfers("h/a", "--remote-name-all", "h/b").map(\.outputIsNamedByURL) == [false, true])
        #expect(try CurlLine(["-s", "h/a", "--next", "h/b"]).groups.map(\.isSilent) == [true, true])
        #expect(throws: CurlArguments.Problem.self) { try CurlLine(["-s"]) }
    }

    @Test("the scheme of URLs without one; the mode of files that HTTP does not make")
    func schemes() throws {
        #expect(
            try transfers("--proto-default", "HTTPS", "h/a", "http://h/b").map(\.url) == ["https://h/a", "http://h/b"])
        #expect(try transfers("h/a").map(\.url) == ["http://h/a"])
        #expect(try transfers("--create-file-mode", "0600", "-o", "x", "h/a").map(\.output) == ["x"])
        for words in [
            ["--proto-default", "ftp", "h"], ["--create-file-mode", "x", "h"], ["--create-file-mode", "1000", "h"],
        ] {
            let problem = #expect(throws: CurlArguments.Problem.self) { try CurlLine(words) }
            #expect(problem?.status == (words[0] == "--proto-default" ? 1 : 2), "\(words)")
        }
    }

    @Test("lists in a URL and the names of their files")
    func lists() throws {
        func urls(_ text: String) throws -> [String] { try CurlGlob.expand(text).map(\.text) }
        #expect(try urls("h/{a,b}[1-2]") == ["h/a1", "h/a2", "h/b1", "h/b2"])
        #expect(try urls("h/[08-10]") == ["h/08", "h/09", "h/10"])
        #expect(try urls("h/[a-e:2]") == ["h/a", "h/c", "h/e"])
        #expect(try urls("http://[::1]:80/[]\\{x") == ["http://[::1]:80/[]{x"])
        #expect(
            try transfers("h/{x,y}/[1-2]", "-o", "#2_#1_#3").map(\.output) == ["1_x_#3", "2_x_#3", "1_y_#3", "2_y_#3"])
        #expect(try transfers("-g", "h/{x,y}").map(\.url) == ["http://h/{x,y}"])
        for text in [
            "h/{a", "h/[1-", "h/[b-a]", "h/[x]", "h/{}", "h/a}", "h/[1-999999999]", "h/[1-999][1-999]", "h/{a{b}}",
        ] {
            let problem = #expect(throws: CurlArguments.Problem.self) { try urls(text) }
            #expect(problem?.status == 3, "\(text)")
        }
    }

    @Test("files of options, which may name others, and themselves not without end")
    func config() throws {
        let files = [
            "a": "# c\nurl = \"http://h/a b\\t\"\n -H \"X: \\\"y\\\"\"\nuser-agent: me # no\n--silent\nconfig = b\n",
            "b": "request=PUT\nnext\nurl h/b", "c": "config = c",
        ]
        func line(_ words: [String]) throws -> CurlLine {
            try CurlLine(words) { path throws(CurlArguments.Problem) in
                guard let text = files[path] else { throw CurlArguments.Problem("none", status: 26) }
                return text
            }
        }
        let groups = try line(["-K", "a"]).groups
        #expect(groups.map(\.url) == ["http://h/a b\t", "h/b"])
        #expect(groups[0].headers == ["X: \"y\""] && groups[0].userAgent == "me" && groups[0].method == "PUT")
        for words in [["-K", "c"], ["-K", "none"]] {
            let problem = #expect(throws: CurlArguments.Problem.self) { try line(words) }
            #expect(problem?.status == 26)
        }
    }

    @Test("a line of a file of options is read by itself: what it leaves open is said, and the others count")
    func lines() throws {
        let text = """
            user-agent =
            silent
            --
            location yes

            -XPUT # why
            url = http://h/a
            header
            -sA
            data = ""
            """
        let line = try CurlLine(["-K", "f"]) { _ throws(CurlArguments.Problem) in text }
        let asked = try #require(line.groups.first)
        #expect(line.groups.count == 1 && asked.urls == ["http://h/a"])
        #expect(asked.userAgent == nil && asked.headers.isEmpty && asked.data == [.text("")])
        #expect(asked.isSilent && asked.followsRedirects && asked.method == "PUT")
        #expect(
            asked.warnings == [
                "-K f, line 1: --user-agent wants a value and has none on its line; it is left out",
                "-K f, line 3: -- is no option; the line is left out",
                "-K f, line 4: what stands behind --location is left out, as that takes no more",
                "-K f, line 8: --header wants a value and has none on its line; it is left out",
                "-K f, line 9: -A wants a value and has none on its line; it is left out",
            ])
        #expect(throws: CurlArguments.Problem.self) {
            try CurlLine(["-K", "f"]) { _ throws(CurlArguments.Problem) in "bogus\nurl = h" }
        }
    }

    @Test("a wait that no clock holds is refused", arguments: ["--retry-delay", "--retry-max-time"])
    func longestWait(option: String) throws {
        #expect(throws: CurlArguments.Problem.self) { try transfers(option, "9223372036854775807", "h") }
        #expect(try transfers(option, "2147483647", "h").count == 1)
    }

    @Test("where a server is looked for")
    func route() throws {
        let asked = try #require(
            try transfers(
                "-4", "--resolve", "h:80:[::1],127.0.0.1", "--resolve", "*:81:10.0.0.1", "--resolve", "-h:80",
                "--resolve",
                "+h:80:::2", "--connect-to", "h:80:[::1]:8080", "--connect-to", "::x:", "--tls-max", "1.2", "h"
            ).first)
        #expect(asked.route.family == .ipv4)
        #expect(asked.route.known.map(\.addresses) == [["10.0.0.1"], ["::2"]])
        #expect(asked.route.known.map(\.host) == [nil, "h"])
        #expect(
            asked.route.detours.map(\.newHost) == ["::1", "x"] && asked.route.detours.map(\.newPort) == [8080, nil])
        #expect(asked.newestTLS == .tls12)
        for text in ["h", "h:x:1.2.3.4", "h:80:name", "h:80:", "h:70000:1.2.3.4"] {
            let problem = #expect(throws: CurlArguments.Problem.self) { try transfers("--resolve", text, "h") }
            #expect(problem?.status == 49, "\(text)")
        }
    }

    @Test("names and passwords by host")
    func netrc() {
        let netrc = Netrc(
            "# c\nmachine A.example login me password \"p w\\\"\"\nmacdef m\n machine x\n\nmachine b\nlogin one\n"
                + "password 1\nmachine b login two password 2\ndefault login any password 0")
        #expect(netrc.login(for: "a.example", named: nil) == Netrc.Login(name: "me", password: "p w\""))
        #expect(netrc.login(for: "b", named: "two")?.password == "2")
        #expect(netrc.login(for: "x", named: nil)?.name == "any")
        #expect(netrc.login(for: "b", named: "three") == nil)
        #expect(Netrc("machine").login(for: "h", named: nil) == nil)
    }

    @Test("what a saved request cannot keep is said, and every request of a paste is taken")
    func pasted() throws {
        let command =
            "curl -4 --resolve h:80:127.0.0.1 --unix-socket /s --limit-rate 1k -b jar -n -C - -z '6 Nov 1994' http://h/a"
        let one = try #require(CurlImport(command))
        for words in ["-4 and -6", "--resolve", "--unix-socket", "--limit-rate", "-b jar", ".netrc", "-C -"] {
            #expect(one.notes.contains { $0.contains(words) }, "\(words): \(one.notes)")
        }
        #expect(one.draft.headers.map(\.value) == ["Sun, 06 Nov 1994 00:00:00 GMT"])
        let all = CurlImport.all(in: "curl -H 'A: b' http://h/1 http://h/2 --next -d x http://h/3\n\ncurl http://h/4")
        #expect(all.map(\.draft.url) == (1...4).map { "http://h/\($0)" })
        #expect(all.map(\.draft.headers.count) == [1, 1, 0, 0].map { $0 } || all[2].draft.method == "POST")
        #expect(all.allSatisfy { $0.notes.isEmpty })
    }
}
