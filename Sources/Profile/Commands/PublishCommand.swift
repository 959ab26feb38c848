import Text

/// A publish as a command that runs as it is pasted in sh(1), for the broker that a connection reaches: `mosquitto_pub`,
/// or `martlet pub` where mosquitto's program cannot be told what the connection is. What no command can say stands
/// before it as a comment.
public struct PublishCommand {
    /// What is published.
    public enum Payload {
        /// These bytes.
        case bytes([UInt8])
        /// Those of a file.
        case file(String)
    }

    /// The program that is called.
    private enum Program: String {
        case mosquitto = "mosquitto_pub"
        case martlet = "martlet pub"
    }

    /// The longest payload that is an argument: a program takes no longer one on Linux (MAX_ARG_STRLEN).
    private static let longestArgument = 100_000
    /// Bytes up to which escapes are told apart more easily than Base64.
    private static let longestEscaped = 256

    private let access: BrokerAccess
    private let program: Program
    private var comments: [String] = []
    /// What stands before the program: variables for it.
    private var assignments: [String] = []
    private var words: [String] = []

    /// The command, comments before it, without a line end.
    /// - Parameters:
    ///   - draft: topic, QoS, retain and properties; its payload is not looked at.
    ///   - version: the version of MQTT that is spoken: `5`, `3.1.1`, `3.1`; others leave the choice to the program.
    ///   - comments: further comments, a line each.
    public static func text(
        _ draft: PublishDraft, payload: Payload, to access: BrokerAccess, version: String, comments: [String] = []
    ) -> String {
        var command = PublishCommand(access, comments: comments)
        command.writePlace()
        command.writeTLS()
        command.writeVersion(version)
        command.writeClient()
        command.words.append("-t \(ShellWord.quoted(draft.topic))")
        if draft.qos > 0 { command.words.append("-q \(draft.qos)") }
        if draft.retain { command.words.append("-r") }
        if version == "5" { command.write(draft.properties) }
        let source = command.write(payload)
        let line = (command.assignments + [command.program.rawValue] + command.words).joined(separator: " ")
        return (command.comments.map { "# \($0)" } + [source + line]).joined(separator: "\n")
    }

    private init(_ access: BrokerAccess, comments: [String]) {
        self.access = access
        self.comments = comments
        guard let why = Self.impossible(access) else {
            program = .mosquitto
            return
        }
        program = .martlet
        self.comments.append("mosquitto_pub \(why): martlet does")
    }

    /// What mosquitto_pub cannot be told of a connection; nil when it can be told everything.
    private static func impossible(_ access: BrokerAccess) -> String? {
        if case .webSocket = access.carrier { return "speaks no WebSocket" }
        guard let tls = access.tls else { return nil }
        if !tls.verify { return "does not leave a certificate unchecked" }
        if !tls.serverName.isEmpty { return "does not ask for another name than the host's" }
        if tls.alpn.count > 1 { return "does not offer several protocols" }
        if tls.keyPassword != nil { return "does not take the password of a key" }
        return nil
    }

    // MARK: - The connection

    private mutating func writePlace() {
        switch access.carrier {
        case .unix(let path): words.append("--unix \(ShellWord.path(path))")
        case .tcp: words.append("-h \(ShellWord.quoted(access.host)) -p \(access.port)")
        case .webSocket(let path):
            let host = access.host.contains(":") ? "[\(access.host)]" : access.host
            var place = path
            if let query = path.firstIndex(of: "?") {
                place = String(path[..<query])
                comments.append("Left out: what follows ? in the address, which may be a secret")
            }
            words.append(
                "-L \(ShellWord.quoted("\(access.tls == nil ? "ws" : "wss")://\(host):\(access.port)\(place)"))")
            if access.hasHeaders { comments.append("Left out: the header fields of the upgrade to WebSocket") }
        }
    }

    private mutating func writeTLS() {
        guard let tls = access.tls else { return }
        if !tls.ca.isEmpty { words.append("--cafile \(ShellWord.path(tls.ca))") }
        if !tls.caFolder.isEmpty { words.append("--capath \(ShellWord.path(tls.caFolder))") }
        if tls.ca.isEmpty, tls.caFolder.isEmpty {
            // Without a word of certificates mosquitto_pub speaks no TLS; neither does martlet but for a wss:// address.
            if program == .mosquitto { words.append("--tls-use-os-certs") } else { words.append("--tls") }
        }
        if !tls.certificate.isEmpty { words.append("--cert \(ShellWord.path(tls.certificate))") }
        if !tls.key.isEmpty { words.append("--key \(ShellWord.path(tls.key))") }
        for name in tls.alpn { words.append("--tls-alpn \(ShellWord.quoted(name))") }
        if !tls.serverName.isEmpty { words.append("--server-name \(ShellWord.quoted(tls.serverName))") }
        if !tls.verify { words.append("--insecure") }
        if let password = tls.keyPassword {
            assignments.append("MARTLET_KEY_PASSWORD=\(value(of: password, asking: "MARTLET_KEY_PASSWORD"))")
        }
    }

    private mutating func writeVersion(_ version: String) {
        switch version {
        case "5": words.append("-V mqttv5")
        case "3.1.1": words.append("-V mqttv311")
        case "3.1": words.append("-V mqttv31")
        default: if program == .martlet { words.append("-V auto") }
        }
    }

    private mutating func writeClient() {
        if !access.clientID.isEmpty {
            comments.append(
                "The connection's own client identifier is \(Self.comment(access.clientID)): "
                    + "with -i and it this would take the connection's place")
        }
        if access.isUsernameSecret {
            words.append("-u \(value(of: .prompt, asking: "MQTT_USERNAME"))")
        } else if !access.username.isEmpty {
            words.append("-u \(ShellWord.quoted(access.username))")
        }
        guard let password = access.password else { return }
        if program == .martlet {
            assignments.append("MARTLET_PASSWORD=\(value(of: password, asking: "MARTLET_PASSWORD"))")
        } else {
            words.append("-P \(value(of: password, asking: "MQTT_PASSWORD"))")
        }
    }

    /// A secret as the shell finds it; what is not to be found by a shell is asked of a variable, which stops the command
    /// while it is not set.
    private mutating func value(of secret: Secret, asking variable: String) -> String {
        switch secret {
        case .environment(let name) where ShellWord.variable(name.uppercased()) == name.uppercased():
            return "\"$\(name)\""
        case .file(let path): return "\"$(head -n 1 \(ShellWord.path(path)))\""
        case .command(let words):
            return "\"$(\(words.map(ShellWord.quoted).joined(separator: " ")) | head -n 1)\""
        case .literal, .prompt, .environment:
            comments.append("Set \(variable) first: secrets are not copied")
            return "\"${\(variable):?set it first}\""
        }
    }

    /// A text in a comment, which ends with its line.
    private static func comment(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : Character($0) })
    }

    // MARK: - The message

    private mutating func write(_ properties: PublishDraftProperties) {
        func add(_ name: String, _ value: String) { words.append("-D publish \(name) \(value)") }
        if let isUTF8 = properties.isUTF8 { add("payload-format-indicator", isUTF8 ? "1" : "0") }
        if let seconds = properties.expiry { add("message-expiry-interval", "\(seconds)") }
        if !properties.contentType.isEmpty { add("content-type", ShellWord.quoted(properties.contentType)) }
        if !properties.responseTopic.isEmpty { add("response-topic", ShellWord.quoted(properties.responseTopic)) }
        if !properties.correlationData.isEmpty {
            if let bytes = (try? properties.correlationBytes()) ?? nil, !bytes.contains(0), bytes.last != 0x0A {
                let text = String(validating: bytes, as: UTF8.self).map(ShellWord.quoted)
                add("correlation-data", text ?? "\"$(printf \(ShellWord.format(bytes)))\"")
            } else {
                comments.append("Left out: the correlation data, which no argument of a program can hold")
            }
        }
        for property in properties.userProperties where property.isEnabled {
            add("user-property", "\(ShellWord.quoted(property.name)) \(ShellWord.quoted(property.value))")
        }
    }

    /// Writes the words for a payload; answers what stands before the program to feed it.
    private mutating func write(_ payload: Payload) -> String {
        let bytes: [UInt8]
        switch payload {
        case .file(let path):
            words.append("-f \(ShellWord.path(path))")
            return ""
        case .bytes(let all): bytes = all
        }
        if bytes.isEmpty {
            words.append("-n")
            return ""
        }
        if let text = String(validating: bytes, as: UTF8.self), ShellWord.isPastable(text) {
            if bytes.count <= Self.longestArgument {
                words.append("-m \(ShellWord.quoted(text))")
                return ""
            }
            words.append("-s")
            return "printf %s \(ShellWord.quoted(text)) | "
        }
        words.append("-s")
        if bytes.count <= Self.longestEscaped { return "printf \(ShellWord.format(bytes)) | " }
        return "printf %s \(Base64.encode(bytes)) | base64 -d | "
    }
}
