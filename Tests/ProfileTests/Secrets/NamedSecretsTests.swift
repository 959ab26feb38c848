import REST
import TestSupport
import Testing

@testable import Profile

@Suite("Secrets by their names")
struct NamedSecretsTests {
    @Test(
        "names that say secret anywhere",
        arguments: [
            "password", "Passwd", "userPassword2", "client_secret", "access_token", "X-Auth-Token", "Authorization",
            "Proxy-Authorization", "Cookie", "Set-Cookie", "X-API-Key", "apikey", "Ocp-Apim-Subscription-Key",
            "x-functions-key", "aws_access_key", "X-Amz-Signature", "X-Hub-Signature-256", "jwt", "id_jwt", "otp",
            "userOtp", "PHPSESSID", "JSESSIONID", "session_id", "passphrase", "private_key", "X-Amz-Credential",
            "client_assertion", "pw", "pwd", "pass", "X-CSRF-Token", "psk", "Passwort",
        ])
    func secretNames(name: String) {
        #expect(Secret.isSecretName(name))
        #expect(Secret.isSecretField(name))
    }

    @Test(
        "names of fields that say secret",
        arguments: ["pin", "user_pin", "key", "code", "auth", "session", "X-Session", "sig", "sid", "X-Key"])
    func secretFields(name: String) {
        #expect(Secret.isSecretField(name))
        #expect(!Secret.isSecretName(name))
    }

    @Test(
        "names that do not",
        arguments: [
            "name", "keepAlive", "sessionExpiry", "shipping", "zipCode", "country_code", "Idempotency-Key",
            "primaryKey",
            "Sec-WebSocket-Key", "author", "passenger", "compass", "Accept", "ETag", "position", "spin", "signal",
            "keys", "Access-Control-Allow-Credentials", "token_type",
        ])
    func plainNames(name: String) {
        #expect(!Secret.isSecretName(name) && !Secret.isSecretField(name))
    }

    @Test("a name in letters beyond ASCII is judged as the same one without them")
    func anyLetters() {
        let names = [
            "password", "userPassword2", "X-Auth-Token", "pass", "bypass", "passenger", "id_jwt", "userOtp", "userotp",
            "pin", "user_pin", "userPIN", "spin", "key", "x-key", "X", "x-", "X-Session", "token_type", "tokenType",
            "Access-Control-Allow-Credentials", "api key", "a.p.i.k.e.y", "", "---", "hmac256", "HMAC", "JWTs", "eTAN",
            String(repeating: "x", count: 200) + "_otp", "Sec-WebSocket-Key", "zipCode", "country_code", "code",
            "9sid9",
        ]
        for name in names {
            // What ends it is no letter, and no ASCII.
            #expect(Secret.isSecretName(name) == Secret.isSecretName(name + "…"), "\(name)")
            #expect(Secret.isSecretField(name) == Secret.isSecretField(name + "…"), "\(name)")
        }
        #expect(Secret.isSecretName("Paßwort_Password") && Secret.isSecretName("clé_secret"))
        #expect(Secret.isSecretName(String(repeating: "a", count: 300) + "password"))
        #expect(!Secret.isSecretName("größe") && !Secret.isSecretField("größe"))
    }

    @Test("whether a name is secret costs about what reading it does")
    func nameCost() {
        let names = (0..<2_000).map { "X-Header-\($0)" }
        let reading = processorSeconds { for name in names { _ = name.lowercased() } }
        let judging = processorSeconds { for name in names { _ = Secret.isSecretField(name) } }
        // With a search of its own for each word of the table it was a thousand times as much.
        #expect(judging < 300 * reading)
    }

    @Test(
        "what is looked through costs what its length does, whatever stands in it",
        arguments: [
            ("x://", "{{a://}}"), ("x://", "{{a://b:}}"), ("x", "://a:"), ("x", "://a:@"), ("", "{{a "), ("", "a={{a "),
            ("cookie:", "{{cookie:x}}"), ("", "token={{token}}"), ("", "token="), ("", "<token"), ("", "<token>"),
            ("", "%3a%2f%2f"), ("", "x%3a%2f%2f&"), ("http://h/?", "token=x&"), ("http://h/?a=", "%3a%2f%2fu:p@"),
            ("http://h/?", "a={{b}}&"), ("{", "\"token\":["), ("", "\"token\":{{a}}"), ("", "Bearer "), ("", "{\"a"),
            ("http://h/?", "u=http%3A%2F%2Fu%3Ap%40h%3Ftoken%3Dx&"), ("", "@://"), ("", "token:\""), ("", "'token=\""),
        ])
    func hostileCost(start: String, unit: String) {
        func seconds(_ size: Int, _ work: (String) -> Void) -> Double {
            let text = start + String(repeating: unit, count: size / unit.utf8.count)
            return processorSeconds { work(text) }
        }
        let works: [(name: String, work: (String) -> Void)] = [
            ("text", { _ = NamedSecrets.told.text($0) }), ("sentence", { _ = NamedSecrets.shown.sentence($0) }),
            ("url", { _ = NamedSecrets.shown.url($0) }), ("json", { _ = NamedSecrets.told.json($0) }),
            ("secrets", { _ = NamedSecrets.secrets(in: $0) }),
            ("request", { _ = NamedSecrets.told.request(Array("POST / HTTP/1.1\r\n\r\n\($0)".utf8)) }),
        ]
        for (name, work) in works {
            let few = seconds(4_000, work)
            let many = seconds(32_000, work)
            #expect(many < 30 * few + 0.05, "\(name) of \(unit): \(few) s, then \(many) s")
        }
    }

    @Test(
        "URLs lose passwords and secret parts of the query, also where characters are not coded",
        arguments: [
            ("http://me:hunter2@h/x?a=1", "http://me:••••••@h/x?a=1"),
            ("mqtt://me:hun#ter2@h:1883", "mqtt://me:••••••@h:1883"),
            ("mqtt://me:hun/ter2@h", "mqtt://me:••••••@h"), ("http://me:hun?ter2@h/", "http://me:••••••@h/"),
            ("ws://h/mqtt?access_token=hunter2&x=1", "ws://h/mqtt?access_token=••••••&x=1"),
            ("http://h/?x=1;api%5Fkey=hunter2#token=hunter2", "http://h/?x=1;api%5Fkey=••••••#token=••••••"),
            ("http://h:80/users/me@example", "http://h:80/users/me@example"),
            ("http://h/?sig={{sig}}&k=v", "http://h/?sig={{sig}}&k=v"), ("http://me:{{pw}}@h/", "http://me:{{pw}}@h/"),
            ("http://h/?token=", "http://h/?token="), ("{{base}}/a:b@c", "{{base}}/a:b@c"), ("", ""),
            ("/sensors?code=hunter2", "/sensors?code=••••••"),
            (
                "http://h/?to=http://me:hunter2@i/?token=hunter2&x=1",
                "http://h/?to=http://me:••••••@i/?token=••••••&x=1"
            ),
            (
                "http://h/?to=http%3A%2F%2Fme%3Ahunter2%40i%2F%3Ftoken%3Dhunter2%26y%3D1&x=%31",
                "http://h/?to=http%3A%2F%2Fme%3A••••••%40i%2F%3Ftoken%3D••••••%26y%3D1&x=%31"
            ), ("http://h/?to=mqtt%3a//u:hunter2%40i", "http://h/?to=mqtt%3a//u:••••••%40i"),
            ("http://h/?a=50%25&to=%zz%3A%2F", "http://h/?a=50%25&to=%zz%3A%2F"),
            ("http://h/?token={{x 'a&b'}}&c=1", "http://h/?token={{x 'a&b'}}&c=1"),
            ("http://h/?token={{pick 'a&b;c#d?e' f}}&c=1", "http://h/?token=••••••&c=1"),
            ("http://h/?token={{'hun&ter2=x'}}&c=1", "http://h/?token=••••••&c=1"),
            ("http://h/{{x '?token=a'}}/?token=hunter2", "http://h/{{x '?token=a'}}/?token=••••••"),
            ("mqtt://{{x '/:'}}:hunter2@h", "mqtt://{{x '/:'}}:••••••@h"),
        ])
    func urls(typed: String, shown: String) {
        #expect(NamedSecrets.shown.url(typed) == shown)
    }

    @Test(
        "a field that leads on loses the secrets of its URL, as it is told of a request and of an answer",
        arguments: [
            ("Location: http://h/?token=hunter2&a=1", "Location: http://h/?token=••••••&a=1"),
            ("location: /#access_token=hunter2", "location: /#access_token=••••••"),
            ("Location:  http://me:hunter2@h/x ", "Location:  http://me:••••••@h/x "),
            ("Referer: http://h/?api_key=hunter2", "Referer: http://h/?api_key=••••••"),
            ("Refresh: 5; url=/x?code=hunter2", "Refresh: 5; url=/x?code=••••••"),
            ("X-Note: ?a=1", "X-Note: ?a=1"), ("Location: /a?b=c", "Location: /a?b=c"),
        ])
    func leadingFields(line: String, told: String) {
        #expect(SecretMask.named.line(line) == told)
        let written = Array("GET / HTTP/1.1\r\n\(line)\r\n\r\n".utf8)
        #expect(!String(decoding: NamedSecrets.told.request(written), as: UTF8.self).contains("hunter2"))
    }

    @Test("nor is the URL of such a field kept with its secrets, of a request or of an answer")
    func keptLeadingFields() throws {
        var draft = RequestDraft()
        draft.headers = [DraftField("Referer", "http://h/?token=hunter2"), DraftField("Accept", "a/b?token=hunter2")]
        #expect(
            draft.withoutSecrets().headers.map(\.value) == ["http://h/?token={{token}}", "a/b?token=hunter2"])
        let fields = [Field("ETag", "\"1\""), Field("Link", "</?token=hunter2>; rel=next")]
        let answer = KeptAnswer(url: "http://h/", at: 1, fields: fields, body: nil, wireSize: 0)
        #expect(!String(decoding: answer.written, as: UTF8.self).contains("hunter2"))
    }

    @Test("JSON: members, lists and URLs; everything else stays as it is")
    func json() {
        let text =
            #"{"a":1.50, "password":"hunter2","tokens":["hunter2", "hunter2"],"n":{"client_secret" : 42},"#
            + #""u":"mqtt://me:hunter2@h","pin":13,"t":"{{token}}","token":null,"s":["plain"]}"#
        let dots =
            #"{"a":1.50, "password":"••••••","tokens":["••••••", "••••••"],"n":{"client_secret" : "••••••"},"#
            + #""u":"mqtt://me:••••••@h","pin":13,"t":"{{token}}","token":null,"s":["plain"]}"#
        #expect(NamedSecrets.shown.json(text) == dots)
        #expect(NamedSecrets.told.json(#"{"pin":13}"#) == #"{"pin":"••••••"}"#)
    }

    @Test(
        "braces and quotes within a call end nothing, and what only looks like a call hides nothing",
        arguments: [
            (#"{"a":{{"password":"hunter2"}}}"#, #"{"a":{{"password":"••••••"}}}"#),
            (
                #"{"password":{{x "}}" b}}{{c}},"token":"hunter2"}"#,
                #"{"password":{{x "}}" b}}{{c}},"token":"••••••"}"#
            ),
            (#"{"password":"{{x ":" "}}"}}","pw":"hunter2"}"#, #"{"password":"{{x ":" "}}"}}","pw":"••••••"}"#),
            (#"{"password":"{{'hunter2'}}"}"#, #"{"password":"••••••"}"#),
            (#"{"password": {{'hunter2'}}}"#, #"{"password": "••••••"}"#),
            (#"{"password": {{a}}, "pw": {{'hunter2'}}, "x": 1}"#, #"{"password": {{a}}, "pw": "••••••", "x": 1}"#),
            (#"{"password": {{pick hunter2 hunter3}}}"#, #"{"password": "••••••"}"#),
            (
                #"{"password":{{{a}}},"pw":{{1}},"jwt":"{{"hunter2"}"#,
                #"{"password":{{{a}}},"pw":{{1}},"jwt":"••••••"hunter2"}"#
            ),
        ])
    func braces(typed: String, shown: String) {
        #expect(NamedSecrets.shown.json(typed) == shown)
    }

    @Test(
        "nor in a text, whose values go on behind a call",
        arguments: [
            (#"password={{x "}}" b}} x"#, #"password={{x "}}" b}} x"#),
            (#"password={{a}}hunter2 x"#, "password=•••••• x"), (#"password={{a}}{{b}}&x"#, #"password={{a}}{{b}}&x"#),
            ("password={{1 hunter2}} x", "password=•••••• hunter2}} x"),
            (#"password="{{x "}}" b}}" x"#, #"password="{{x "}}" b}}" x"#),
            ("<pw>{{x '<' b}}</pw>", "<pw>{{x '<' b}}</pw>"),
            ("mqtt://me:{{x 'a b'}}hunter2@h", "mqtt://me:••••••@h"),
        ])
    func bracesInText(typed: String, shown: String) {
        #expect(NamedSecrets.shown.text(typed) == shown)
    }

    @Test("the value behind such a call is the secret's all the same")
    func behindBraces() {
        for text in [
            #"{"password":{{x "}}" b}}{{c}}}"#, #"{"password":"{{x "}}" b}}{{c}}"}"#,
            #"password="{{x "}}" b}}{{c}}""#,
            #"password={{x "}}" b}}{{c}} x"#, "mqtt://me:{{x '}} ' b}}{{c}}@h",
        ] {
            var places = SecretPlaces(in: text, text.hasPrefix("{") ? .json : .text)
            for call in TemplateCall.all(in: text) {
                let isHeld = places.hold(call.range)
                #expect(isHeld, "\(text)")
            }
        }
        for text in [#"{{1pass}}"#, "{{a}}hunter2{{b}}", #"{{x "hunter2}}"#, "{{'hunter2'}}"] {
            #expect(Secret.literal(text).isLiteral, "\(text)")
        }
        #expect(!Secret.literal(#"{{x "}}" b}}"#).isLiteral)
        #expect(Secret.literal("{{pick hunter2 hunter3}}").isLiteral, "what it says stands there")
    }

    @Test(
        "sentences lose what they tell, and keep what they say",
        arguments: [
            ("token: $TOKEN is not set", "token: $TOKEN is not set"),
            ("password of home: none was given", "password of home: none was given"),
            ("no answer of http://me:hunter2@h/x", "no answer of http://me:••••••@h/x"),
            ("GET http://h/?token=hunter2&a=1: refused", "GET http://h/?token=••••••&a=1: refused"),
            ("no http://h/?to=http%3a%2F%2fme%3Ahunter2%40i&b=1", "no http://h/?to=http%3a%2F%2fme%3A••••••%40i&b=1"),
            (
                "ws://h/mqtt?a=1&sig=hunter2&access_token=hunter2 closed",
                "ws://h/mqtt?a=1&sig=••••••&access_token=•••••• closed"
            ),
            ("Authorization: Bearer hunter2 was refused", "Authorization: Bearer •••••• was refused"),
            ("'mqtt://me:hun#ter2@h' is wrong", "'mqtt://me:••••••@h' is wrong"),
        ])
    func sentences(said: String, shown: String) {
        #expect(NamedSecrets.shown.sentence(said) == shown)
    }

    @Test("a request as it was written: its line, its fields, its body")
    func request() {
        func masked(_ head: String, _ body: String) -> String {
            let bytes = Array("\(head)\r\n\r\n\(body)".replacing("\n", with: "\r\n").replacing("\r\r", with: "\r").utf8)
            return String(decoding: NamedSecrets.shown.request(bytes), as: UTF8.self)
        }
        let head =
            "POST /x?token=hunter2 HTTP/1.1\nHost: h\nCookie: a=hunter2; b=hunter2\nProxy-Authorization: Basic hunter2"
        let json = masked(head + "\nContent-Type: application/json", #"{"password":"hunter2","a":"b"}"#)
        #expect(!json.contains("hunter2"))
        #expect(
            json.hasPrefix(
                "POST /x?token=•••••• HTTP/1.1\r\nHost: h\r\nCookie: ••••••\r\nProxy-Authorization: Basic ••••••\r\n"))
        #expect(json.hasSuffix(#"{"password":"••••••","a":"b"}"#))
        let form = masked(
            "POST / HTTP/1.1\nContent-Type: application/x-www-form-urlencoded", "user=me&password=hunter2&x=1")
        #expect(form.hasSuffix("user=me&password=••••••&x=1"))
        let parts = masked(
            "POST / HTTP/1.1\nContent-Type: multipart/form-data; boundary=b",
            "--b\nContent-Disposition: form-data; name=\"password\"\n\nhunter2\n--b\n"
                + "Content-Disposition: form-data; name=\"x\"\n\ny\n--b--\n")
        #expect(parts.contains("name=\"password\"\r\n\r\n••••••\r\n--b") && parts.contains("\r\n\r\ny\r\n--b--"))
        let binary: [UInt8] = Array("PUT / HTTP/1.1\r\n\r\n".utf8) + [0xFF, 0, 1]
        #expect(NamedSecrets.shown.request(binary) == binary)
    }

    @Test("values are masked in every coding they travel in, the longest first")
    func values() {
        let mask = SecretMask(["a b\"c", "a b\"c/d"], basic: ["me:p&w"], urls: ["http://u:p%40w@proxy:1"])
        for text in ["a b\"c", "a%20b%22c", "a+b%22c", #"a b\"c"#, "a b\"c/d", "bWU6cCZ3", "p@w", "p%40w", "dTpwQHc="] {
            #expect(mask.sentence("<\(text)>") == "<••••••>", "\(text)")
        }
        #expect(SecretMask(["ab"]).sentence("abc") == "abc", "what is that short would hit anything")
    }

    @Test(
        "a text without blanks is looked through in the time that its length takes", .timeLimit(.minutes(1)),
        arguments: [
            "http://a/,", "http://a:b/,", "http://a:80/,", "x={{", "<a", "<token", "a=", "a=b'", "token:", "a: 'b",
        ])
    func long(piece: String) {
        let text = String(repeating: piece, count: 20_000)
        _ = NamedSecrets.told.sentence(text)
        #expect(NamedSecrets.told.text(text + " password=hunter2").hasSuffix(" password=••••••"))
    }

    @Test("of many URLs in one word each loses its password, however long that is")
    func manyURLs() {
        let long = String(repeating: "h", count: 100_000)
        #expect(
            NamedSecrets.told.text("x,http://a/1,mqtt://me:\(long)@h,ws://h:1883/,http://{{u}}:{{p}}@h/ http://a:b@c")
                == "x,http://a/1,mqtt://me:••••••@h,ws://h:1883/,http://{{u}}:{{p}}@h/ http://a:••••••@c")
    }
}
