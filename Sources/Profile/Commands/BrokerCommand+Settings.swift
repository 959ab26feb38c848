import Text

/// What else is set of a connection in the words of a program; what it has no words for is named in a comment.
extension BrokerCommand {
    /// Subscriptions of a connection, where the program that connects makes some.
    mutating func connect(_ filters: [SubscriptionDraft]) {
        guard tool == .mqttx else { return write(filters) }
        guard !filters.isEmpty else { return }
        let words = filters.map { "-t \(ShellWord.quoted($0.filter))" }.joined(separator: " ")
        comments.append("Left out: \(words.withoutControls): mqttx conn subscribes to nothing, mqttx sub does")
    }

    /// Writes the settings: those that say who one is for each purpose, the others for a connection alone.
    mutating func writeSettings() {
        let settings = access.settings
        if settings.aws != nil { comments.append("Left out: the signature for AWS IoT, which holds for a few minutes") }
        var left: [String] = []
        write(settings.authentication, &left)
        for property in settings.userProperties where property.isEnabled {
            let letters = task == .connect ? "-up" : "-Cup"
            write5(
                "the user property \(property.name)", "user-property \(Self.pair(property))",
                Self.pair(property, letters), &left)
        }
        if task == .connect {
            writeSession(settings, &left)
            write(settings.limits, &left)
            if let will = settings.will { write(will, &left) }
        }
        if !left.isEmpty { comments.append("Left out: \(left.joined(separator: ", "))".withoutControls) }
        guard task == .connect else { return }
        let own = Self.own(settings, strict: tool != .martlet)
        if !own.isEmpty { comments.append("Left out, as the profile alone says it: \(own.joined(separator: ", "))") }
    }

    /// Writes what MQTT 5 alone has, or names it; with an older version nobody sends it.
    /// - Parameters:
    ///   - property: what `-D` of mosquitto's programs and martlet's takes for a packet.
    ///   - letters: those of mqttx; nil where it has none.
    private mutating func write5(
        _ name: String, _ property: String?, _ letters: String?, of packet: String = "connect", _ left: inout [String]
    ) {
        guard version != "3.1.1", version != "3.1" else { return }
        let written: String? =
            switch tool {
            case .mqttx: letters
            // Without -V mosquitto's programs speak 3.1.1, and refuse properties.
            case .mosquitto: version == "5" ? property.map { "-D \(packet) \($0)" } : nil
            // The explorer has no -D.
            case .martlet: task == .connect ? nil : property.map { "-D \(packet) \($0)" }
            }
        if let written { words.append(written) } else { left.append(name) }
    }

    private static func pair(_ field: DraftField) -> String {
        "\(ShellWord.quoted(field.name)) \(ShellWord.quoted(field.value))"
    }

    /// mqttx parts name and value at the first colon, and takes no pair without a value.
    private static func pair(_ field: DraftField, _ letters: String) -> String? {
        field.name.contains(":") || field.value.isEmpty
            ? nil : "\(letters) \(ShellWord.quoted("\(field.name): \(field.value)"))"
    }

    private mutating func write(_ authentication: AuthenticationDraft?, _ left: inout [String]) {
        guard let authentication, !authentication.method.isEmpty else { return }
        let name = "the authentication by \(authentication.method)"
        let before = words.count
        write5(name, "authentication-method \(ShellWord.quoted(authentication.method))", nil, &left)
        guard words.count > before, let data = authentication.data else { return }
        words.append("-D connect authentication-data \(value(of: data, asking: "MQTT_AUTH_DATA"))")
    }

    private mutating func writeSession(_ settings: ConnectionDraft, _ left: inout [String]) {
        let usual = ConnectionDraft()
        if settings.keepAlive != usual.keepAlive {
            // mosquitto's programs refuse less.
            if tool == .mosquitto, settings.keepAlive < 5 {
                left.append("the keep alive of \(settings.keepAlive) s")
            } else {
                words.append("-k \(settings.keepAlive)")
            }
        }
        if !settings.cleanStart {
            // Under an identifier made for the command it would be another session, which nobody ever ends.
            left.append(
                "the session that is kept (\(tool == .mqttx ? "--no-clean" : "-c")), which is that of the identifier")
        }
        if settings.isStrict, tool == .martlet { words.append("--strict") }
        guard let seconds = settings.sessionExpiry, version != "3.1.1", version != "3.1" else { return }
        if tool == .mosquitto, version != "5" {
            left.append("the session expiry of \(seconds) s")
        } else {
            words.append("\(tool == .mqttx ? "-se" : "-x") \(seconds)")
        }
    }

    private mutating func write(_ limits: ConnectionLimits, _ left: inout [String]) {
        if let number = limits.receiveMaximum {
            write5(
                "receive maximum \(number)", "receive-maximum \(number)", "--receive-maximum \(number)", &left)
        }
        if let number = limits.maximumPacketSize {
            write5(
                "maximum packet size \(number)", "maximum-packet-size \(number)", "--maximum-packet-size \(number)",
                &left)
        }
        if let number = limits.topicAliasMaximum {
            write5(
                "topic alias maximum \(number)", "topic-alias-maximum \(number)", "--topic-alias-maximum \(number)",
                &left)
        }
        if limits.requestResponseInformation {
            write5("the wish for response information", "request-response-information 1", "--req-response-info", &left)
        }
        if !limits.requestProblemInformation {
            write5(
                "the wish for no problem information", "request-problem-information 0", "--no-req-problem-info", &left)
        }
    }

    private mutating func write(_ will: WillDraft, _ left: inout [String]) {
        words.append("--will-topic \(ShellWord.quoted(will.topic))")
        if will.payload.contains("\0") {
            left.append("the will's payload, which no argument of a program can hold")
        } else if !will.payload.isEmpty {
            words.append("\(tool == .mqttx ? "--will-message" : "--will-payload") \(ShellWord.quoted(will.payload))")
        }
        if will.qos > 0 { words.append("--will-qos \(will.qos)") }
        if will.retain { words.append("--will-retain") }
        if let seconds = will.delay {
            write5(
                "the will's delay of \(seconds) s", "will-delay-interval \(seconds)", "-Wd \(seconds)", of: "will",
                &left)
        }
        let properties = will.properties
        if let isUTF8 = properties.isUTF8 {
            write5(
                "the will's payload format", "payload-format-indicator \(isUTF8 ? 1 : 0)", isUTF8 ? "-Wpf" : nil,
                of: "will", &left)
        }
        if let seconds = properties.expiry {
            write5(
                "the will's expiry of \(seconds) s", "message-expiry-interval \(seconds)", "-We \(seconds)", of: "will",
                &left)
        }
        if !properties.contentType.isEmpty {
            let type = ShellWord.quoted(properties.contentType)
            write5("the will's content type", "content-type \(type)", "-Wct \(type)", of: "will", &left)
        }
        if !properties.responseTopic.isEmpty {
            let topic = ShellWord.quoted(properties.responseTopic)
            write5("the will's response topic", "response-topic \(topic)", "-Wrt \(topic)", of: "will", &left)
        }
        writeCorrelation(properties, &left)
        for property in properties.userProperties where property.isEnabled {
            write5(
                "the will's user property \(property.name)", "user-property \(Self.pair(property))",
                Self.pair(property, "-Wup"), of: "will", &left)
        }
    }

    private mutating func writeCorrelation(_ properties: PublishDraftProperties, _ left: inout [String]) {
        guard !properties.correlationData.isEmpty else { return }
        let bytes = (try? properties.correlationBytes()) ?? nil
        let text = bytes.flatMap { String(validating: $0, as: UTF8.self) }.map(ShellWord.quoted)
        // Bytes that are no text are made by printf in a substitution, which loses NUL and a line end at the end.
        let canHold = bytes.map { !$0.contains(0) && $0.last != 0x0A } ?? false
        let made = bytes.map { text ?? "\"$(printf \(ShellWord.format($0)))\"" }
        write5(
            "the will's correlation data", canHold ? made.map { "correlation-data \($0)" } : nil,
            canHold ? text.map { "-Wcd \($0)" } : nil, of: "will", &left)
    }

    /// What a client keeps to itself and no packet has.
    private static func own(_ settings: ConnectionDraft, strict: Bool) -> [String] {
        let (limits, reconnect) = (settings.limits, settings.reconnect)
        func number(_ name: String, _ value: Int?) -> String? { value.map { "\(name) \($0)" } }
        func time(_ name: String, _ value: Double?) -> String? { value.map { "\(name) \($0.short) s" } }
        let all: [String?] = [
            settings.isStrict && strict ? "to be strict" : nil,
            number("messages in flight", limits.maximumInFlight),
            number("bytes that wait for the broker", limits.maximumQueuedBytes),
            number("bytes that wait for the screen", limits.maximumUnreadBytes),
            time("time to connect", limits.connectTimeout), time("time until 3.1.1 is tried", limits.fallbackTimeout),
            time("time for the answer to a ping", limits.pingTimeout),
            limits.followsRedirects ? "to follow redirects" : nil,
            reconnect.isEnabled ? nil : "not to connect again",
            time("shortest pause before the next attempt", reconnect.minimum),
            time("longest pause before the next attempt", reconnect.maximum),
        ]
        return all.compactMap(\.self)
    }
}
