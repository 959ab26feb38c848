import Kit
import Profile
import REST

/// One thing that is set in a request outside of its tables.
enum RequestSetting: Hashable {
    case body, file
    case auth, username, secret, keyName, keyPlace
    case signing(SigningSetting)
    case inherits
    case redirects, maximumRedirects, connectTimeout, idleTimeout, totalTimeout, proxy
    case ca, caFolder, certificate, key, keyPassword, verify, serverName, onlyHTTP1, cookies, omitted

    static let options: [RequestSetting] = [
        .redirects, .maximumRedirects, .connectTimeout, .idleTimeout, .totalTimeout, .proxy, .verify, .ca, .caFolder,
        .certificate,
        .key, .keyPassword, .serverName, .onlyHTTP1, .cookies, .omitted,
    ]

    /// What a way to say who one is needs.
    static func settings(of auth: RequestAuth) -> [RequestSetting] {
        switch auth {
        case .none: []
        case .basic, .digest: [.username, .secret]
        case .bearer: [.secret]
        case .apiKey: [.keyName, .secret, .keyPlace]
        case .oauth2, .aws, .sas: SigningSetting.settings(of: auth).map { $0.map(RequestSetting.signing) ?? .secret }
        }
    }

    /// Its name on the screen.
    func title(in draft: RequestDraft) -> String {
        switch self {
        case .body: "Kind"
        case .file: "File"
        case .auth: "Kind"
        case .username: "User name"
        case .secret:
            switch draft.auth {
            case .bearer: "Token"
            case .apiKey, .sas: "Key"
            case .oauth2: "Client secret"
            case .aws: "Secret key"
            default: "Password"
            }
        case .keyName: "Name"
        case .keyPlace: "Where"
        case .signing(let setting): setting.title
        case .inherits: "Folder"
        case .redirects: "Redirects"
        case .maximumRedirects: "At most"
        case .connectTimeout: "Connect within"
        case .idleTimeout: "Silence of"
        case .totalTimeout: "All within"
        case .proxy: "Proxy"
        case .ca: "Trusted"
        case .caFolder: "Trusted too"
        case .certificate: "Certificate"
        case .key: "Private key"
        case .keyPassword: "Key password"
        case .verify: "Server"
        case .serverName: "Server name"
        case .onlyHTTP1: "Protocol"
        case .cookies: "Cookies"
        case .omitted: "Left out"
        }
    }

    /// What stands beside it.
    /// - Parameter url: what the draft's URL becomes; empty while that is not known.
    func note(in draft: RequestDraft, url: String = "", _ keymap: Keymap) -> String {
        switch self {
        case .body where draft.body.text != nil && RESTClient.isWebSocket(url):
            "the first message, sent when the WebSocket stands"
        case .body, .auth:
            "\(keymap.name(of: .kind, in: .request)) or \(keymap.name(of: .editField, in: .request)) chooses"
        case .file: "streamed from disk when it is sent"
        // Before what can be typed: that it stands in the file is worth more.
        case .secret where draft.auth.secret?.isLiteral == true,
            .keyPassword where draft.options.tls.keyPassword?.isLiteral == true:
            "in clear; \(keymap.name(of: .referSecret, in: .request)) takes it out"
        case .secret: SecretNotation.note(draft.auth.secret)
        case .keyPassword: SecretNotation.note(draft.options.tls.keyPassword)
        case .signing(let setting): setting.note(in: draft)
        case .maximumRedirects: "redirects"
        case .totalTimeout where draft.options.totalTimeout == nil: "no limit; in seconds"
        case .connectTimeout, .idleTimeout, .totalTimeout: "seconds"
        case .proxy: "http: or socks5: URL, none; empty: environment"
        case .ca: "PEM file of authorities; empty: the system's"
        case .caFolder: "folder of more, as openssl rehash names them"
        case .certificate, .key: "PEM file"
        case .serverName: "asked for and checked in place of the URL's"
        case .omitted: "accept, content-type, user-agent: not added"
        default: ""
        }
    }

    /// The value for people; secrets as dots or as the place where they are.
    func shown(in draft: RequestDraft) -> String {
        switch self {
        case .secret: draft.auth.secret.map(SecretNotation.shown) ?? ""
        case .keyPassword: draft.options.tls.keyPassword.map(SecretNotation.shown) ?? ""
        case .signing(let setting): setting.shown(in: draft)
        default: text(in: draft)
        }
    }

    /// Whether what is typed for it is dots.
    /// - Parameter isKept: whether it is what stands in the draft.
    func isConcealed(_ text: String, isKept: Bool, in draft: RequestDraft) -> Bool {
        guard isSecret, !text.isEmpty else { return false }
        // What is a secret although it looks like the place of one is a secret until it is typed over.
        if isKept, shown(in: draft) == Secret.dots { return true }
        // What names where a secret is may be seen, and has to be while it is typed.
        return !SecretNotation.isReference(text) && !text.hasPrefix("{{")
    }

    /// The value as it is edited.
    func text(in draft: RequestDraft) -> String {
        let options = draft.options
        switch self {
        case .body: return draft.body.kind.rawValue
        case .file: if case .file(let path) = draft.body { return path } else { return "" }
        case .auth: return draft.auth.kind.rawValue
        case .username: return draft.username
        case .secret: return draft.auth.secret.map(SecretNotation.text) ?? ""
        case .keyName: if case .apiKey(let name, _, _) = draft.auth { return name } else { return "" }
        case .keyPlace:
            if case .apiKey(_, _, let inQuery) = draft.auth { return inQuery ? "query" : "header" } else { return "" }
        case .signing(let setting): return setting.text(in: draft)
        case .inherits: return draft.inheritsAuth ? "as \(draft.folder) says" : "nothing of \(draft.folder)"
        case .redirects: return options.followsRedirects ? "followed" : "not followed"
        case .maximumRedirects: return String(options.maximumRedirects)
        // The client's own, shown since an empty line would look like none.
        case .connectTimeout: return Figures.plain(options.connectTimeout ?? 10)
        case .idleTimeout: return Figures.plain(options.idleTimeout ?? 60)
        case .totalTimeout: return options.totalTimeout.map(Figures.plain) ?? ""
        case .proxy: return options.proxy
        case .ca: return options.tls.ca
        case .caFolder: return options.tls.caFolder
        case .certificate: return options.tls.certificate
        case .key: return options.tls.key
        case .keyPassword: return options.tls.keyPassword.map(SecretNotation.text) ?? ""
        case .verify: return options.tls.verify ? "checked" : "NOT checked"
        case .serverName: return options.tls.serverName
        case .onlyHTTP1: return options.onlyHTTP1 ? "HTTP/1.1 only" : "HTTP/2 where offered"
        case .cookies: return options.usesCookies ? "sent and kept" : "off: none sent, none kept"
        case .omitted: return options.omittedHeaders.joined(separator: ", ")
        }
    }

    /// Whether it is switched and not typed.
    var isSwitch: Bool {
        switch self {
        case .redirects, .verify, .onlyHTTP1, .cookies, .keyPlace, .inherits: true
        case .signing(let setting): setting.isSwitch
        default: false
        }
    }

    /// Whether what is typed must not be seen.
    var isSecret: Bool {
        if case .signing(let setting) = self { return setting.isSecret }
        return self == .secret || self == .keyPassword
    }

    /// Switches it.
    func toggle(_ draft: inout RequestDraft) {
        switch self {
        case .redirects: draft.options.followsRedirects.toggle()
        case .verify: draft.options.tls.verify.toggle()
        case .onlyHTTP1: draft.options.onlyHTTP1.toggle()
        case .cookies: draft.options.usesCookies.toggle()
        case .keyPlace:
            guard case .apiKey(let name, let value, let inQuery) = draft.auth else { return }
            draft.auth = .apiKey(name: name, value: value, inQuery: !inQuery)
        case .signing(let setting): setting.toggle(&draft)
        case .inherits: draft.inheritsAuth.toggle()
        default: break
        }
    }

    /// Takes what was typed; answers what is wrong with it.
    func set(_ text: String, in draft: inout RequestDraft) -> String? {
        switch self {
        case .file: draft.body = .file(text)
        case .username: draft.username = text
        case .secret: draft.auth.secret = SecretNotation.secret(text, over: draft.auth.secret)
        case .keyName:
            if case .apiKey(_, let value, let inQuery) = draft.auth {
                draft.auth = .apiKey(name: text, value: value, inQuery: inQuery)
            }
        case .signing(let setting): return setting.set(text, in: &draft)
        case .maximumRedirects:
            guard let count = Int(text), (0...1000).contains(count) else { return "A number from 0 to 1000 is wanted" }
            draft.options.maximumRedirects = count
        case .connectTimeout, .idleTimeout, .totalTimeout: return setTimeout(text, in: &draft)
        case .proxy: draft.options.proxy = text
        case .ca: draft.options.tls.ca = text
        case .caFolder: draft.options.tls.caFolder = text
        case .certificate: draft.options.tls.certificate = text
        case .key: draft.options.tls.key = text
        // An empty password is none here: a key without one would else be said to have it.
        case .keyPassword:
            let old = draft.options.tls.keyPassword
            draft.options.tls.keyPassword = text.isEmpty ? nil : SecretNotation.secret(text, over: old)
        case .serverName: draft.options.tls.serverName = text
        case .omitted:
            let names = text.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
            // Nothing else is the name of a field (RFC 9110 5.1), so nothing else could be left out.
            if let bad = names.first(where: { !HeaderRules.isToken($0) }) { return "\(bad) is no name of a header" }
            draft.options.omittedHeaders = names
        case .body, .auth, .redirects, .verify, .onlyHTTP1, .cookies, .keyPlace, .inherits: break
        }
        return nil
    }

    private func setTimeout(_ text: String, in draft: inout RequestDraft) -> String? {
        var seconds: Double?
        if !text.isEmpty {
            // `inf` and `nan` are numbers to `Double`: neither is within.
            guard let value = Double(text), value > 0, value <= 1_000_000 else { return "Seconds are wanted, as 2.5" }
            seconds = value
        }
        switch self {
        case .connectTimeout: draft.options.connectTimeout = seconds
        case .idleTimeout: draft.options.idleTimeout = seconds
        default: draft.options.totalTimeout = seconds
        }
        return nil
    }
}

/// How a secret is typed: as it is, or where it is found.
enum SecretNotation {
    /// The secret of what was typed.
    static func secret(_ text: String) -> Secret {
        // What follows such a prefix is a place; a password that begins so must be written to a file.
        if text == "prompt:" { return .prompt }
        // `token:` alone names none, and is text.
        if text.hasPrefix("token:"), text.count > 6 { return .token(String(text.dropFirst(6))) }
        if text.hasPrefix("file:") { return .file(String(text.dropFirst(5))) }
        if text.hasPrefix("command:") {
            let words = ShellWord.words(in: String(text.dropFirst(8)))
            if !words.isEmpty { return .command(words) }
        }
        if text.hasPrefix("$"), text.count > 1,
            // A password may begin with `$` too: only what may be a variable's name is taken for one.
            text.dropFirst().allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) })
        {
            return .environment(String(text.dropFirst()))
        }
        return .literal(text)
    }

    /// The secret of what was typed in the place of another. What nobody changed stays what it was: a password from a file
    /// or an import may begin as a place does.
    static func secret(_ text: String, over old: Secret?) -> Secret {
        if let old, self.text(old) == text { return old }
        return secret(text)
    }

    /// The secret as it is typed.
    static func text(_ secret: Secret) -> String {
        switch secret {
        case .literal(let text): text
        case .environment(let name): "$\(name)"
        case .file(let path): "file:\(path)"
        case .command(let words): "command:\(ShellWord.line(words))"
        case .prompt: "prompt:"
        case .token(let name): "token:\(name)"
        }
    }

    /// The secret for people: where it is found, or dots. Variables are names.
    static func shown(_ secret: Secret) -> String {
        if case .literal(let text) = secret {
            if text.isEmpty { return "" }
            // It is the secret itself, also where it looks like a place: a variable alone is none.
            return isVariable(text) ? text : Secret.dots
        }
        return text(secret)
    }

    /// What stands beside a secret: what becomes of it when it is sent, and how one is typed where none is.
    static func note(_ secret: Secret?) -> String {
        switch secret {
        case .prompt: "asked for when it is sent"
        case .environment: "from the environment, when it is sent"
        case .file: "read from the file when it is sent"
        case .command: "told by the program when it is sent"
        case .token: "the token of that request, when it is sent"
        case .literal, nil: SigningSetting.secretNote
        }
    }

    /// Whether what is typed says where the value is and not what it is.
    static func isReference(_ text: String) -> Bool {
        if case .literal = secret(text) { return isVariable(text) }
        return true
    }

    /// Whether it is a variable: a name, wherever its value stands.
    private static func isVariable(_ text: String) -> Bool { !text.isEmpty && !Secret.literal(text).isLiteral }
}
