import Text

/// What is asked for, as a draft.
extension CurlImport {
    mutating func take(_ asked: CurlArguments) {
        let asked = possible(asked)
        let request: CurlRequest
        do throws(CurlArguments.Problem) {
            request = try CurlRequest(asked, Self.files)
        } catch {
            // What is possible was looked at before: here nothing is left to refuse.
            return notes.append(error.description)
        }
        draft.method = request.method
        draft.url = request.url
        notes += request.warnings.map(Self.clipped)
        draft.headers = request.headers.map { DraftField($0.name, $0.value) }
        draft.options = options(asked, request)
        draft.auth = request.hasOwnAuthorization ? .none : auth(asked)
        draft.body = body(asked, request)
        leaveOutContentType()
    }

    /// The arguments without those that cannot be done, which are told.
    private mutating func possible(_ whole: CurlArguments) -> CurlArguments {
        var asked = whole
        // Each by itself: of ten headers nine are taken.
        func works(_ change: (inout CurlArguments) -> Void) -> Bool {
            var alone = CurlArguments()
            change(&alone)
            return (try? CurlRequest(alone, Self.files)) != nil
        }
        asked.headers = asked.headers.filter { header in
            let works = works { $0.headers = [header] }
            if !works { ignored.append("-H \(Self.clipped(header))") }
            return works
        }
        asked.forms = asked.forms.filter { form in
            let works = works { $0.forms = [form] }
            if !works { ignored.append("-F \(Self.clipped(form.text))") }
            return works
        }
        asked.data = asked.data.filter { piece in
            let works = works { $0.data = [piece] }
            if !works { ignored.append(Self.clipped(piece.text)) }
            return works
        }
        asked.query = asked.query.filter { query in
            let works = works { $0.query = [query] }
            if !works { ignored.append("--url-query \(Self.clipped(query))") }
            return works
        }
        if let upload = asked.upload, ["-", "."].contains(upload) {
            ignored.append("-T \(upload)")
            asked.upload = nil
        }
        if let conflict = asked.conflict {
            notes.append(conflict.description)
            // curl would refuse all of it: here -T is kept before -F, and -F before -d.
            if asked.upload != nil { asked.forms = [] }
            if asked.upload != nil || !asked.forms.isEmpty { asked.data = [] }
            if asked.conflict != nil { asked.asksForHead = false }
        }
        // A body that cannot be taken along is told; that it became another method nobody would see.
        if asked.method == nil, !asked.asksForHead {
            if whole.upload != nil, asked.upload == nil, asked.forms.isEmpty, asked.data.isEmpty {
                asked.method = "PUT"
            }
            let hadBody = !whole.forms.isEmpty || !whole.data.isEmpty && !whole.putsDataIntoQuery
            if whole.upload == nil, hadBody, asked.forms.isEmpty, asked.data.isEmpty { asked.method = "POST" }
        }
        return asked
    }

    /// Files are read when the request is sent: until then a call stands for what they hold.
    private static let files = CurlRequest.Files(hasCalls: true) { file throws(CurlArguments.Problem) in
        guard file.path != "-", let call = file.call else { throw CurlArguments.Problem("\(file.path) is not read") }
        return Array(call.utf8)
    } lines: { path throws(CurlArguments.Problem) in
        throw CurlArguments.Problem("the headers in \(path) are not read")
    }

    private mutating func options(_ asked: CurlArguments, _ request: CurlRequest) -> RequestOptions {
        var options = RequestOptions()
        options.followsRedirects = asked.followsRedirects
        // -1 is without end, which is as good as the most there is.
        if asked.followsRedirects {
            options.maximumRedirects = asked.maximumRedirects < 0 ? 1000 : min(asked.maximumRedirects, 1000)
        }
        // What the draft has no words for is told, and not taken for done.
        if asked.trustsRedirects { notes.append("credentials are not sent on to other hosts") }
        if asked.keepsMethod { notes.append("a POST becomes a GET after 301 and 302") }
        options.connectTimeout = asked.connectTimeout.flatMap { $0 > 0 ? $0 : nil }
        options.totalTimeout = asked.totalTimeout.flatMap { $0 > 0 ? $0 : nil }
        if let proxy = asked.proxyURL {
            options.proxy = proxy.isEmpty ? "none" : URLAuthority.mark(in: proxy) != nil ? proxy : "http://\(proxy)"
        }
        if asked.noProxy == "*" {
            options.proxy = "none"
        } else if let hosts = asked.noProxy {
            ignored.append("--noproxy \(hosts)")
        }
        options.idleTimeout = asked.idleTimeout
        options.onlyHTTP1 = asked.onlyHTTP1 || asked.speaksHTTP10
        options.tls.verify = !asked.isInsecure
        options.tls.ca = asked.ca ?? ""
        options.tls.caFolder = asked.caFolder ?? ""
        options.tls.key = asked.key ?? ""
        options.tls.keyPassword = asked.keyPassword.map { .literal($0) }
        if let (file, password) = asked.certificateParts {
            options.tls.certificate = file
            if let password { options.tls.keyPassword = .literal(password) }
        }
        options.omittedHeaders = request.omitted.sorted()
        return options
    }

    /// Name and password of a URL as `-u` has them; nil for none.
    private static func user(of url: String) -> String? {
        URLUserInfo.login(of: url).map { login in login.password.map { "\(login.name):\($0)" } ?? login.name }
    }

    private func auth(_ asked: CurlArguments) -> RequestAuth {
        if let bearer = asked.bearer { return .bearer(.literal(bearer)) }
        if let words = asked.awsWords, let user = asked.user ?? Self.user(of: asked.url) {
            return .aws(AWSDraft(words: words, user: user))
        }
        guard let user = asked.user else { return .none }
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        // Without a password curl asks for it.
        let password: Secret = parts.count > 1 ? .literal(parts[1]) : .prompt
        let name = parts.first ?? ""
        return [nil, .basic].contains(asked.scheme)
            ? .basic(username: name, password: password) : .digest(username: name, password: password)
    }
}

extension CurlArguments {
    /// The proxy with the credentials of `-U`; nil when none was named, empty for none.
    public var proxyURL: String? {
        guard let proxy else { return nil }
        guard let user = proxyUser, !proxy.isEmpty, !proxy.contains("@") else { return proxy }
        let encoded = user.utf8.map { byte -> String in
            // The colon parts name and password; everything else might part the URL.
            byte == UInt8(ascii: ":") ? ":" : PercentEncoding.component([byte])
        }.joined()
        let place = URLAuthority.range(in: proxy).lowerBound
        return proxy[..<place] + encoded + "@" + proxy[place...]
    }
}
