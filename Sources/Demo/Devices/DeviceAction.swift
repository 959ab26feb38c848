import MQTT

/// What a simulated device does on its connection.
enum DeviceAction {
    /// It connects.
    case connect(Connect)
    /// It subscribes; its messages come to `Device.receive`.
    case subscribe([Subscription])
    /// It publishes.
    case publish(Publish)
    /// Its connection breaks without a word: the broker publishes its will.
    case drop
}
