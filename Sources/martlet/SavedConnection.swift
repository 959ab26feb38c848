import Glibc
import MQTT
import Profile
import Scripts

/// A connection of the profile as a verb for scripts uses it: what letters do not say, the profile says.
struct SavedConnection {
    private let draft: ConnectionDraft

    /// Finds a connection by its name.
    ///
    /// - Parameter file: the profile; the standard one when nil.
    /// - Throws: ``ScriptError`` when there is none, with the names that there are.
    init(named name: String, file: String?) throws(ScriptError) {
        guard let path = file ?? ProfileFile.standardPath(environment: Script.variable) else {
            throw ScriptError("-b \(name): there is no home folder to look for a profile in; name one with --profile")
        }
        let profile = ProfileFile(path)
        switch profile.state {
        case .read, .newer: break
        case .absent: throw ScriptError("-b \(name): there is no profile \(path)")
        case .damaged(let damage): throw ScriptError("-b \(name): \(path) cannot be read: \(damage)")
        case .unreadable(let failure): throw ScriptError("-b \(name): \(path) cannot be read: \(failure)")
        }
        let connections = profile.base.connections.values
        guard let draft = connections.first(where: { $0.name == name }) else {
            let names = connections.map(\.name).joined(separator: ", ")
            throw ScriptError(
                "-b \(name): no such connection in \(path); there \(names.isEmpty ? "is none" : "are \(names)")")
        }
        self.draft = draft
    }

    /// Puts what the profile says where the letters say nothing.
    ///
    /// - Throws: ``ScriptError`` when a value cannot be had, such as the password that a program prints.
    func complete(_ request: inout ConnectionRequest) throws(ScriptError) {
        if request.url == nil, request.host == nil, request.unixSocket == nil {
            try place(&request)
            request.headers = try headers()
        }
        if request.version == nil {
            request.version =
                switch draft.version {
                case "3.1": "31"
                case "3.1.1": "311"
                case let word: word
                }
        }
        if request.clientID == nil, request.clientIDPrefix == nil, !draft.clientID.isEmpty {
            request.clientID = try expanded(draft.clientID, "clientID")
        }
        if request.username == nil, !draft.username.isEmpty {
            request.username = try expanded(draft.username, "username")
            if request.password == nil, let password = draft.password {
                request.password = try value(password, "password")
            }
        }
        request.defaultKeepAlive = draft.keepAlive
        if !draft.cleanStart { request.keepsSession = true }
        if request.sessionExpiry == nil, let seconds = draft.sessionExpiry { request.sessionExpiry = "\(seconds)" }
        for pair in draft.userProperties where pair.isEnabled {
            request.properties.append(
                PropertyArgument.joined("connect", "user-property", pair.name, try expanded(pair.value, pair.name)))
        }
        try completeTLS(&request.tls)
        if request.willTopic == nil, let will = draft.will {
            request.willTopic = try expanded(will.topic, "will")
            request.willPayload = try expanded(will.payload, "will")
            request.willQoS = will.qos
            request.willRetain = will.retain
        }
    }

    /// `unix:` is a letter of its own, and a URL of the profile has no topic behind its host.
    private func place(_ request: inout ConnectionRequest) throws(ScriptError) {
        let url = try expanded(draft.url, "url")
        if url.hasPrefix("unix:") {
            request.unixSocket = String(url.dropFirst(url.hasPrefix("unix://") ? 7 : 5))
        } else {
            request.url = url
            request.urlHasNoTopic = true
        }
    }

    /// What is sent with a WebSocket's upgrade.
    private func headers() throws(ScriptError) -> [Endpoint.Header] {
        var headers: [Endpoint.Header] = []
        for field in draft.headers where field.isEnabled {
            let header = Endpoint.Header(field.name, try expanded(field.value, "header \(field.name)"))
            if let problem = header.problem {
                throw ScriptError("-b \(draft.name): WebSocket header \(field.name): \(problem)")
            }
            headers.append(header)
        }
        return headers
    }

    private func completeTLS(_ tls: inout TLSRequest) throws(ScriptError) {
        func set(_ target: inout String?, _ value: String) {
            if target == nil, !value.isEmpty { target = value }
        }
        let saved = draft.tls
        // An address that says no TLS is not given any by what else was saved.
        guard draft.url.hasPrefix("mqtts:") || draft.url.hasPrefix("wss:") else { return }
        set(&tls.authorityFile, saved.ca)
        set(&tls.authorityFolder, saved.caFolder)
        set(&tls.certificate, saved.certificate)
        set(&tls.key, saved.key)
        set(&tls.serverName, saved.serverName)
        if tls.keyPassword == nil, let secret = saved.keyPassword {
            tls.keyPassword = try value(secret, "key password")
        }
        if !saved.verify { tls.isInsecure = true }
        if tls.alpn.isEmpty { tls.alpn = saved.alpn }
    }

    // MARK: Values

    /// A text with its `{{random}}` and the like put in.
    private func expanded(_ text: String, _ what: String) throws(ScriptError) -> String {
        var generators = Generators()
        let expansion = TemplateExpander(
            variables: Variables(),
            generate: { name, arguments in
                guard Generators.isGenerator(name) else { return .none("nothing is called \(name)") }
                do {
                    return .value(
                        try generators.value(name, arguments, now: Script.now(), lastValue: { _ in nil }))
                } catch {
                    return .none("\(error)")
                }
            }
        ).expand(text)
        if let problem = expansion.problems.first { throw ScriptError("-b \(draft.name): \(what): \(problem)") }
        return expansion.text
    }

    private func value(_ secret: Secret, _ what: String) throws(ScriptError) -> String {
        switch secret {
        case .literal(let text): return try expanded(text, what)
        case .environment(let name):
            guard let value = Script.variable(name) else {
                throw ScriptError("-b \(draft.name): the \(what) is in $\(name), which is not set")
            }
            return value
        case .file(let path):
            guard let text = try Script.text(of: path) else {
                throw ScriptError("-b \(draft.name): the \(what) is in \(path), which is not there")
            }
            return Self.firstLine(text)
        case .command(let words):
            return Self.firstLine(try Script.output(of: words, for: what))
        case .prompt:
            throw ScriptError("-b \(draft.name): the \(what) is asked of a person; set $MARTLET_PASSWORD for a script")
        }
    }

    private static func firstLine(_ text: String) -> String {
        String(text.prefix { !$0.isNewline })
    }
}
