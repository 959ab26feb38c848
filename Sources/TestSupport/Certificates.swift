/// Certificates for TLS tests, made by the `openssl` command: elliptic curve P-256, valid for ten years.
///
///     ca ──> server, client (CN alice), wrongHost, expired, intermediate ──> chain
///     otherCA ──> otherServer, otherClient: trusted by nobody
///
/// A pair of `NAME` is the files `NAME.crt` and `NAME.key` in ``folder``.
public struct Certificates: Sendable {
    /// Where the files are.
    public let folder: String

    /// The authority that the tests trust.
    public var authority: String { "\(folder)/ca.crt" }
    /// For localhost, broker.test, 127.0.0.1 and ::1.
    public var server: Pair { pair("server") }
    /// The client called alice.
    public var client: Pair { pair("client") }
    /// The client's key under the password ``password``.
    public var encryptedClientKey: String { "\(folder)/client-encrypted.key" }
    /// The password of ``encryptedClientKey``.
    public let password = "test"
    /// An authority that nobody trusts.
    public var otherAuthority: String { "\(folder)/other-ca.crt" }
    /// A server by that authority.
    public var otherServer: Pair { pair("other-server") }
    /// A client by that authority.
    public var otherClient: Pair { pair("other-client") }
    /// For a host of another name.
    public var wrongHost: Pair { pair("wrong-host") }
    /// Ended in 2020.
    public var expired: Pair { pair("expired") }
    /// A leaf with the intermediate that signed it, in one file.
    public var chain: Pair { pair("chain") }

    /// A certificate and its key, both PEM files.
    public struct Pair: Sendable {
        /// The path of the certificate.
        public let certificate: String
        /// The path of the key.
        public let key: String
    }

    private func pair(_ name: String) -> Pair {
        Pair(certificate: "\(folder)/\(name).crt", key: "\(folder)/\(name).key")
    }

    /// The set of this test process, made when first asked for.
    public static func shared() throws -> Certificates { try made.get() }

    private static let made = Result { () throws -> Certificates in
        let folder = try Scratch.newFolder("certificates")
        return try make(in: folder)
    }

    /// Makes a set in `folder`, which must exist. Throws with what openssl said.
    public static func make(in folder: String) throws -> Certificates {
        let maker = CertificateMaker(folder: folder)
        try maker.authority("ca", name: "martlet test CA")
        try maker.authority("other-ca", name: "martlet other CA")
        try maker.leaf("server", name: "localhost", hosts: maker.localHosts, by: "ca")
        try maker.leaf("client", name: "alice", hosts: nil, by: "ca")
        try maker.leaf("wrong-host", name: "wrong.example", hosts: "DNS:wrong.example", by: "ca")
        try maker.leaf("other-server", name: "localhost", hosts: maker.localHosts, by: "other-ca")
        try maker.leaf("other-client", name: "mallory", hosts: nil, by: "other-ca")
        try maker.expired("expired", by: "ca")
        try maker.chain("chain", by: "ca")
        let made = Certificates(folder: folder)
        try maker.encrypt(made.client.key, to: made.encryptedClientKey, password: made.password)
        return made
    }
}
