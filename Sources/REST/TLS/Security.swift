import Files
import Glibc
import NIOSSL
import TLSNames
import Text

/// What a connection needs for TLS: settings loaded and checked.
struct Security: Sendable {
    let context: NIOSSLContext
    /// The name sent and checked; nil for an address, which is compared with the one connected to.
    let serverName: String?
    /// The name or address that the certificate has to be for.
    let checkedName: String
    let options: Request.TLS

    /// Loads every file named.
    ///
    /// - Throws: ``RequestFailure`` of kind `badRequest` or `file` that says which file is wrong.
    static func context(_ options: Request.TLS, onlyHTTP1: Bool) throws(RequestFailure) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = options.oldest.forNIO
        configuration.maximumTLSVersion = options.newest.forNIO
        guard options.oldest <= options.newest else {
            throw RequestFailure(
                .tls, "the oldest version of TLS that is allowed is newer than the newest",
                advice: "give versions that overlap")
        }
        configuration.certificateVerification = options.verify ? .fullVerification : .none
        // The best first: the client's order is a wish (RFC 7301 3.1).
        configuration.applicationProtocols = onlyHTTP1 ? ["http/1.1"] : ["h2", "http/1.1"]
        KeyLog.ofEnvironment?.install(in: &configuration)
        if let file = options.caFile {
            do throws(RequestFailure) {
                configuration.trustRoots = .certificates(try certificates(in: file))
            } catch {
                throw RequestFailure(.authorities, error.summary, advice: error.advice)
            }
        }
        try addDirectory(options.caDirectory, to: &configuration)
        if let ciphers = options.ciphers {
            guard let known = CipherList(ciphers).text else {
                throw RequestFailure(
                    .ciphers, "the list of ciphers '\(ciphers.clipped)' names none that is known here",
                    advice: "those of TLS 1.2 and before are meant, as in ECDHE+AESGCM; those of 1.3 are not chosen")
            }
            configuration.cipherSuites = known
        }
        if let file = options.certificateFile {
            configuration.certificateChain = try certificates(in: file).map { .certificate($0) }
            let key = try key(in: options.keyFile ?? file, password: options.keyPassword)
            configuration.privateKey = .privateKey(key)
        } else if options.keyFile != nil {
            throw .badRequest(
                "a client key goes with a certificate, which is missing", advice: "give both or neither")
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            if case NIOSSLError.failedToLoadPrivateKey = error, let file = options.certificateFile {
                throw .badRequest(
                    "the key in \(options.keyFile ?? file) does not belong to the certificate in \(file)",
                    advice: "give the pair that was made together")
            }
            throw .badRequest("TLS cannot be set up: \(error)", advice: "check the TLS settings")
        }
    }

    /// Trusts what is in a folder, too: the files that are named by the hash of a certificate, as OpenSSL finds them. One that
    /// is not there has no authorities. NIOSSL takes a folder in the place of the system's authorities, and not beside them.
    private static func addDirectory(
        _ path: String?, to configuration: inout TLSConfiguration
    ) throws(RequestFailure) {
        guard let path else { return }
        guard !path.isEmpty else {
            throw RequestFailure(.authorities, "the folder of authorities has no name", advice: "name one, or none")
        }
        var found: [NIOSSLCertificate] = []
        for name in (try? FilePath.names(in: path)) ?? [] {
            // `7f44456a.0`, and further numbers where hashes are the same.
            let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 8, parts[0].allSatisfy({ HexDigit.value($0) != nil }),
                !parts[1].isEmpty, parts[1].allSatisfy({ (0x30...0x39).contains($0) })
            else { continue }
            found += (try? NIOSSLCertificate.fromPEMFile("\(path)/\(name)")) ?? []
        }
        if !found.isEmpty { configuration.additionalTrustRoots.append(.certificates(found)) }
    }

    private static func certificates(in file: String) throws(RequestFailure) -> [NIOSSLCertificate] {
        do { return try TLSFile.certificates(in: file) } catch { throw failure(error, file) }
    }

    private static func key(in file: String, password: String?) throws(RequestFailure) -> NIOSSLPrivateKey {
        do { return try TLSFile.key(in: file, password: password) } catch { throw failure(error, file) }
    }

    private static func failure(_ problem: TLSFile.Problem, _ file: String) -> RequestFailure {
        switch problem {
        case .unreadable(let code): .unreadable(file, .system(code))
        case .noCertificate:
            RequestFailure(
                .file, "\(file) holds no certificate in PEM form",
                advice: "convert it with openssl x509 -in FILE -out FILE.pem")
        case .keyPasswordMissing:
            RequestFailure(.file, "the key in \(file) is encrypted", advice: "give the password of the key")
        case .keyPasswordWrong:
            RequestFailure(
                .file, "the password does not open the key in \(file)", advice: "give the password of the key")
        case .noKey:
            RequestFailure(
                .file, "\(file) holds no private key", advice: "give the PEM or DER file of the certificate's key")
        }
    }

    /// Files are read again when they changed.
    static func stamp(_ options: Request.TLS) -> [Int] {
        [options.caFile, options.caDirectory, options.certificateFile, options.keyFile].map { file in
            var facts = stat()
            guard let file, stat(file, &facts) == 0 else { return 0 }
            // Wraps where it would trap: a file's time may be set to anything.
            return facts.st_mtim.tv_sec &* 1_000_000_000 &+ facts.st_mtim.tv_nsec
        }
    }
}

extension Request.TLS.Version {
    /// As NIOSSL names it.
    fileprivate var forNIO: TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
