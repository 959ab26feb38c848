public import Text

/// A shared access signature of Azure: a text that says until when its bearer may use a resource. The same is a header of
/// a request and a password of MQTT.
public struct SharedAccessSignature: Hashable, Sendable {
    /// What may be used: `myhub.azure-devices.net/devices/d1`, or the URL of a namespace.
    public var resource: String
    /// The name of the key; empty for a device's own.
    public var keyName: String
    /// The key: Base64, as Azure shows it. A key of Service Bus is taken as it stands.
    public var key: String
    /// How long it is valid, in minutes.
    public var minutes: Int

    /// A signature of its parts.
    public init(resource: String, keyName: String, key: String, minutes: Int) {
        self.resource = resource
        self.keyName = keyName
        self.key = key
        self.minutes = minutes
    }

    /// The text and when it ends.
    /// - Throws: ``SignInProblem`` when it cannot be made.
    public func made(at now: Moment) throws(SignInProblem) -> SignInToken {
        guard !resource.isEmpty else { throw SignInProblem("a shared access signature needs its resource (sr)") }
        guard !key.isEmpty else { throw SignInProblem("a shared access signature needs its key") }
        let end = now / 1_000_000 + Moment(minutes) * 60
        let place = PercentEncoding.component(resource)
        // Signed is the encoded resource, a line feed, and the end in seconds.
        let signature = Base64.encode(Hash.hmacSHA256(Array("\(place)\n\(end)".utf8), key: keyBytes))
        var text = "SharedAccessSignature sr=\(place)&sig=\(PercentEncoding.component(signature))&se=\(end)"
        if !keyName.isEmpty { text += "&skn=\(PercentEncoding.component(keyName))" }
        var token = SignInToken(access: text, obtainedAt: now)
        token.expiresAt = end * 1_000_000
        return token
    }

    /// An IoT Hub signs with the bytes that Base64 stands for, Service Bus and Event Hubs with the letters.
    private var keyBytes: [UInt8] {
        let isBus = resource.lowercased().contains(".servicebus.")
        if !isBus, let bytes = try? Base64.decode(key) { return bytes }
        return Array(key.utf8)
    }
}
