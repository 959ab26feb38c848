import Files
import Profile
import REST

extension REST.Request {
    /// A request of module REST of one with everything put in.
    init(_ request: ResolvedRequest) {
        var options = Options()
        let wanted = request.options
        options.maximumRedirects = wanted.followsRedirects ? wanted.maximumRedirects : 0
        if let seconds = wanted.connectTimeout { options.timeouts.connect = seconds }
        if let seconds = wanted.idleTimeout { options.timeouts.idle = seconds }
        options.timeouts.total = wanted.totalTimeout
        options.proxy = wanted.proxy.isEmpty ? .environment : wanted.proxy == "none" ? .none : .url(wanted.proxy)
        options.onlyHTTP1 = wanted.onlyHTTP1
        options.tls = TLS(wanted.tls)
        // The resolver has checked that it is a token.
        self.init(
            Method(rawValue: request.method) ?? .get, request.url.text,
            fields: request.headers.map { Field($0.name, $0.value) }, body: Body(request.body),
            authorization: Authorization(request.auth), options: options)
        omittedFields = Set(wanted.omittedHeaders)
    }
}

extension REST.Request.TLS {
    fileprivate init(_ tls: DraftTLS) {
        self.init()
        caFile = tls.ca.isEmpty ? nil : HomePath.expanded(tls.ca)
        certificateFile = tls.certificate.isEmpty ? nil : HomePath.expanded(tls.certificate)
        keyFile = tls.key.isEmpty ? nil : HomePath.expanded(tls.key)
        if case .literal(let password) = tls.keyPassword { keyPassword = password }
        verify = tls.verify
        serverName = tls.serverName.isEmpty ? nil : tls.serverName
    }
}

extension REST.Request.Body {
    fileprivate init(_ body: ResolvedRequest.Body) {
        switch body {
        case .none: self = .none
        case .bytes(let bytes): self = .bytes(bytes)
        case .file(let path): self = .file(path: HomePath.expanded(path))
        case .multipart(let parts):
            self = .multipart(
                parts.map { part in
                    switch part.content {
                    case .text(let text):
                        REST.Request.Part(
                            part.name, .bytes(Array(text.utf8)), filename: part.filename, contentType: part.contentType)
                    case .file(let path):
                        // Without a name of its own the file's last one is told, as curl does.
                        REST.Request.Part(
                            part.name, .file(path: HomePath.expanded(path)),
                            filename: part.filename ?? path.split(separator: "/").last.map(String.init) ?? path,
                            contentType: part.contentType)
                    }
                })
        }
    }
}

extension REST.Request.Authorization {
    fileprivate init(_ auth: ResolvedRequest.Auth) {
        switch auth {
        case .none: self = .none
        case .basic(let name, let password): self = .basic(username: name, password: password)
        case .bearer(let token): self = .bearer(token)
        case .digest(let name, let password): self = .digest(username: name, password: password)
        }
    }
}
