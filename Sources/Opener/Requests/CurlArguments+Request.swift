import Files
import Glibc
public import Profile
public import REST
import Text

extension CurlArguments {
    /// The request that they describe. Reads the files of `-d @FILE` and `-F name=<FILE`; those of `-T` and `-F name=@FILE`
    /// are read while they are sent.
    ///
    /// - Throws: ``CurlArguments/Problem`` with what is wrong in one line.
    public func request() throws(Problem) -> REST.Request {
        try request(CurlRequest(self, Self.files))
    }

    /// What they describe, put together as curl does it.
    public func made() throws(Problem) -> CurlRequest { try CurlRequest(self, Self.files) }

    /// The request that is sent of it.
    public func request(_ made: CurlRequest) throws(Problem) -> REST.Request {
        guard let token = Method(rawValue: made.method) else {
            throw Problem("'\(made.method)' is no method; use letters, digits and - only")
        }
        var request = REST.Request(token, made.url, fields: made.headers.map { Field($0.name, $0.value) })
        request.omittedFields = made.omitted
        switch made.body {
        case .none: break
        case .bytes(let bytes): request.body = .bytes(bytes)
        case .file(let path): request.body = .file(path: Self.path(path))
        case .multipart(let parts): request.body = .multipart(parts.map(Self.part))
        }
        // An Authorization field that was typed takes the place of every login.
        if !made.hasOwnAuthorization { request.authorization = try authorization() }
        setOptions(of: &request)
        request.options.proxyFields = made.proxyHeaders.map { Field($0.name, $0.value) }
        return request
    }

    private func authorization() throws(Problem) -> REST.Request.Authorization {
        if let bearer { return .bearer(bearer) }
        if let awsWords { return try signature(awsWords) }
        guard let login = try login() else { return .none }
        return switch scheme {
        case nil, .basic: .basic(username: login.name, password: login.password)
        case .digest: .digest(username: login.name, password: login.password)
        case .any: .any(username: login.name, password: login.password)
        }
    }

    /// `--aws-sigv4`, whose key and secret are those of `-u`, of `.netrc` or of the URL.
    private func signature(_ words: String) throws(Problem) -> REST.Request.Authorization {
        // The URL's own must not go out as Basic, in clear, where it was to sign.
        let named = URLUserInfo.login(of: url)
        guard let login = try login() ?? named.map({ ($0.name, $0.password ?? "") }) else {
            throw Problem("--aws-sigv4 has no key to sign with; write -u KEY:SECRET")
        }
        // As curl: nothing named is Amazon.
        guard
            var signature = AWSSignature(
                words: words.isEmpty ? "aws:amz" : words, accessKey: login.name, secretKey: login.password)
        else {
            // CURLE_BAD_FUNCTION_ARGUMENT.
            throw Problem("--aws-sigv4 \(words): the first provider is empty; write aws:amz:REGION:SERVICE", status: 43)
        }
        // A type that only `-d` and its like bring is not signed by curl either.
        if !headers.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
            signature.unsigned = ["content-type"]
        }
        return .aws(signature)
    }

    /// Who asks: `-u`, else `.netrc`, else the URL, whose login is REST's own affair when it is sent as Basic.
    private func login() throws(Problem) -> (name: String, password: String)? {
        if let user {
            let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                throw Problem("-u has no password; write USER:PASSWORD, or USER: for an empty one")
            }
            return (parts[0], parts[1])
        }
        let named = URLUserInfo.login(of: url)
        if let netrc, netrc == .required || named?.password == nil, let found = try netrcLogin(named?.name) {
            return found
        }
        guard let scheme, scheme != .basic else { return nil }
        return named.map { ($0.name, $0.password ?? "") }
    }

    /// What `.netrc` says of the host; a file that is not there says nothing.
    private func netrcLogin(_ name: String?) throws(Problem) -> (name: String, password: String)? {
        guard HomePath.exists(netrcFile ?? "~/.netrc"), let host = URLUserInfo.host(of: url) else { return nil }
        let text = String(decoding: try Self.bytes(of: netrcFile ?? "~/.netrc"), as: UTF8.self)
        return Netrc(text).login(for: host, named: name).map { ($0.name, $0.password) }
    }

    private static func part(_ part: CurlRequest.Part) -> REST.Request.Part {
        let content: REST.Request.Part.Content
        switch part.content {
        case .file(let path): content = .file(path: Self.path(path))
        case .bytes(let bytes): content = .bytes(bytes)
        case .none, .multipart: content = .bytes([])
        }
        return REST.Request.Part(part.name, content, filename: part.filename, contentType: part.type)
    }

    private static func path(_ path: String) -> String { path == "-" ? "/dev/stdin" : path }

    // MARK: - Files

    private static let files = CurlRequest.Files(hasCalls: false) { file throws(Problem) in
        file.value(of: try bytes(of: file.path))
    } lines: { path throws(Problem) in
        String(decoding: try bytes(of: path), as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            .filter { !$0.hasPrefix("#") }
    } changed: { path in
        var facts = stat()
        return stat(HomePath.expanded(path), &facts) == 0 ? facts.st_mtim.tv_sec : nil
    }

    /// The text of a file of options, for ``CurlLine``; `-` for standard input.
    public static func options(in path: String) throws(Problem) -> String {
        do throws(Problem) {
            return String(decoding: try bytes(of: path), as: UTF8.self)
        } catch {
            // CURLE_READ_ERROR.
            throw Problem("-K: \(error.description)", status: 26)
        }
    }

    /// The bytes of a file; `-` for standard input.
    private static func bytes(of path: String) throws(Problem) -> [UInt8] {
        do throws(RequestFile.Failure) {
            return try RequestFile.read(path == "-" ? "/dev/stdin" : path)
        } catch {
            throw Problem(error.description)
        }
    }

    private func setOptions(of request: inout REST.Request) {
        var options = REST.Request.Options()
        // -1 is no limit (curl(1), --max-redirs).
        options.maximumRedirects =
            followsRedirects ? (maximumRedirects < 0 ? Int.max : maximumRedirects) : 0
        options.trustsRedirects = trustsRedirects
        options.keepsMethodOnRedirect = keepsMethod
        options.namesMethod = method != nil
        options.tellsReferer = tellsReferer
        // As curl: no bound on the whole unless told, and 300 s for a connection (DEFAULT_CONNECT_TIMEOUT).
        options.timeouts.connect = connectTimeout.map { $0 == 0 ? 300 : $0 } ?? 300
        options.timeouts.idle = idleTimeout
        options.timeouts.total = totalTimeout.flatMap { $0 == 0 ? nil : $0 }
        options.onlyHTTP1 = onlyHTTP1
        options.speaksHTTP10 = speaksHTTP10
        options.takesHTTP09 = takesHTTP09
        options.route = route
        options.schemes = schemes
        options.keepsDots = keepsDots
        options.requestTarget = requestTarget
        // As curl does it: with Digest the body waits for the challenge.
        options.holdsBody = true
        options.bytesPerSecond = bytesPerSecond
        options.asksForCompression = isCompressed
        // As in curl: without `--compressed` a body that is coded stays so.
        options.decodes = decodes
        options.keepsRawAnswer = rawOutput != nil
        // A file is asked for: it has what the body may have, and what stands around it.
        options.limits.raw = options.limits.body + options.limits.body / 8
        if let maximumSize { options.limits.body = maximumSize } else { options.limits.body = Int.max }
        options.tls.verify = !isInsecure
        options.tls.caFile = ca
        options.tls.caDirectory = caFolder
        options.tls.ciphers = ciphers
        if let oldestTLS { options.tls.oldest = oldestTLS }
        if let newestTLS {
            options.tls.newest = newestTLS
            // What is asked for as the newest says what is old enough, where nothing else does.
            if oldestTLS == nil { options.tls.oldest = min(options.tls.oldest, newestTLS) }
        }
        options.tls.keyPassword = keyPassword
        options.tls.keyFile = key
        if let certificate, let (file, password) = certificateParts {
            options.tls.certificateFile = certificate
            // FILE:PASSWORD, unless a file has that name as it stands.
            if access(certificate, F_OK) != 0 {
                options.tls.certificateFile = file
                options.tls.keyPassword = keyPassword ?? password
            }
        }
        if let proxy = proxyURL { options.proxy = proxy.isEmpty ? .none : .url(proxy) }
        options.withoutProxy = noProxy
        request.options = options
    }
}
