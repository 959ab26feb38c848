/// Ports on 127.0.0.1 that nobody listens on.
public enum FreePorts {
    /// `count` different free ports below the range that the system gives to outgoing connections: a broker that is
    /// restarted finds its port free again.
    public static func find(_ count: Int) -> [Int] {
        var ports: [Int] = []
        while ports.count < count {
            let port = Int.random(in: 15_000..<32_000)
            if !ports.contains(port), LoopbackSocket.isFree(port) { ports.append(port) }
        }
        return ports
    }
}
