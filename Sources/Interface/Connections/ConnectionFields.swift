import Kit
import Profile

/// The rows of the form: what each shows of a connection, and what of it a typed text changes.
struct ConnectionField {
    enum Kind {
        case line
        case choice([String])
        /// A line that may hold a secret.
        case secret
    }

    let group: String
    let name: String
    var kind = Kind.line
    /// What can be typed, in a few words.
    var help = ""
    /// What it is when nothing is said.
    var usual = ""
    /// Whether what it shows must not be seen.
    var isHidden: (ConnectionDraft) -> Bool = { _ in false }
    let get: (ConnectionDraft) -> String
    /// Takes a text over; answers what is wrong with it.
    let set: (inout ConnectionDraft, String) -> String?
    /// What is allowed of a text and seldom meant.
    /// - Parameter topics: how many topics the broker has, as far as is known.
    var hints: (_ text: String, _ topics: Int) -> [TopicHint] = { _, _ in [] }
}

enum ConnectionFields {
    /// The rows for a connection: its lists have a row for each element and some more.
    static func all(_ draft: ConnectionDraft, checkURL: @escaping (String) -> String? = { _ in nil })
        -> [ConnectionField]
    {
        // In this order, since each row is set in turn: a will is there once its topic was, a secret's kind before
        // its text.
        broker(draft, checkURL) + login() + authentication() + signing(draft) + tls() + session() + will()
            // Three more than there are: rows cannot be added while the form is open.
            + (0..<draft.subscriptions.count + 3).map(subscription) + limits()
    }

    // MARK: - Kinds of rows

    static func text(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, String>, help: String = "",
        usual: String = "", check: @escaping (String) -> String? = { _ in nil }
    ) -> ConnectionField {
        ConnectionField(group: group, name: name, help: help, usual: usual, get: { $0[keyPath: path] }) {
            draft, value in
            draft[keyPath: path] = value
            return check(value)
        }
    }

    static func flag(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, Bool>, usual: Bool, help: String = ""
    ) -> ConnectionField {
        ConnectionField(
            group: group, name: name, kind: .choice(["yes", "no"]), help: help, usual: usual ? "yes" : "no",
            get: { $0[keyPath: path] ? "yes" : "no" }
        ) { draft, value in
            draft[keyPath: path] = value == "yes"
            return nil
        }
    }

    private static func number<Number: FixedWidthInteger>(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, Number?>,
        _ range: ClosedRange<Number>,
        help: String
    ) -> ConnectionField {
        ConnectionField(group: group, name: name, help: help, get: { $0[keyPath: path].map { "\($0)" } ?? "" }) {
            draft, value in
            // What is wrong counts as not said: what was right before is not kept unseen behind it.
            draft[keyPath: path] = nil
            if value.isEmpty { return nil }
            guard let number = Number(value), range.contains(number) else {
                return "\(name): a whole number from \(range.lowerBound) to \(range.upperBound), or nothing"
            }
            draft[keyPath: path] = number
            return nil
        }
    }

    private static func seconds(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, Double?>, help: String
    ) -> ConnectionField {
        ConnectionField(group: group, name: name, help: help, get: { $0[keyPath: path].map(Figures.plain) ?? "" }) {
            draft, value in
            draft[keyPath: path] = nil
            if value.isEmpty { return nil }
            // `inf` and `nan` are numbers to `Double` too: neither is within a day.
            guard let number = Double(value), number > 0, number <= 86_400 else {
                return "\(name): seconds, more than 0, 86400 at most, or nothing"
            }
            draft[keyPath: path] = number
            return nil
        }
    }

    // MARK: - Groups

    private static func broker(
        _ draft: ConnectionDraft, _ checkURL: @escaping (String) -> String?
    ) -> [ConnectionField] {
        let group = "Broker"
        let headers = (0..<draft.headers.count + 1).map { index in
            row(group, "WebSocket header", \.headers, index, help: "Name: value, sent with the upgrade")
        }
        return [
            text(group, "Name", \.name, help: "what you call it") { $0.isEmpty ? "A connection needs a name" : nil },
            text(
                group, "Address", \.url, help: "mqtt:// mqtts:// ws:// wss:// unix:, host, :port, /path; {{variables}}",
                check: checkURL),
            ConnectionField(
                group: group, name: "Protocol", kind: .choice(ConnectionDraft.versions),
                help: "auto: 5, and 3.1.1 where that is refused", usual: "auto", get: \.version
            ) { draft, value in
                draft.version = value
                return nil
            },
        ] + headers
    }

    private static func login() -> [ConnectionField] {
        let group = "Login"
        return [
            text(
                group, "Client identifier", \.clientID,
                help: "{{random}} differs with every start; empty: the broker's choice",
                usual: ConnectionDraft().clientID),
            text(group, "User name", \.username),
        ] + secret(group, "Password", \.password)
    }

    static func secret(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, Secret?>,
        help: String = "the password", check: @escaping (String) -> String? = { _ in nil }
    ) -> [ConnectionField] {
        [
            ConnectionField(
                group: group, name: "\(name) is", kind: .choice(SecretForm.words),
                help: "typed: it stands in the file; else only where to find it", usual: "none",
                get: { SecretForm.word($0[keyPath: path]) }
            ) { draft, value in
                // The text follows in the next row: a kind without its place would be none.
                draft[keyPath: path] = SecretForm.empty(value)
                return nil
            },
            ConnectionField(
                group: group, name: name, kind: .secret,
                help: "\(help), the variable's name, the file's path, or program and arguments",
                // A variable's name or a path is no secret, and easier to get right when it is seen.
                isHidden: { SecretForm.word($0[keyPath: path]) == "typed" },
                get: { SecretForm.text($0[keyPath: path]) }
            ) { draft, value in
                let word = SecretForm.word(draft[keyPath: path])
                draft[keyPath: path] = SecretForm.secret(word, value)
                // What a variable becomes is known when it is opened, and judged then.
                let isKnown = word == "typed" && !value.contains("{{")
                return SecretForm.problem(word, value, name) ?? (isKnown ? check(value) : nil)
            },
        ]
    }

    private static func session() -> [ConnectionField] {
        let group = "Session"
        return [
            ConnectionField(
                group: group, name: "Keep alive", help: "seconds between signs of life; 0 turns them off", usual: "60",
                get: { "\($0.keepAlive)" }
            ) { draft, value in
                // Two bytes on the wire (MQTT 5 3.1.2.10).
                guard let seconds = UInt16(value) else { return "Keep alive: 0 to 65535 seconds" }
                draft.keepAlive = seconds
                return nil
            },
            flag(group, "Clean start", \.cleanStart, usual: true, help: "no: the broker keeps what is missed"),
            // 4,294,967,295 means that it never ends (MQTT 5 3.1.2.11.2).
            number(
                group, "Session expiry", \.sessionExpiry, 0...UInt32.max,
                help: "seconds that the broker keeps the session (MQTT 5)"),
            row(group, "User property", \.userProperties, 0, help: "name: value (MQTT 5)"),
            row(group, "User property", \.userProperties, 1, help: "name: value (MQTT 5)"),
        ]
    }

    /// A field of a will, which is there once it has a topic.
    private static func part(
        _ name: String, help: String = "", usual: String = "", kind: ConnectionField.Kind = .line,
        _ get: @escaping (WillDraft) -> String, _ set: @escaping (inout WillDraft, String) -> String?
    ) -> ConnectionField {
        ConnectionField(
            group: "Will", name: name, kind: kind, help: help, usual: usual, get: { $0.will.map(get) ?? usual }
        ) { draft, value in
            // The topic's row, which comes first, has made none.
            guard var will = draft.will else {
                return value.isEmpty || value == usual ? nil : "A will needs a topic"
            }
            let problem = set(&will, value)
            draft.will = will
            return problem
        }
    }

    private static func number<Number: FixedWidthInteger>(_ value: String, _ number: inout Number?, _ name: String)
        -> String?
    {
        // The type's own bounds are those of the packet: four bytes (MQTT 5 3.1.3.2.2, 3.1.3.2.4).
        number = Number(value)
        return number == nil && !value.isEmpty ? "\(name): 0 to \(Number.max) seconds, or nothing" : nil
    }

    private static func will() -> [ConnectionField] {
        return [
            ConnectionField(
                group: "Will", name: "Topic", help: "published when this client is lost; empty: no will",
                get: { $0.will?.topic ?? "" }
            ) { draft, value in
                if value.isEmpty {
                    draft.will = nil
                    return nil
                }
                // Not a new one each time: the rows below have set the rest of it.
                draft.will = draft.will ?? WillDraft()
                draft.will?.topic = value
                // What a variable becomes is known when it is opened, and judged then.
                return value.contains("{{") ? nil : TopicRules.problem(ofTopic: value)
            } hints: { value, _ in
                TopicHint.all(ofTopic: withoutCalls(value))
            },
            part("Payload", { $0.payload }) {
                $0.payload = $1; return nil
            },
            part("QoS", usual: "0", kind: .choice(["0", "1", "2"]), { "\($0.qos)" }) {
                $0.qos = Int($1) ?? 0; return nil
            },
            part("Retain", usual: "no", kind: .choice(["no", "yes"]), { $0.retain ? "yes" : "no" }) {
                $0.retain = $1 == "yes"
                return nil
            },
            part("Delay", help: "seconds between the loss and the will (MQTT 5)", { $0.delay.map { "\($0)" } ?? "" }) {
                number($1, &$0.delay, "Delay")
            },
            part(
                "Expiry", help: "seconds that the will is good for (MQTT 5)",
                { $0.properties.expiry.map { "\($0)" } ?? "" }
            ) {
                number($1, &$0.properties.expiry, "Expiry")
            },
            part("Content type", help: "such as application/json (MQTT 5)", { $0.properties.contentType }) {
                $0.properties.contentType = $1
                return nil
            },
            part("Response topic", help: "(MQTT 5)", { $0.properties.responseTopic }) {
                $0.properties.responseTopic = $1
                return $1.isEmpty || $1.contains("{{") ? nil : TopicRules.problem(ofTopic: $1)
            },
            part("Correlation data", help: "text, or hexadecimal after 0x (MQTT 5)", { $0.properties.correlationData })
            {
                $0.properties.correlationData = $1
                return nil
            },
        ]
    }

    /// A name and its value in one of the lists.
    private static func row(
        _ group: String, _ name: String, _ path: WritableKeyPath<ConnectionDraft, [DraftField]>, _ index: Int,
        help: String
    ) -> ConnectionField {
        ConnectionField(
            group: group, name: name, help: help,
            isHidden: { draft in
                // `Authorization` and the like, as the name is typed before the colon.
                draft[keyPath: path].indices.contains(index) && Secret.isSecretName(draft[keyPath: path][index].name)
            },
            get: { draft in
                let rows = draft[keyPath: path]
                return rows.indices.contains(index) ? "\(rows[index].name): \(rows[index].value)" : ""
            }
        ) { draft, value in
            var rows = draft[keyPath: path]
            defer { draft[keyPath: path] = rows }
            // Once: the value of a header may have colons, as a URL has.
            let parts = value.split(separator: ":", maxSplits: 1).map { String($0.drop { $0 == " " }) }
            // An emptied row goes when the form is done: until then the others keep their places.
            let field = DraftField(parts.first ?? "", parts.count > 1 ? parts[1] : "")
            if rows.indices.contains(index) {
                rows[index].name = field.name
                rows[index].value = field.value
            } else if !value.isEmpty {
                rows.append(field)
            }
            return value.isEmpty || parts.count == 2 ? nil : "\(name): a name, a colon and a value"
        }
    }

    private static func subscription(_ index: Int) -> ConnectionField {
        ConnectionField(
            group: "Subscriptions", name: "Filter \(index + 1)",
            help: "FILTER [0|1|2] [nl] [rap] [rh0|rh1|rh2]: QoS, no local, retain as published, retain handling",
            get: { draft in
                draft.subscriptions.indices.contains(index) ? SubscriptionForm.text(draft.subscriptions[index]) : ""
            }
        ) { draft, value in
            let subscription = SubscriptionForm.subscription(value)
            if draft.subscriptions.indices.contains(index) {
                draft.subscriptions[index] = subscription
            } else if !value.isEmpty {
                draft.subscriptions.append(subscription)
            }
            return value.isEmpty || value.contains("{{") ? nil : TopicRules.problem(ofFilter: subscription.filter)
        } hints: { value, topics in
            TopicHint.all(ofFilter: withoutCalls(SubscriptionForm.subscription(value).filter), topics: topics)
        }
    }

    /// A topic in which a letter stands for each call of a variable: the blanks of `{{date "%H %M"}}` are none of the topic.
    private static func withoutCalls(_ text: String) -> String {
        var bytes = Array(text.utf8)
        // From the end, so that the ranges before stay true.
        for call in TemplateCall.all(in: text).reversed() { bytes.replaceSubrange(call.range, with: [0x78]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func limits() -> [ConnectionField] {
        let group = "Limits"
        return [
            // 0 is a protocol error in this one and the next (MQTT 5 3.1.2.11.3, 3.1.2.11.4).
            number(
                group, "Receive maximum", \.limits.receiveMaximum, 1...65535,
                help: "QoS 1 and 2 under way to us (MQTT 5)"),
            number(
                group, "Packet size", \.limits.maximumPacketSize, 1...UInt32.max,
                help: "bytes of the largest packet that the broker may send (MQTT 5)"),
            number(
                group, "Topic aliases", \.limits.topicAliasMaximum, 0...65535, help: "that the broker may use (MQTT 5)"),
            number(
                group, "In flight", \.limits.maximumInFlight, 1...65535,
                help: "QoS 1 and 2 under way to the broker; 1000"),
            number(
                group, "Queued bytes", \.limits.maximumQueuedBytes, 1024...1 << 40,
                help: "of messages that wait for the broker; 64 MiB"),
            number(
                group, "Unread bytes", \.limits.maximumUnreadBytes, 1024...1 << 40,
                help: "read ahead of the screen; 4 MiB, then TCP slows the broker"),
            seconds(group, "Connect time-out", \.limits.connectTimeout, help: "seconds; 10"),
            seconds(
                group, "Fallback time-out", \.limits.fallbackTimeout, help: "seconds of silence until 3.1.1 is tried; 4"
            ),
            seconds(group, "Ping time-out", \.limits.pingTimeout, help: "seconds for the answer to a ping; 10"),
            flag(group, "Strict", \.isStrict, usual: false, help: "yes: violations of MQTT close"),
            flag(
                group, "Follow redirects", \.limits.followsRedirects, usual: false,
                help: "go where the broker sends us (MQTT 5)"),
            flag(
                group, "Response information", \.limits.requestResponseInformation, usual: false,
                help: "ask for it (MQTT 5)"),
            flag(
                group, "Problem information", \.limits.requestProblemInformation, usual: true,
                help: "reason strings are wanted (MQTT 5)"),
            flag(group, "Reconnect", \.reconnect.isEnabled, usual: true),
            seconds(group, "Shortest pause", \.reconnect.minimum, help: "seconds before the next attempt; 0.5"),
            seconds(group, "Longest pause", \.reconnect.maximum, help: "seconds; 60"),
        ]
    }

    /// Rows that were emptied go.
    static func tidied(_ draft: ConnectionDraft) -> ConnectionDraft {
        var draft = draft
        draft.headers.removeAll { $0.name.isEmpty }
        draft.userProperties.removeAll { $0.name.isEmpty }
        draft.subscriptions.removeAll { $0.filter.isEmpty }
        return draft
    }
}
