/// How a verb for scripts ends: mosquitto's exit codes. A refusing CONNACK's own code comes on top of these.
public enum ExitStatus {
    /// All went well.
    public static let success: Int32 = 0
    /// Something failed that has no code of its own.
    public static let failure: Int32 = 1
    /// The connection was lost (mosquitto's MOSQ_ERR_CONN_LOST).
    public static let connectionLost: Int32 = 7
    /// The time of `-W` is over (mosquitto's MOSQ_ERR_TIMEOUT).
    public static let timeOut: Int32 = 27
}
