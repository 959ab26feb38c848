import Payloads

extension ConnectionDraft: ProfileItem {
    static let kind = "connection"
    static let order = MemberOrder(
        [
            "name", "url", "protocol", "clientID", "username", "password", "keepAlive", "cleanStart", "sessionExpiry",
            "strict", "tls", "headers", "will", "subscriptions", "userProperties", "authentication", "aws",
            "limits", "reconnect",
        ],
        [
            "tls": BrokerTLS.order, "headers": DraftField.order, "will": WillDraft.order,
            "subscriptions": SubscriptionDraft.order, "userProperties": DraftField.order,
            "authentication": AuthenticationDraft.order, "aws": AWSDraft.order, "limits": ConnectionLimits.order,
            "reconnect": ReconnectDraft.order,
        ])

    var profileKey: String { name }

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        name = reader.text("name", of: object) ?? ""
        url = reader.text("url", of: object) ?? ""
        if name.isEmpty { reader.problem(object, "a connection needs a \"name\"") }
        // An empty one is accepted: a connection that is being made is saved, too.
        if object["url"] == nil { reader.problem(object, "a connection needs a \"url\": mqtt://host:1883") }
        version = reader.word("protocol", of: object, from: Self.versions) ?? "auto"
        // An ID that is not there is the default; an empty one lets the broker choose.
        if let text = reader.text("clientID", of: object) { clientID = text }
        username = reader.text("username", of: object) ?? ""
        password = Secret.member("password", of: object, &reader)
        keepAlive = reader.number("keepAlive", of: object, in: 0...65535) ?? 60
        cleanStart = reader.flag("cleanStart", of: object) ?? true
        sessionExpiry = reader.number("sessionExpiry", of: object, in: 0...UInt32.max)
        isStrict = reader.flag("strict", of: object) ?? false
        (tls, brokerTLS) = BrokerTLS.member(of: object, &reader)
        headers = DraftField.list("headers", of: object, &reader)
        will = reader.at("will", of: object) { WillDraft($1, &$0) }
        subscriptions = reader.list("subscriptions", of: object) { SubscriptionDraft($1, &$0) }
        userProperties = DraftField.list("userProperties", of: object, &reader)
        authentication = reader.at("authentication", of: object) { AuthenticationDraft($1, &$0) }
        aws = reader.at("aws", of: object) { AWSDraft($1, &$0) }
        limits = reader.at("limits", of: object) { ConnectionLimits($1, &$0) } ?? ConnectionLimits()
        reconnect = reader.at("reconnect", of: object) { ReconnectDraft($1, &$0) } ?? ReconnectDraft()
    }

    /// The words of `protocol`.
    public static let versions = ["auto", "5", "3.1.1", "3.1"]

    var json: JSONValue {
        var object = ProfileObject()
        object.add("name", JSONValue(text: name))
        // Written even when empty: without it the profile would be no valid one.
        object.add("url", JSONValue(text: url))
        object.add("protocol", version, unless: "auto")
        // An empty one is written: it is not the default.
        object.add("clientID", clientID, unless: ConnectionDraft().clientID)
        object.add("username", username)
        object.add("password", password?.json)
        object.add("keepAlive", keepAlive, unless: 60)
        object.add("cleanStart", cleanStart, unless: true)
        object.add("sessionExpiry", sessionExpiry)
        object.add("strict", isStrict, unless: false)
        object.add("tls", object: brokerTLS.json(with: tls))
        object.add("headers", list: headers.map(\.json))
        object.add("will", will?.json)
        object.add("subscriptions", list: subscriptions.map(\.json))
        object.add("userProperties", list: userProperties.map(\.json))
        object.add("authentication", authentication?.json)
        object.add("aws", aws?.json)
        object.add("limits", object: limits.json)
        object.add("reconnect", object: reconnect.json)
        return object.value
    }
}

extension SubscriptionDraft {
    static let order = MemberOrder(["filter", "qos", "noLocal", "retainAsPublished", "retainHandling"])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        reader.check(object, known: Self.order.names)
        self.init(reader.text("filter", of: object) ?? "")
        if object["filter"] == nil { reader.problem(object, "a subscription needs a \"filter\"") }
        qos = reader.number("qos", of: object, in: 0...2) ?? 0
        noLocal = reader.flag("noLocal", of: object) ?? false
        retainAsPublished = reader.flag("retainAsPublished", of: object) ?? false
        retainHandling = reader.number("retainHandling", of: object, in: 0...2) ?? 0
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("filter", JSONValue(text: filter))
        object.add("qos", qos, unless: 0)
        object.add("noLocal", noLocal, unless: false)
        object.add("retainAsPublished", retainAsPublished, unless: false)
        object.add("retainHandling", retainHandling, unless: 0)
        return object.value
    }
}

extension WillDraft {
    static let order = MemberOrder(
        ["topic", "payload", "qos", "retain", "delay", "properties"], ["properties": PublishDraftProperties.order])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        topic = reader.text("topic", of: object) ?? ""
        if topic.isEmpty { reader.problem(object, "a will needs a \"topic\"") }
        payload = reader.text("payload", of: object) ?? ""
        qos = reader.number("qos", of: object, in: 0...2) ?? 0
        retain = reader.flag("retain", of: object) ?? false
        delay = reader.number("delay", of: object, in: 0...UInt32.max)
        properties = PublishDraftProperties.member(of: object, &reader)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("topic", JSONValue(text: topic))
        object.add("payload", payload)
        object.add("qos", qos, unless: 0)
        object.add("retain", retain, unless: false)
        object.add("delay", delay)
        object.add("properties", object: properties.json)
        return object.value
    }
}

extension ConnectionLimits {
    static let order = MemberOrder([
        "receiveMaximum", "maximumPacketSize", "topicAliasMaximum", "maximumInFlight", "maximumQueuedBytes",
        "maximumUnreadBytes", "connectTimeout", "fallbackTimeout", "pingTimeout", "followRedirects",
        "requestResponseInformation", "requestProblemInformation",
    ])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        // 0 would be a violation in CONNECT (MQTT 5 3.1.2.11.3, 3.1.2.11.4).
        receiveMaximum = reader.number("receiveMaximum", of: object, in: 1...65535)
        maximumPacketSize = reader.number("maximumPacketSize", of: object, in: 1...UInt32.max)
        topicAliasMaximum = reader.number("topicAliasMaximum", of: object, in: 0...65535)
        maximumInFlight = reader.number("maximumInFlight", of: object, in: 1...65535)
        // Less than a kibibyte would hold no message, and refuse every one.
        maximumQueuedBytes = reader.number("maximumQueuedBytes", of: object, in: 1024...1 << 40)
        maximumUnreadBytes = reader.number("maximumUnreadBytes", of: object, in: 1024...1 << 40)
        connectTimeout = reader.seconds("connectTimeout", of: object)
        fallbackTimeout = reader.seconds("fallbackTimeout", of: object)
        pingTimeout = reader.seconds("pingTimeout", of: object)
        followsRedirects = reader.flag("followRedirects", of: object) ?? false
        requestResponseInformation = reader.flag("requestResponseInformation", of: object) ?? false
        // On unless it is turned off, as the standard has it (MQTT 5 3.1.2.11.7).
        requestProblemInformation = reader.flag("requestProblemInformation", of: object) ?? true
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("receiveMaximum", receiveMaximum)
        object.add("maximumPacketSize", maximumPacketSize)
        object.add("topicAliasMaximum", topicAliasMaximum)
        object.add("maximumInFlight", maximumInFlight)
        object.add("maximumQueuedBytes", maximumQueuedBytes)
        object.add("maximumUnreadBytes", maximumUnreadBytes)
        object.add("connectTimeout", seconds: connectTimeout)
        object.add("fallbackTimeout", seconds: fallbackTimeout)
        object.add("pingTimeout", seconds: pingTimeout)
        object.add("followRedirects", followsRedirects, unless: false)
        object.add("requestResponseInformation", requestResponseInformation, unless: false)
        object.add("requestProblemInformation", requestProblemInformation, unless: true)
        return object.value
    }
}

extension ReconnectDraft {
    static let order = MemberOrder(["enabled", "minimum", "maximum"])

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: Self.order.names)
        isEnabled = reader.flag("enabled", of: object) ?? true
        minimum = reader.seconds("minimum", of: object)
        maximum = reader.seconds("maximum", of: object)
    }

    var json: JSONValue {
        var object = ProfileObject()
        object.add("enabled", isEnabled, unless: true)
        object.add("minimum", seconds: minimum)
        object.add("maximum", seconds: maximum)
        return object.value
    }
}
