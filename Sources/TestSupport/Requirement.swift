import FoundationEssentials
import Glibc

/// A program of the system that a test needs. When it is missing the test fails with the line that installs it; it is
/// never skipped.
public struct Requirement: Error, CustomStringConvertible, Sendable {
    /// The name of the program, as typed.
    public let program: String
    /// The Debian package that brings it.
    public let package: String

    /// What is missing, and the command that brings it.
    public var description: String { "\(program) is missing: apt-get install -y \(package)" }

    /// The broker.
    public static let mosquitto = Requirement(program: "mosquitto", package: "mosquitto")
    /// The broker's password file editor.
    public static let mosquittoPasswd = Requirement(program: "mosquitto_passwd", package: "mosquitto")
    /// The subscribing client.
    public static let mosquittoSub = Requirement(program: "mosquitto_sub", package: "mosquitto-clients")
    /// The publishing client.
    public static let mosquittoPub = Requirement(program: "mosquitto_pub", package: "mosquitto-clients")
    /// The certificate maker.
    public static let openssl = Requirement(program: "openssl", package: "openssl")
    /// The web server.
    public static let nginx = Requirement(program: "nginx", package: "nginx-light")
    /// The terminal that a test can read.
    public static let tmux = Requirement(program: "tmux", package: "tmux")

    /// The dissector.
    public static let tshark = Requirement(program: "tshark", package: "tshark")
    /// The HTTP client of every box.
    public static let curl = Requirement(program: "curl", package: "curl")

    /// Names a program and the package that brings it.
    public init(program: String, package: String) {
        self.program = program
        self.package = package
    }

    /// The path of the program. Throws this requirement when it is not there.
    ///
    /// The `sbin` folders are searched too: servers live there, and they are not on everybody's `PATH`.
    public func path() throws -> String {
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        for folder in "\(search):/usr/sbin:/usr/local/sbin:/sbin".split(separator: ":") {
            let path = "\(folder)/\(program)"
            if access(path, X_OK) == 0 { return path }
        }
        throw self
    }
}
