import FoundationEssentials
import Opener
import Profile
import REST
import TestSupport
import Testing

@Suite("martlet request: curl's arguments") struct CurlArgumentsTests {
    private func request(_ arguments: String...) throws -> REST.Request {
        try CurlArguments(arguments).request()
    }

    private func text(_ body: REST.Request.Body) -> String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "\(body)" }
    }

    @Test("Letters run together, with and without their value") func letters() throws {
        let asked = try CurlArguments(["-sSLkXPUT", "-ofile", "-m1.5", "--max-redirs", "3", "example.org/a"])
        #expect(asked.isSilent && asked.showsErrors && asked.followsRedirects && asked.isInsecure)
        #expect(asked.output == "file")
        let request = try asked.request()
        #expect(request.method == .put)
        #expect(request.url == "http://example.org/a")
        #expect(request.options.maximumRedirects == 3)
        #expect(request.options.timeouts.total == 1.5)
        #expect(!request.options.tls.verify)
        #expect(try self.request("http://a").options.maximumRedirects == 0)
    }

    @Test("Data is joined in its order") func data() throws {
        let file = try Scratch.newFolder("data") + "/f"
        try "x=1\r\ny\n".write(toFile: file, atomically: false, encoding: .utf8)
        let posted = try request(
            "-d", "a=1", "--data-urlencode", "b=ü &", "--data-raw", "@c", "-d", "@\(file)", "http://a")
        #expect(posted.method == .post)
        #expect(text(posted.body) == "a=1&b=%C3%BC+%26&@c&x=1y")
        #expect(posted.fields["content-type"] == "application/x-www-form-urlencoded")
        #expect(text(try request("--data-binary", "@\(file)", "http://a").body) == "x=1\r\ny\n")
        #expect(try request("-G", "-d", "a=1", "-d", "b", "http://a/p?x#f").url == "http://a/p?x&a=1&b#f")
        let json = try request("--json", "{\"a\":", "--json", "1}", "http://a")
        #expect(text(json.body) == "{\"a\":1}")
        #expect(json.fields["accept"] == "application/json")
        let own = try request("-d", "{}", "-H", "Content-Type: text/x", "http://a")
        #expect(own.fields.values(of: "content-type") == ["text/x"])
    }

    @Test("Headers: added, emptied, taken away") func headers() throws {
        let request = try request(
            "-H", "A: b", "-H", "C;", "-H", "Accept:", "-A", "me", "-b", "x=y", "-e", "r", "http://a")
        #expect(
            request.fields == [
                Field("A", "b"), Field("C", ""), Field("User-Agent", "me"), Field("Cookie", "x=y"),
                Field("Referer", "r"),
            ])
        #expect(request.omittedFields == ["accept"])
    }

    @Test("Forms, files, credentials, proxies") func others() throws {
        let form = try request("-F", "a=1", "-F", "f=@/x/y.txt;type=text/x;filename=z", "http://a")
        #expect(
            form.body
                == .multipart([
                    .init("a", .bytes([UInt8(ascii: "1")])),
                    .init("f", .file(path: "/x/y.txt"), filename: "z", contentType: "text/x"),
                ]))
        let upload = try request("-T", "/x/y", "http://a/b/")
        #expect(upload.method == .put)
        #expect(upload.url == "http://a/b/y")
        #expect(
            try request("-u", "me:a:b", "--digest", "http://a").authorization
                == .digest(username: "me", password: "a:b"))
        #expect(
            try request("-x", "p:1", "-U", "me:s@", "http://a").options.proxy == .url("me:s%40@p:1"))
        let tls = try request("-E", "/no/cert.pem:pass", "--key", "k", "--cacert", "ca", "https://a").options.tls
        #expect(tls.certificateFile == "/no/cert.pem")
        #expect(tls.keyPassword == "pass")
    }

    @Test(
        "What is wrong is named",
        arguments: [
            (["--nope", "http://a"], "--nope is not known"), (["-%", "http://a"], "-% is not known"), ([], "no URL"),
            (["-X"], "-X wants a value"), (["a", "b"], "one URL at a time"),
            (["-d", "x", "-T", "f", "a"], "only one of"),
            (["-X", "A B", "a"], "no method"), (["-m", "soon", "a"], "number of seconds"),
            (["-u", "me", "a"], "no password"),
            (["-F", "x", "a"], "has no ="), (["-F", "f=@/x;type=", "a"], "-F f: type= is no type"),
            (["-F", "f=x;type=text", "a"], "type=text is no type"), (["-F", "f=x;type=a/ b", "a"], "is no type"),
            (["--fail=1", "a"], "takes no value"),
            (["-d", "@/no/such", "a"], "cannot read /no/such"),
        ]) func wrong(_ arguments: [String], _ words: String)
    {
        do {
            _ = try CurlArguments(arguments).request()
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }

    @Test("Credentials of the URL answer Digest too, and lists in a URL are none where -g takes them as they stand")
    func urls() throws {
        let digest = try CurlArguments(["--digest", "http://u%3A:p%40@h/"]).request()
        #expect(digest.authorization == .digest(username: "u:", password: "p@"))
        for url in ["http://h/{a,b}", "h/[1-3]", "http://h/x[a-d]y", "http://h/{a"] {
            #expect(throws: CurlArguments.Problem.self) { try CurlArguments([url]) }
            #expect(try CurlArguments(["-g", url]).url.hasSuffix(url))
        }
        for url in ["http://[::1]:1/a", "http://u@[fe80::1%25eth0]/", "http://h/a[]b"] {
            #expect(try CurlArguments([url]).url == url)
        }
        #expect(try CurlArguments(["http://h/\\{a\\}"]).url == "http://h/{a}")
        #expect(try CurlArguments([" http:/h/a"]).url == "http://h/a")
        #expect(throws: CurlArguments.Problem.self) { try CurlArguments(["--raw-output", "http://h/a"]) }
        #expect(try CurlArguments(["--raw-output", "f", "h"]).request().options.keepsRawAnswer)
    }

    @Test("--raw is curl's: it takes no file, and leaves a body coded")
    func raw() throws {
        for words in [["--raw", "--compressed", "h"], ["--compressed", "h", "--raw"]] {
            let asked = try CurlArguments(words)
            let options = try asked.request().options
            #expect(asked.url == "http://h" && options.asksForCompression && !options.decodes)
            #expect(!options.keepsRawAnswer)
        }
        #expect(try CurlArguments(["--raw", "--no-raw", "--compressed", "h"]).request().options.decodes)
        #expect(throws: CurlArguments.Problem.self) { try CurlArguments(["--raw=f", "h"]) }
    }
}
