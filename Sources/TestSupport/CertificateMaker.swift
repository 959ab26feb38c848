import FoundationEssentials

/// The openssl commands behind ``Certificates``.
struct CertificateMaker {
    let folder: String
    let localHosts = "DNS:localhost,DNS:broker.test,IP:127.0.0.1,IP:::1"

    private func openssl(_ arguments: String...) throws {
        try Command.runNow(.openssl, arguments)
    }

    private func path(_ file: String) -> String { "\(folder)/\(file)" }

    private func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(file)))
    }

    private func newKey(_ name: String) throws {
        try openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path("\(name).key"))
    }

    private func request(_ name: String, subject: String) throws {
        try openssl(
            "req", "-new", "-key", path("\(name).key"), "-subj", "/O=martlet test/CN=\(subject)", "-out",
            path("\(name).csr"))
    }

    private func sign(_ name: String, by authority: String, extensions: String) throws {
        try write(extensions, to: "\(name).ext")
        try openssl(
            "x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).crt"), "-CAkey",
            path("\(authority).key"), "-CAcreateserial", "-sha256", "-extfile", path("\(name).ext"), "-days", "3650",
            "-out", path("\(name).crt"))
    }

    private func leafExtensions(hosts: String?) -> String {
        var lines = "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n"
        lines += "extendedKeyUsage=\(hosts == nil ? "clientAuth" : "serverAuth")\n"
        if let hosts { lines += "subjectAltName=\(hosts)\n" }
        return lines
    }

    func authority(_ file: String, name: String) throws {
        try newKey(file)
        try openssl(
            "req", "-x509", "-new", "-key", path("\(file).key"), "-sha256", "-days", "3650", "-subj",
            "/O=martlet test/CN=\(name)", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
            "keyUsage=critical,keyCertSign,cRLSign", "-out", path("\(file).crt"))
    }

    /// A server certificate for `hosts`, or a client's when there are none.
    func leaf(_ file: String, name: String, hosts: String?, by authority: String) throws {
        try newKey(file)
        try request(file, subject: name)
        try sign(file, by: authority, extensions: leafExtensions(hosts: hosts))
    }

    /// `openssl x509` cannot date a certificate back before its version 3.4; `openssl ca` always could.
    func expired(_ file: String, by authority: String) throws {
        try newKey(file)
        try request(file, subject: "localhost")
        try write("", to: "index.txt")
        try write("1000\n", to: "serial.txt")
        try write(
            """
            [ca]
            default_ca = past
            [past]
            database = \(path("index.txt"))
            serial = \(path("serial.txt"))
            new_certs_dir = \(folder)
            default_md = sha256
            policy = names
            x509_extensions = leaf
            [names]
            organizationName = optional
            commonName = supplied
            [leaf]
            \(leafExtensions(hosts: localHosts))
            """, to: "past.cnf")
        try openssl(
            "ca", "-batch", "-config", path("past.cnf"), "-cert", path("\(authority).crt"), "-keyfile",
            path("\(authority).key"), "-in", path("\(file).csr"), "-out", path("\(file).crt"), "-startdate",
            "20190101000000Z", "-enddate", "20200101000000Z", "-notext")
    }

    /// A leaf by an intermediate authority; its certificate file holds both.
    func chain(_ file: String, by authority: String) throws {
        try newKey("intermediate")
        try request("intermediate", subject: "martlet intermediate")
        try sign(
            "intermediate", by: authority,
            extensions: "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n")
        try leaf(file, name: "localhost", hosts: localHosts, by: "intermediate")
        var both = try Data(contentsOf: URL(filePath: path("\(file).crt")))
        both.append(try Data(contentsOf: URL(filePath: path("intermediate.crt"))))
        try both.write(to: URL(filePath: path("\(file).crt")))
    }

    func encrypt(_ key: String, to file: String, password: String) throws {
        try openssl("pkey", "-in", key, "-aes256", "-passout", "pass:\(password)", "-out", file)
    }
}
