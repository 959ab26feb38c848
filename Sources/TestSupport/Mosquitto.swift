import Glibc
import Synchronization

/// A real mosquitto on free ports of 127.0.0.1, with a listener of every kind. It ends with this object, or with the
/// test process.
///
/// Accounts of ``Listener/password``, ``Listener/restricted`` and so on: `alice` / `secret` may do all; `bob` /
/// `hunter2` reads `sensors/#` and writes `cmd/bob/#`.
public final class Mosquitto: Sendable {
    /// What a listener asks for.
    public enum Listener: Int, CaseIterable, Sendable {
        /// Nothing.
        case open
        /// A user name and password. What the user may not read is granted and never delivered.
        case password
        /// A user name and password. A filter that the user may not read is refused in SUBACK, a topic in PUBACK.
        case restricted
        /// TLS, by ``Certificates/server``.
        case tls
        /// TLS with a client certificate of ``Certificates/authority``.
        case mutualTLS
        /// WebSocket, path `/` or any other.
        case webSocket
        /// WebSocket over TLS.
        case secureWebSocket
        /// TLS, certificate expired.
        case expired
        /// TLS, certificate of another host.
        case wrongHost
        /// TLS, certificate by an authority nobody trusts.
        case unknownAuthority
        /// TLS, a leaf and the intermediate that signed it.
        case chain
    }

    /// How the broker is set up.
    public struct Options: Sendable {
        /// Seconds between `$SYS` publications; 0 turns them off.
        public var sysInterval = 1
        /// `max_queued_messages`
        public var maximumQueued = 1_000
        /// `max_inflight_messages`: also the receive maximum that MQTT 5 clients are told.
        public var maximumInFlight = 20
        /// Further lines for the general part of the configuration, such as `max_packet_size 1000`.
        public var settings: [String] = []
        /// Further lines for the open listener, such as `max_topic_alias 5`.
        public var openListenerSettings: [String] = ["max_topic_alias 10"]

        /// The defaults.
        public init() {}
    }

    /// Its configuration, log, data and unix socket live here.
    public let folder: String
    /// The path of the unix socket, which asks for nothing.
    public var unixSocket: String { "\(folder)/mosquitto.sock" }
    /// The certificates of the TLS listeners.
    public let certificates: Certificates

    private let ports: [Int]
    private let process = Mutex<ChildProcess?>(nil)

    private init(folder: String, certificates: Certificates, ports: [Int]) {
        self.folder = folder
        self.certificates = certificates
        self.ports = ports
    }

    /// Starts a broker and returns when it listens everywhere. Throws a ``Requirement`` when it is not installed, and
    /// its log when it does not start.
    public static func start(_ options: Options = Options()) async throws -> Mosquitto {
        _ = try Requirement.mosquitto.path()
        let certificates = try Certificates.shared()
        var failure = TestFailure("")
        // Another process may take a port between the search and the start.
        for _ in 0..<4 {
            let folder = try Scratch.newFolder("mosquitto")
            let broker = Mosquitto(
                folder: folder, certificates: certificates, ports: FreePorts.find(Listener.allCases.count))
            try broker.writeFiles(options)
            do {
                try await broker.launch()
                return broker
            } catch let error as TestFailure {
                failure = error
                if !error.description.contains("Address already in use") { break }
            }
        }
        throw failure
    }

    /// The port of a listener on 127.0.0.1.
    public func port(of listener: Listener = .open) -> Int { ports[listener.rawValue] }

    /// What it has logged since its first start.
    public var log: String { (try? Scratch.read("\(folder)/log")) ?? "" }

    /// Waits until its log says `text`, counted from the first start.
    public func waitForLog(_ text: String, within limit: Duration = .seconds(10)) async throws {
        _ = try await waiting(for: "\"\(text)\" in the broker's log", within: limit, report: { log }) {
            log.contains(text) ? true : nil
        }
    }

    /// Makes it save its retained messages and sessions, so that ``kill()`` loses none of them. Returns when it has.
    public func save() async throws {
        let path = "\(folder)/mosquitto.db"
        let before = Self.fileMark(path)
        process.withLock { $0?.signal(SIGUSR1) }
        // It writes a new file and renames it.
        _ = try await waiting(for: "mosquitto to save", report: { log }) {
            Self.fileMark(path) == before ? nil : true
        }
    }

    /// Tells one writing of a file from another: a number alone comes again when it has been given back.
    private static func fileMark(_ path: String) -> [Int]? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return [Int(facts.st_ino), facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
    }

    /// SIGKILL: connections end without a word; what it had saved (``save()``) stays.
    public func kill() {
        process.withLock {
            $0?.end()
            $0 = nil
        }
    }

    /// SIGSTOP: its sockets stay open and nothing answers, until ``thaw()``.
    public func freeze() { process.withLock { $0?.signal(SIGSTOP) } }

    /// SIGCONT: it goes on.
    public func thaw() { process.withLock { $0?.signal(SIGCONT) } }

    /// SIGTERM: it saves its data and says DISCONNECT to MQTT 5 clients. Returns when it is gone.
    public func stop() async throws {
        let running = process.withLock { process -> ChildProcess? in
            defer { process = nil }
            return process
        }
        guard let running else { return }
        running.signal(SIGTERM)
        _ = try await running.exited()
    }

    /// Starts it again on the same ports with the data it saved, after ``stop()`` if it runs. Returns when it listens.
    public func restart() async throws {
        try await stop()
        try await launch()
    }

    /// Starts the program and waits for its "running", which it logs once every listener is open.
    private func launch() async throws {
        let before = log.utf8.count
        let child = try ChildProcess(
            [try Requirement.mosquitto.path(), "-c", "\(folder)/mosquitto.conf"], outputFile: "\(folder)/log")
        process.withLock { $0 = child }
        _ = try await waiting(for: "mosquitto to listen", within: .seconds(20), report: { log }) {
            let new = log.utf8.dropFirst(before)
            if Substring(new).contains(" running\n") { return true }
            if let status = child.exitStatus() { throw TestFailure("mosquitto ended, \(status):\n\(log)") }
            return nil
        }
    }
}
