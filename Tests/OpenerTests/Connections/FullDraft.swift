import Profile

extension ConnectionDraft {
    /// A connection in which every field says something, and every text a variable.
    static var full: ConnectionDraft {
        var draft = ConnectionDraft(name: "full", url: "wss://{{host}}:9001/{{x}}")
        draft.version = "5"
        draft.clientID = "id-{{x}}"
        draft.username = "user-{{x}}"
        draft.password = .literal("password-{{x}}")
        draft.keepAlive = 17
        draft.cleanStart = false
        draft.sessionExpiry = 99
        draft.isStrict = true
        draft.tls.ca = "ca-{{x}}"
        draft.tls.caFolder = "folder-{{x}}"
        draft.tls.certificate = "certificate-{{x}}"
        draft.tls.key = "key-{{x}}"
        draft.tls.keyPassword = .literal("key-password-{{x}}")
        draft.tls.verify = false
        draft.tls.alpn = ["mqtt", "two"]
        draft.tls.serverName = "server-{{x}}"
        draft.brokerTLS.ciphers = "ciphers-{{x}}"
        draft.brokerTLS.version = "tlsv1.2"
        draft.brokerTLS.keyLog = "log-{{x}}"
        draft.brokerTLS.addsSystemAuthorities = true
        draft.headers = [
            DraftField("X-{{x}}", "header-{{x}}"), DraftField("Off", "1", isEnabled: false),
        ]
        var will = WillDraft()
        will.topic = "will/{{x}}"
        will.payload = "gone-{{x}}"
        will.qos = 2
        will.retain = true
        will.delay = 5
        will.properties.contentType = "type/{{x}}"
        will.properties.isUTF8 = true
        will.properties.expiry = 60
        will.properties.responseTopic = "response/{{x}}"
        will.properties.correlationData = "0x00fF"
        will.properties.userProperties = [DraftField("w-{{x}}", "w"), DraftField("off", "1", isEnabled: false)]
        // Of a will it means nothing, and must not be sent.
        will.properties.topicAlias = 3
        draft.will = will
        var subscription = SubscriptionDraft("home/{{x}}", qos: 2)
        subscription.noLocal = true
        subscription.retainAsPublished = true
        subscription.retainHandling = 2
        draft.subscriptions = [subscription]
        draft.userProperties = [DraftField("u-{{x}}", "u"), DraftField("off", "1", isEnabled: false)]
        var aws = AWSDraft()
        (aws.accessKey, aws.secretKey, aws.region) = ("{{x}}", .literal("s-{{x}}"), "r-{{x}}")
        draft.aws = aws
        var authentication = AuthenticationDraft()
        (authentication.method, authentication.data) = ("m-{{x}}", .literal("d-{{x}}"))
        draft.authentication = authentication
        draft.limits.receiveMaximum = 7
        draft.limits.maximumPacketSize = 4096
        draft.limits.topicAliasMaximum = 8
        draft.limits.maximumInFlight = 11
        draft.limits.maximumQueuedBytes = 2048
        draft.limits.maximumUnreadBytes = 3072
        draft.limits.connectTimeout = 1.5
        draft.limits.fallbackTimeout = 2.5
        draft.limits.pingTimeout = 3.5
        draft.limits.followsRedirects = true
        draft.limits.requestResponseInformation = true
        draft.limits.requestProblemInformation = false
        draft.reconnect.isEnabled = false
        draft.reconnect.minimum = 4.5
        draft.reconnect.maximum = 5.5
        return draft
    }

    /// The same with a shared key, which goes with no authorities.
    static var shared: ConnectionDraft {
        var draft = full
        (draft.tls.ca, draft.tls.caFolder) = ("", "")
        draft.brokerTLS.preSharedKey = .literal("00ff{{digits}}")
        draft.brokerTLS.preSharedIdentity = "sensor-{{x}}"
        return draft
    }
}

/// The paths of the fields of a value that are as they are in another, however deep.
func sameFields(_ value: Any, _ other: Any, _ path: String = "") -> [String] {
    let (mirror, plain) = (Mirror(reflecting: value), Mirror(reflecting: other))
    guard mirror.displayStyle == .struct, !mirror.children.isEmpty, plain.children.count == mirror.children.count else {
        return "\(value)" == "\(other)" ? [path] : []
    }
    return zip(mirror.children, plain.children).flatMap { field, before in
        sameFields(field.value, before.value, path + "." + (field.label ?? ""))
    }
}
