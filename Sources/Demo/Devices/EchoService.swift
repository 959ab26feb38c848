import MQTT
import Text

/// Answers requests: what is published to `demo/echo/request` comes back on the response topic with its correlation
/// data (MQTT 5 4.10), or on `demo/echo/response` when the request names none.
struct EchoService: Device {
    let clientID = "echo-service"
    private var isConnected = false

    mutating func step(at now: DemoTime, with random: inout SplitMix64) -> [DeviceAction] {
        if isConnected { return [] }
        isConnected = true
        // Not what it says itself, nor what was kept: nobody waits for the answer to an old request.
        let requests = Subscription(
            filter: "demo/echo/request", qos: .exactlyOnce, noLocal: true, retainHandling: .doNotSend)
        return [
            .connect(.device(clientID)), .subscribe([requests]),
            .publish(
                .device(
                    "demo/echo/help", "Publish to demo/echo/request with a response topic; the payload comes back.",
                    qos: .atLeastOnce, retain: true)),
        ]
    }

    mutating func receive(_ message: Publish, at now: DemoTime) -> [DeviceAction] {
        let topic = message.properties.responseTopic ?? "demo/echo/response"
        // Its own request as the answer would go round for ever.
        if topic == "demo/echo/request" { return [] }
        var properties = Properties()
        properties.correlationData = message.properties.correlationData
        properties.contentType = message.properties.contentType
        var answer = message
        answer.topic = topic
        answer.retain = false
        answer.duplicate = false
        answer.properties = properties
        return [.publish(answer)]
    }
}
