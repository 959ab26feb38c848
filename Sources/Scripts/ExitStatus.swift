/// How a verb for scripts ends: mosquitto's exit codes.
public enum ExitStatus {
    /// All went well.
    public static let success: Int32 = 0
    /// Something failed that has no code of its own.
    public static let failure: Int32 = 1
    /// The time of `-W` is over (mosquitto's MOSQ_ERR_TIMEOUT).
    public static let timeOut: Int32 = 27
}
