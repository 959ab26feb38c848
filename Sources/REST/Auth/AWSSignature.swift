import Text

/// Who signs a request for AWS, and for what (Signature Version 4).
public struct AWSSignature: Hashable, Sendable {
    /// The access key's name.
    public var accessKey: String
    /// The access key's secret.
    public var secretKey: String
    /// What goes with keys that are lent for a while; empty for none.
    public var sessionToken = ""
    /// The first word of `aws:amz:region:service`: names the algorithm (`AWS4-HMAC-SHA256`).
    public var provider = "aws"
    /// The second: names the fields (`X-Amz-Date`).
    public var vendor = "amz"
    /// The region; empty for the one that the host names.
    public var region: String
    /// The service; empty for the one that the host names.
    public var service: String
    /// Names of fields that are sent and not signed, in lower case.
    public var unsigned: Set<String> = []

    /// A signer of its parts.
    public init(accessKey: String, secretKey: String, region: String, service: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.region = region
        self.service = service
    }

    /// Takes `provider1[:provider2[:region[:service]]]` as curl's `--aws-sigv4` has it, and the key as `-u` has it.
    /// - Returns: nil where the first word is missing.
    public init?(words: String, accessKey: String, secretKey: String) {
        let parts = words.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, !first.isEmpty else { return nil }
        self.init(
            accessKey: accessKey, secretKey: secretKey, region: parts.count > 2 ? parts[2] : "",
            service: parts.count > 3 ? parts[3] : "")
        provider = first.lowercased()
        vendor = (parts.count > 1 && !parts[1].isEmpty ? parts[1] : first).lowercased()
    }

    /// As curl's `--aws-sigv4` has it.
    public var words: String { "\(provider):\(vendor):\(region):\(service)" }

    /// What is signed of a request.
    public struct Subject: Hashable, Sendable {
        /// The method.
        public var method: String
        /// Host and port as in a `Host` field.
        public var host: String
        /// Path and query as they stand in the request line.
        public var target: String
        /// The fields that are signed beside those that a signature adds.
        public var fields: [Field]
        /// The SHA-256 of the body in hexadecimal digits; nil where it cannot be known before it is sent.
        public var bodyHash: String?
        /// Whether slashes that follow each other are signed as one, as AWS reads a path whose form is not to be kept.
        public var normalizesPath = true

        /// A request of its parts.
        public init(method: String, host: String, target: String, fields: [Field] = [], bodyHash: String?) {
            self.method = method
            self.host = host
            self.target = target
            self.fields = fields
            self.bodyHash = bodyHash
        }
    }

    /// What a service takes for a body that it cannot check; S3 alone.
    private static let uncheckedBody = "UNSIGNED-PAYLOAD"

    /// The fields that a request gets: when it was signed, what its body is (S3), with which lent key, and the signature.
    /// - Parameter seconds: when, since 1970; AWS refuses what is 5 minutes away from its own clock.
    /// - Returns: nil where neither the settings nor the host name a region and a service, or the body's hash is missing.
    public func fields(for subject: Subject, at seconds: Int) -> [Field]? {
        guard var scope = scope(at: seconds, host: subject.host) else { return nil }
        let isStorage = provider == "aws" && scope.service == "s3"
        let given = subject.fields.first { $0.name.lowercased() == "x-\(vendor)-content-sha256" }?.value
        // A hash that is typed holds, as a time does.
        guard let hash = given ?? subject.bodyHash ?? (isStorage ? Self.uncheckedBody : nil) else { return nil }
        let prefix = "X-" + vendor.prefix(1).uppercased() + vendor.dropFirst()
        var added: [Field] = []
        // A time that is given holds, as it does in curl: the day of the key is its day, too.
        if let typed = subject.fields.first(where: { $0.name.lowercased() == "x-\(vendor)-date" })?.value {
            scope.stamp = typed
        } else {
            added.append(Field("\(prefix)-Date", scope.stamp))
        }
        if isStorage, given == nil { added.append(Field("x-\(vendor)-content-sha256", hash)) }
        if !sessionToken.isEmpty { added.append(Field("\(prefix)-Security-Token", sessionToken)) }

        // `Message` adds Host later, and AWS wants it among the names that are signed.
        let host = subject.fields.contains { $0.name.lowercased() == "host" } ? [] : [Field("host", subject.host)]
        let signed = (host + subject.fields + added).filter { !unsigned.contains($0.name.lowercased()) }
        let (lines, names) = Self.canonical(signed)
        // `s3-express` and `s3-outposts` as well: their paths are signed as they are sent; the field of the hash is of `s3` alone.
        let isObject = scope.service.hasPrefix("s3")
        let (path, query) = Self.parts(
            of: subject.target, encodesPath: !isObject, normalizes: subject.normalizesPath && !isObject)
        let request = [subject.method, path, query, lines, names, hash].joined(separator: "\n")
        let signature = signature(of: request, scope)
        let value =
            "\(scope.algorithm) Credential=\(accessKey)/\(scope.text), SignedHeaders=\(names), Signature=\(signature)"
        return [Field("Authorization", value)] + added
    }

    /// The query of a URL that is signed itself, so that it can be opened without a header: the upgrade of a WebSocket.
    /// - Parameters:
    ///   - path: the path, without a query.
    ///   - lifetime: how many seconds the URL may be opened.
    public func presignedQuery(host: String, path: String, lifetime: Int, at seconds: Int) -> String? {
        guard let scope = scope(at: seconds, host: host) else { return nil }
        let prefix = "X-" + vendor.prefix(1).uppercased() + vendor.dropFirst()
        let pairs = [
            ("Algorithm", scope.algorithm), ("Credential", "\(accessKey)/\(scope.text)"), ("Date", scope.stamp),
            ("Expires", "\(lifetime)"), ("SignedHeaders", "host"),
        ]
        // In the order of the alphabet already, as the canonical form wants it.
        var query = FormPairs.query(pairs.map { ("\(prefix)-\($0)", $1) })
        let request = [
            "GET", Self.parts(of: path, encodesPath: true, normalizes: true).path, query, "host:\(host)\n", "host",
            // The upgrade of a WebSocket has no body.
            HexDigit.lower(Hash.sha256([])),
        ].joined(separator: "\n")
        query += "&\(prefix)-Signature=\(signature(of: request, scope))"
        // AWS IoT wants it behind the signature, which does not cover it.
        if !sessionToken.isEmpty { query += "&\(prefix)-Security-Token=\(PercentEncoding.component(sessionToken))" }
        return query
    }

    // MARK: - The scope

    /// For what, where and when a signature holds.
    private struct Scope {
        var algorithm: String
        var stamp: String
        var region: String
        var service: String
        var end: String
        var text: String { "\(stamp.prefix(8))/\(region)/\(service)/\(end)" }
    }

    private func scope(at seconds: Int, host: String) -> Scope? {
        let (date, clock) = (CivilDate(seconds: seconds), TimeOfDay(seconds: seconds))
        // `20150830T123600Z`: ISO 8601 without its marks; the first eight characters are the day of the scope.
        let stamp =
            padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2) + "T" + padded(clock.hour, 2)
            + padded(clock.minute, 2) + padded(clock.second, 2) + "Z"
        var (region, service) = (region, service)
        // `service.region.amazonaws.com`, as curl takes it from the host. Of `iam.amazonaws.com`, and of an address, curl
        // would take a region that no service knows.
        let name = String(host.prefix { $0 != ":" })
        // The numbers of an address are neither a service nor a region.
        let labels = IPAddress.bytes(name) == nil ? name.split(separator: ".").map(String.init) : []
        if service.isEmpty, labels.count > 2 {
            service = labels[0]
            if region.isEmpty, labels[1] != "amazonaws" { region = labels[1] }
        }
        if service.isEmpty || region.isEmpty { return nil }
        return Scope(
            algorithm: "\(provider.uppercased())4-HMAC-SHA256", stamp: stamp, region: region, service: service,
            end: "\(provider)4_request")
    }

    private func signature(of request: String, _ scope: Scope) -> String {
        let text = [
            scope.algorithm, scope.stamp, scope.text, HexDigit.lower(Hash.sha256(Array(request.utf8))),
        ].joined(separator: "\n")
        var key = Array("\(provider.uppercased())4\(secretKey)".utf8)
        // Each key is made with the one before: a key that leaks is good for one day, region and service.
        for word in [String(scope.stamp.prefix(8)), scope.region, scope.service, scope.end] {
            key = Hash.hmacSHA256(Array(word.utf8), key: key)
        }
        return HexDigit.lower(Hash.hmacSHA256(Array(text.utf8), key: key))
    }

    // MARK: - The canonical form

    /// Fields that change on the way, or are the signature itself.
    private static let unsignedNames: Set = [
        "authorization", "connection", "expect", "proxy-authorization", "transfer-encoding", "x-amzn-trace-id",
    ]

    /// The fields in small letters, sorted, blanks in them made one; and their names.
    private static func canonical(_ fields: [Field]) -> (lines: String, names: String) {
        var values: [String: [String]] = [:]
        for field in fields {
            let name = field.name.lowercased()
            if unsignedNames.contains(name) { continue }
            let words = field.value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            values[name, default: []].append(words)
        }
        let names = values.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let lines = names.map { "\($0):\((values[$0] ?? []).joined(separator: ","))\n" }.joined()
        return (lines, names.joined(separator: ";"))
    }

    /// Path and query as they are signed.
    /// - Parameters:
    ///   - encodesPath: whether what is encoded in the path is encoded once more, as every service but S3 has it.
    ///   - normalizes: whether slashes that follow each other are one. Dots are resolved already, where they are to be.
    private static func parts(
        of target: String, encodesPath: Bool, normalizes: Bool
    ) -> (path: String, query: String) {
        let question = target.firstIndex(of: "?")
        var path = String(target[..<(question ?? target.endIndex)])
        if normalizes, path.contains("//") {
            let end = path.last == "/" ? "/" : ""
            path = "/" + path.split(separator: "/").joined(separator: "/")
            if path != "/" { path += end }
        }
        let query = question.map { target[target.index(after: $0)...] } ?? ""
        let pairs = FormPairs.split(query).map { (name: normal($0.name), value: $0.value.map(normal) ?? "") }
        // After the encoding, by name, then by value; all is ASCII by now, so String's order is that of bytes.
        let sorted = pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        let written =
            encodesPath ? PercentEncoding.encode(path.utf8) { PercentEncoding.isUnreserved($0) || $0 == 0x2F } : path
        return (written.isEmpty ? "/" : written, sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))
    }

    /// A part of a query, encoded once and in one way; a plus is a blank.
    private static func normal(_ text: Substring) -> String {
        let plain = String(text).replacing("+", with: "%20")
        guard let bytes = PercentEncoding.bytes(of: plain) else { return PercentEncoding.component(plain) }
        return PercentEncoding.component(bytes)
    }
}
