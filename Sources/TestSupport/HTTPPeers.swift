import Glibc
import Synchronization

/// A real nginx on free ports of 127.0.0.1. It ends with this object, or with the test process.
///
/// Paths: `/hello.txt`, `/big.json` (gzip when asked), `/redirect` (301 to `/hello.txt`), `/loop`, `/see-other` (303),
/// `/echo` (the request line and some fields), `/via?port=N` (what another server on loopback answers), `/slow` (20 bytes a second), `/close` (no answer), `/status/500`,
/// `/private/hello.txt` (basic: alice, secret), `/put` (method and length).
public final class Nginx: Sendable {
    /// What a listener asks for.
    public enum Listener: Int, CaseIterable, Sendable {
        /// Nothing.
        case plain
        /// TLS, HTTP/2 offered.
        case tls
        /// TLS with a client certificate of ``Certificates/authority``.
        case mutualTLS
        /// TLS, certificate expired.
        case expired
        /// TLS, certificate of another host.
        case wrongHost
        /// TLS, certificate by an authority nobody trusts.
        case unknownAuthority
    }

    /// Its configuration, log and files live here.
    public let folder: String
    /// The certificates of the TLS listeners.
    public let certificates: Certificates
    private let ports: [Int]
    private let process = Mutex<ChildProcess?>(nil)

    private init(folder: String, certificates: Certificates, ports: [Int]) {
        self.folder = folder
        self.certificates = certificates
        self.ports = ports
    }

    /// The port of a listener.
    public func port(of listener: Listener = .plain) -> Int { ports[listener.rawValue] }

    /// The URL of a path at a listener, by the name localhost.
    public func url(_ path: String, at listener: Listener = .plain) -> String {
        "\(listener == .plain ? "http" : "https")://localhost:\(port(of: listener))\(path)"
    }

    /// Starts it and returns when it listens everywhere. Throws a ``Requirement`` when it is not installed.
    public static func start() async throws -> Nginx {
        let program = try Requirement.nginx.path()
        let certificates = try Certificates.shared()
        let folder = try Scratch.newFolder("nginx")
        let nginx = Nginx(
            folder: folder, certificates: certificates, ports: FreePorts.find(Listener.allCases.count))
        try nginx.writeFiles()
        let child = try ChildProcess(
            [program, "-c", "\(folder)/nginx.conf", "-p", folder], outputFile: "\(folder)/log")
        nginx.process.withLock { $0 = child }
        try await waitForPorts(nginx.ports, of: child, log: "\(folder)/log")
        return nginx
    }

    private func writeFiles() throws {
        for name in ["www", "temporary"] { try makeFolder("\(folder)/\(name)") }
        try Scratch.write("hello\n", to: "\(folder)/www/hello.txt")
        let rows = (0..<5_000).map { "{\"i\":\($0),\"name\":\"sensor\($0)\",\"v\":\($0).50}" }
        try Scratch.write("[\(rows.joined(separator: ","))]", to: "\(folder)/www/big.json")
        // alice, secret
        try Scratch.write("alice:{PLAIN}secret\n", to: "\(folder)/users")
        let places = """
            root \(folder)/www;
            location = /redirect { return 301 /hello.txt; }
            location = /loop { return 302 /loop; }
            location = /see-other { return 303 /echo; }
            location = /echo { return 200 "$request|$http_user_agent|$http_accept|$http_host\\n"; }
            location = /put { return 200 "$request_method $content_length\\n"; }
            location = /via { proxy_pass http://127.0.0.1:$arg_port/; }
            location = /slow { limit_rate 20; alias \(folder)/www/big.json; }
            location = /close { return 444; }
            location = /status/500 { return 500 "oops\\n"; }
            location /private/ { auth_basic "martlet"; auth_basic_user_file \(folder)/users; alias \(folder)/www/; }
            """
        func tls(_ pair: Certificates.Pair) -> String {
            "ssl_certificate \(pair.certificate); ssl_certificate_key \(pair.key); ssl_protocols TLSv1.2 TLSv1.3;"
        }
        func server(_ listener: Listener, _ options: String, _ settings: String) -> String {
            "server { listen 127.0.0.1:\(port(of: listener)) \(options); server_name localhost; \(settings) }"
        }
        let certificates = certificates
        let servers = [
            server(.plain, "", places),
            server(.tls, "ssl http2", tls(certificates.server) + places),
            server(
                .mutualTLS, "ssl",
                tls(certificates.server)
                    + "ssl_client_certificate \(certificates.authority); ssl_verify_client on; location / { return 200 \"$ssl_client_s_dn\\n\"; }"
            ),
            server(.expired, "ssl", tls(certificates.expired) + places),
            server(.wrongHost, "ssl", tls(certificates.wrongHost) + places),
            server(.unknownAuthority, "ssl", tls(certificates.otherServer) + places),
        ]
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/temporary/\($0);" }.joined(separator: " ")
        let user = getuid() == 0 ? "user root;" : ""
        try Scratch.write(
            """
            # One process: workers would outlive a test run that is ended at once.
            daemon off; master_process off; pid \(folder)/pid; error_log stderr warn; \(user)
            events { worker_connections 256; }
            http {
              types { application/json json; text/plain txt; }
              access_log off; \(temporary)
              gzip on; gzip_types application/json; gzip_min_length 100; client_max_body_size 64m;
              \(servers.joined(separator: "\n  "))
            }
            """, to: "\(folder)/nginx.conf")
    }
}

/// A real httpbin (the well-known request and response service) on a free port of 127.0.0.1. It ends with this object, or
/// with the test process.
public final class Httpbin: Sendable {
    /// `http://127.0.0.1:PORT`
    public let url: String
    private let process: ChildProcess

    private init(url: String, process: ChildProcess) {
        self.url = url
        self.process = process
    }

    /// Where the README's line for tests installs it.
    public static let program = ".build/httpbin/bin/gunicorn"

    /// Starts it and returns when it listens.
    public static func start() async throws -> Httpbin {
        guard access(program, X_OK) == 0 else {
            throw TestFailure(
                "httpbin is missing: python3 -m venv .build/httpbin && .build/httpbin/bin/pip install httpbin gunicorn")
        }
        let folder = try Scratch.newFolder("httpbin")
        let port = FreePorts.find(1)[0]
        let child = try ChildProcess(
            [
                program, "-b", "127.0.0.1:\(port)", "-w", "1", "-k", "gthread", "--threads", "4", "--keep-alive", "5",
                "--worker-tmp-dir", folder, "httpbin:app",
            ], outputFile: "\(folder)/log")
        try await waitForPorts([port], of: child, log: "\(folder)/log")
        return Httpbin(url: "http://127.0.0.1:\(port)", process: child)
    }
}

private func waitForPorts(_ ports: [Int], of child: ChildProcess, log: String) async throws {
    func report() -> String { (try? Scratch.read(log)) ?? "" }
    _ = try await waiting(for: "it to listen", within: .seconds(30), report: report) {
        if let status = child.exitStatus() { throw TestFailure("it ended, \(status):\n\(report())") }
        return ports.allSatisfy(isListening) ? true : nil
    }
}

private func isListening(_ port: Int) -> Bool {
    guard let socket = try? LoopbackSocket.connected(to: port) else { return false }
    close(socket)
    return true
}

private func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o755) == 0 else { throw TestFailure("No folder \(path): \(errnoText())") }
}
