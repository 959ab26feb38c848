import Text

/// A command that runs as it is pasted in sh(1), for the broker that a connection reaches: with the words of a
/// ``CommandTool``, or with those of `martlet` where that one cannot be told what the connection is. What no command can say
/// stands before it as a comment.
public struct BrokerCommand {
    /// What is published.
    public enum Payload {
        /// These bytes.
        case bytes([UInt8])
        /// Those of a file.
        case file(String)
    }

    /// What the command is for.
    public enum Purpose {
        /// Publishes a message: topic, QoS, retain and properties of the draft, whose payload is not looked at.
        case publish(PublishDraft, Payload)
        /// Prints what comes.
        case subscribe([SubscriptionDraft])
        /// Connects, and subscribes where the program does.
        case connect([SubscriptionDraft])
        /// Sends what a step sends, and expects what it expects: martlet alone does.
        case expect(StepDraft)
    }

    let access: BrokerAccess
    /// Whose words it has.
    let tool: CommandTool
    /// The version of MQTT that is spoken: `5`, `3.1.1`, `3.1`; others leave the choice to the program.
    let version: String
    let task: CommandTool.Task
    var comments: [String] = []
    /// What stands before the program: variables for it.
    private var assignments: [String] = []
    var words: [String] = []
    /// What stands for secrets in the words.
    private(set) var secrets = SecretMarks()
    /// Whether one of them got lost in the coding of a payload.
    var hasLost = false

    /// The command, comments before it, without a line end.
    /// - Parameters:
    ///   - version: the version of MQTT that is spoken: `5`, `3.1.1`, `3.1`; others leave the choice to the program.
    ///   - comments: further comments, a line each.
    ///   - secrets: those that stand in what is published, beside the ones of the connection.
    /// - Returns: it has the words of ``CommandTool/ableOne(for:)``; nil where a secret stands that no variable of a shell
    ///   can stand for.
    public static func text(
        _ purpose: Purpose, by wanted: CommandTool, to access: BrokerAccess, version: String, comments: [String] = [],
        secrets: SecretMarks? = nil
    ) -> String? {
        var command = BrokerCommand(access, wanted, version, comments, purpose)
        command.secrets = secrets ?? access.secrets
        command.writePlace()
        command.writeTLS()
        if let version = command.tool.version(version) { command.words.append("-V \(version)") }
        command.writeClient()
        command.writeSettings()
        var source = ""
        switch purpose {
        case .publish(let draft, let payload): source = command.write(draft, payload)
        case .subscribe(let filters): command.write(filters)
        case .expect(let step): command.write(step)
        case .connect(let filters): command.connect(filters)
        }
        let program = command.tool.program(for: purpose.task)
        let line = (command.assignments + [program] + command.words).joined(separator: " ")
        guard !command.hasLost, let whole = command.secrets.named(source + line) else { return nil }
        let all = command.comments.map(command.secrets.told) + whole.comments
        return (all.map { "# \($0)" } + [whole.text]).joined(separator: "\n")
    }

    private init(
        _ access: BrokerAccess, _ wanted: CommandTool, _ version: String, _ comments: [String], _ purpose: Purpose
    ) {
        self.access = access
        self.version = version
        task = purpose.task
        self.comments = comments
        // What the wanted program cannot do another one does: a command that fails helps nobody.
        tool = wanted.ableOne(for: access)
        guard let lack = wanted.lack(access) else { return }
        self.comments.append("\(wanted.program(for: task)) \(lack): martlet does")
    }

    // MARK: - The connection

    private mutating func writePlace() {
        switch access.carrier {
        case .unix(let path): words.append("--unix \(ShellWord.path(path))")
        case .tcp:
            words.append("-h \(ShellWord.quoted(access.host)) -p \(access.port)")
            if tool == .mqttx, access.tls != nil { words.append("-l mqtts") }
        case .webSocket(let path):
            var place = path
            // A signed address (AWS) has its signature there.
            if let query = path.firstIndex(of: "?") {
                place = String(path[..<query])
                comments.append("Left out: what follows ? in the address, which may be a secret")
            }
            let scheme = access.tls == nil ? "ws" : "wss"
            if tool == .mqttx {
                words.append("-h \(ShellWord.quoted(access.host)) -p \(access.port) -l \(scheme)")
                words.append("--path \(ShellWord.quoted(place))")
            } else {
                // An IPv6 address in a URL (RFC 3986 3.2.2).
                let host = access.host.contains(":") ? "[\(access.host)]" : access.host
                words.append("-L \(ShellWord.quoted("\(scheme)://\(host):\(access.port)\(place)"))")
            }
            if access.hasHeaders { comments.append("Left out: the header fields of the upgrade to WebSocket") }
        }
    }

    private mutating func writeTLS() {
        guard let tls = access.tls else { return }
        let own = access.brokerTLS
        let isMQTTX = tool == .mqttx
        if !tls.ca.isEmpty { words.append("\(isMQTTX ? "--ca" : "--cafile") \(ShellWord.path(tls.ca))") }
        if !tls.caFolder.isEmpty { words.append("--capath \(ShellWord.path(tls.caFolder))") }
        // A shared key says by itself that TLS is spoken, and with it no certificate counts.
        if own.addsSystemAuthorities, !isMQTTX {
            words.append("--tls-use-os-certs")
        } else if tls.ca.isEmpty, tls.caFolder.isEmpty, own.preSharedKey == nil {
            // Without a word of certificates mosquitto's programs speak no TLS; neither does martlet but for a wss:// address.
            switch tool {
            case .mosquitto: words.append("--tls-use-os-certs")
            case .martlet: words.append("--tls")
            case .mqttx: break
            }
        }
        if !tls.certificate.isEmpty { words.append("--cert \(ShellWord.path(tls.certificate))") }
        if !tls.key.isEmpty { words.append("--key \(ShellWord.path(tls.key))") }
        for name in tls.alpn { words.append("\(isMQTTX ? "--alpn" : "--tls-alpn") \(ShellWord.quoted(name))") }
        if !tls.serverName.isEmpty { words.append("--server-name \(ShellWord.quoted(tls.serverName))") }
        if !tls.verify { words.append("--insecure") }
        if let password = tls.keyPassword {
            // In the environment and not among the words, which every user of the machine can read.
            assignments.append("MARTLET_KEY_PASSWORD=\(value(of: password, asking: "MARTLET_KEY_PASSWORD"))")
        }
        writeSharedKey(own)
        writeFinerPoints(own)
    }

    private mutating func writeSharedKey(_ tls: BrokerTLS) {
        guard let key = tls.preSharedKey else { return }
        if tool == .martlet {
            assignments.append("MARTLET_PSK=\(value(of: key, asking: "MARTLET_PSK"))")
        } else {
            words.append("--psk \(value(of: key, asking: "MQTT_PSK"))")
        }
        // None is one with a secret in it.
        let name = tls.preSharedIdentity
        words.append(
            "--psk-identity \(name.isEmpty ? value(of: .prompt, asking: "MQTT_PSK_IDENTITY") : ShellWord.quoted(name))")
    }

    /// What of TLS is for each program as far as it goes: without it the broker is reached all the same, or says why not.
    private mutating func writeFinerPoints(_ tls: BrokerTLS) {
        var left: [String] = []
        func add(_ letter: String, _ value: String, _ name: String, _ isKnown: Bool, _ words: inout [String]) {
            guard !value.isEmpty else { return }
            if isKnown { words.append("\(letter) \(value)") } else { left.append(name) }
        }
        let isMQTTX = tool == .mqttx
        add("--tls-version", tls.version, "the TLS version \(tls.version)", !isMQTTX, &words)
        let ciphers = tls.ciphers.isEmpty ? "" : ShellWord.quoted(tls.ciphers)
        add("--ciphers", ciphers, "the ciphers \(tls.ciphers)", !isMQTTX, &words)
        let log = tls.keyLog.isEmpty ? "" : ShellWord.path(tls.keyLog)
        // Only the newest of mosquitto's programs write one, and the others refuse the letter.
        add("--tls-keylog", log, "the log of TLS keys \(tls.keyLog)", tool == .martlet, &words)
        if isMQTTX, tls.addsSystemAuthorities { left.append("the system's certificates beside those of --ca") }
        if !left.isEmpty { comments.append("Left out: \(left.joined(separator: ", "))".withoutControls) }
    }

    private mutating func writeClient() {
        if !access.clientID.isEmpty {
            comments.append(
                "The connection's own client identifier is \(access.clientID.withoutControls): "
                    + "with -i and it this would take the connection's place")
        } else if ![ConnectionDraft().clientID, ""].contains(access.settings.clientID) {
            comments.append(
                "Left out: the client identifier, which the profile writes as "
                    + access.settings.clientID.withoutControls)
        }
        if access.isUsernameSecret {
            words.append("-u \(value(of: .prompt, asking: "MQTT_USERNAME"))")
        } else if !access.username.isEmpty {
            words.append("-u \(ShellWord.quoted(access.username))")
        }
        guard let password = access.password else { return }
        // mosquitto's programs and mqttx take a password as an argument alone.
        if tool == .martlet {
            assignments.append("MARTLET_PASSWORD=\(value(of: password, asking: "MARTLET_PASSWORD"))")
        } else {
            words.append("-P \(value(of: password, asking: "MQTT_PASSWORD"))")
        }
    }

    /// A secret as the shell finds it.
    mutating func value(of secret: Secret, asking variable: String) -> String {
        let secret = ShellSecret(secret, asking: variable)
        if let comment = secret.comment { comments.append(comment) }
        return secret.word
    }
}

extension BrokerCommand.Purpose {
    /// The program of a family that does it.
    public func name(by tool: CommandTool) -> String { tool.program(for: task) }

    var task: CommandTool.Task {
        switch self {
        case .publish: .publish
        case .subscribe: .subscribe
        case .connect: .connect
        case .expect: .expect
        }
    }
}
