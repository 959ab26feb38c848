import TestSupport
import Testing

@testable import REST

/// The vectors of AWS' public test suite for Signature Version 4, and what goes out of it.
@Suite("AWS signatures") struct AWSSignatureTests {
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    /// 20150830T123600Z
    private static let seconds = 1_440_938_160
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private func signature(
        _ method: String = "GET", _ target: String = "/", _ fields: [Field] = [], hash: String = empty,
        token: String = ""
    ) -> String? {
        var signer = AWSSignature(
            accessKey: "AKIDEXAMPLE", secretKey: Self.secret, region: "us-east-1", service: "service")
        signer.sessionToken = token
        let subject = AWSSignature.Subject(
            method: method, host: "example.amazonaws.com", target: target, fields: fields, bodyHash: hash)
        return signer.fields(for: subject, at: Self.seconds)?["authorization"]
    }

    private func expected(_ signature: String, names: String = "host;x-amz-date") -> String {
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            + "SignedHeaders=\(names), Signature=\(signature)"
    }

    @Test("get-vanilla, query, header and post cases of the suite")
    func suite() {
        let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        #expect(signature() == expected(vanilla))
        #expect(
            signature("POST") == expected("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"))
        #expect(
            signature("GET", "/?Param2=value2&Param1=value1")
                == expected("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"))
        let trimmed = [Field("My-Header1", " value1"), Field("My-Header2", " \"a   b   c\"")]
        #expect(
            signature("GET", "/", trimmed)
                == expected(
                    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                    names: "host;my-header1;my-header2;x-amz-date"))
        // The suite's path is not encoded yet.
        #expect(
            signature("GET", "/ሴ") == expected("8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"))
        let form = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"
        #expect(
            signature("POST", "/", [Field("Content-Type", "application/x-www-form-urlencoded")], hash: form)
                == expected(
                    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
                    names: "content-type;host;x-amz-date"))
    }

    @Test("A time that is given is that of the key's day, too") func givenTime() {
        let signer = AWSSignature(accessKey: "A", secretKey: "S", region: "r", service: "s")
        let subject = AWSSignature.Subject(
            method: "GET", host: "h", target: "/", fields: [Field("X-Amz-Date", "19700101T000000Z")],
            bodyHash: Self.empty)
        let fields = signer.fields(for: subject, at: Self.seconds)
        #expect(fields?["authorization"]?.contains("Credential=A/19700101/r/s/aws4_request") == true)
        #expect(fields?.count == 1)
    }

    @Test("Slashes that follow each other are one, but where the path is kept as it is, and in S3") func slashes() {
        // get-slash-normalized, get-slashes-normalized, get-slashes-unnormalized.
        let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        #expect(signature("GET", "//") == expected(vanilla) && signature("GET", "///") == expected(vanilla))
        let once = "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"
        #expect(signature("GET", "//example//") == expected(once) && signature("GET", "/example/") == expected(once))
        var kept = AWSSignature.Subject(
            method: "GET", host: "example.amazonaws.com", target: "//example//", bodyHash: Self.empty)
        kept.normalizesPath = false
        let signer = AWSSignature(
            accessKey: "AKIDEXAMPLE", secretKey: Self.secret, region: "us-east-1", service: "service")
        #expect(
            signer.fields(for: kept, at: Self.seconds)?["authorization"]
                == expected("87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"))
    }

    @Test("The words of curl, and what the host says where they say nothing") func words() throws {
        let whole = try #require(AWSSignature(words: "aws:amz:eu-west-1:iotdata", accessKey: "A", secretKey: "S"))
        #expect(whole.region == "eu-west-1" && whole.service == "iotdata" && whole.words == "aws:amz:eu-west-1:iotdata")
        #expect(AWSSignature(words: "", accessKey: "A", secretKey: "S") == nil)
        let bare = try #require(AWSSignature(words: "aws:amz", accessKey: "A", secretKey: "S"))
        func scope(_ host: String) -> String? {
            bare.fields(
                for: AWSSignature.Subject(method: "GET", host: host, target: "/", bodyHash: Self.empty),
                at: Self.seconds)?["authorization"]
        }
        #expect(scope("iam.us-east-1.amazonaws.com")?.contains("/us-east-1/iam/aws4_request") == true)
        #expect(scope("127.0.0.1:80") == nil && scope("localhost") == nil && scope("iam.amazonaws.com") == nil)
        #expect(scope("exam.ple.com")?.contains("/ple/exam/aws4_request") == true)
        let other = try #require(AWSSignature(words: "goog:goog:r:s", accessKey: "A", secretKey: "S"))
        let fields = other.fields(
            for: AWSSignature.Subject(method: "GET", host: "h", target: "/", bodyHash: Self.empty), at: 0)
        #expect(
            fields?["authorization"]?.hasPrefix("GOOG4-HMAC-SHA256 Credential=A/19700101/r/s/goog4_request") == true)
        #expect(fields?["x-goog-date"] == "19700101T000000Z")
    }

    @Test("A lent key's token is signed along; S3 gets the hash, or that there is none") func storage() {
        #expect(signature(token: "TOKEN")?.contains("host;x-amz-date;x-amz-security-token") == true)
        let signer = AWSSignature(accessKey: "A", secretKey: "S", region: "r", service: "s3")
        let subject = AWSSignature.Subject(method: "PUT", host: "h", target: "/a%20b", bodyHash: nil)
        let fields = signer.fields(for: subject, at: 0)
        #expect(fields?["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
        let iot = AWSSignature(accessKey: "A", secretKey: "S", region: "r", service: "iotdata")
        #expect(iot.fields(for: subject, at: 0) == nil)
    }

    @Test("A signed address: the session token stands behind the signature") func presigned() throws {
        var signer = AWSSignature(
            accessKey: "AKID", secretKey: "S", region: "us-east-1", service: "iotdevicegateway")
        let query = try #require(signer.presignedQuery(host: "x.iot", path: "/mqtt", lifetime: 300, at: Self.seconds))
        #expect(
            query.hasPrefix(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20150830%2Fus-east-1%2Fiotdevicegateway"
                    + "%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host"
                    + "&X-Amz-Signature="))
        signer.sessionToken = "a/b"
        #expect(
            signer.presignedQuery(host: "x.iot", path: "/mqtt", lifetime: 300, at: Self.seconds)
                == query + "&X-Amz-Security-Token=a%2Fb")
    }

    @Test("A signature is made for each hop, of what goes out there, and not for another host") func hops() async throws
    {
        let other = try await ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 307 There\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 307 There\r\nLocation: \(other.url)/c\r\nContent-Length: 0\r\n\r\n")
        }
        let signer = AWSSignature(accessKey: "A", secretKey: "S", region: "r", service: "s")
        let client = RESTClient()
        let exchange = try await client.send(
            Request(.put, "\(server.url)/a", body: .text("x"), authorization: .aws(signer)))
        await client.shutdown()
        let signatures = exchange.hops.map { $0.sent.fields["authorization"] ?? "" }
        #expect(signatures.count == 3 && signatures[0] != signatures[1])
        #expect(signatures[0].hasPrefix("AWS4-HMAC-SHA256 ") && signatures[1].hasPrefix("AWS4-HMAC-SHA256 "))
        #expect(signatures[2].isEmpty && exchange.hops[2].sent.fields["x-amz-date"] == nil)
    }
}
