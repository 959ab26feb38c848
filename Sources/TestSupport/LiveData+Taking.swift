public import Text
public import Topics

extension LiveData {
    /// Takes a message in whose parts are given as arrays or texts.
    public func take(
        _ topic: String, _ payload: some Sequence<UInt8> = [], properties: [UInt8] = [],
        flags: MessageFlags = [],
        at time: Moment = 1_000_000
    ) {
        let payload = Array(payload)
        Array(topic.utf8).withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                properties.withUnsafeBytes { properties in
                    receive(topic: topic, payload: payload, properties: properties, flags: flags, at: time)
                }
            }
        }
    }

    /// Does all work there is.
    public func settle(now: Moment? = nil) {
        while advance(until: .now + .seconds(5), now: now) {}
    }
}
