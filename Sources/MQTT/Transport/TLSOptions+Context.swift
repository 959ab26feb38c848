import Files
import Glibc
import NIOCore
import NIOSSL
import TLSNames

/// Why TLS could not be set up from what was asked for; nothing has been sent yet.
public enum TLSOptionsError: Error, Hashable, Sendable {
    /// A file cannot be opened; the system's reason.
    case unreadable(file: String, reason: String)
    /// A file holds no certificate in PEM form.
    case noCertificate(file: String)
    /// A folder holds no file with certificates in PEM form.
    case noAuthorities(directory: String)
    /// A certificate was given without its key, or a key without its certificate.
    case incomplete(missing: String)
    /// The key is encrypted and no password was given.
    case keyPasswordMissing(file: String)
    /// The key is encrypted and the password does not open it.
    case keyPasswordWrong(file: String)
    /// The file holds no private key that TLS can use.
    case noKey(file: String)
    /// The key does not belong to the certificate.
    case keyMismatch(certificate: String, key: String)
    /// The server name cannot be sent or an ALPN name is not ASCII of 1-255 bytes.
    case badName(String)
    /// None of a list of ciphers is known here.
    case noCipher(String)
    /// Anything else the TLS library says.
    case other(String)
}

extension TLSOptionsError: CustomStringConvertible {
    /// One line in the user's words: which file, what is wrong, what to do.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "cannot read \(file): \(reason)"
        case .noCertificate(let file):
            "\(file) holds no certificate in PEM form; convert it with openssl x509 -in FILE -out FILE.pem"
        case .noAuthorities(let directory):
            "no file in \(directory) holds certificates in PEM form; give the folder or the file of your CA"
        case .incomplete(let missing):
            "a client certificate and its key go together and the \(missing) is missing; give both or neither"
        case .keyPasswordMissing(let file):
            "\(file) is encrypted; give the password of the key"
        case .keyPasswordWrong(let file):
            "the password does not open the key in \(file); check the password of the key"
        case .noKey(let file):
            "\(file) holds no private key; give the PEM or DER file of the key that belongs to the certificate"
        case .keyMismatch(let certificate, let key):
            "the key in \(key) does not belong to the certificate in \(certificate); give the pair that was made together"
        case .badName(let name):
            "'\(name)' cannot be used as a name in TLS; use a host name, or ASCII of at most 255 bytes for ALPN"
        case .noCipher(let list):
            "the list of ciphers '\(list)' names none that is known here; write those of TLS 1.2, as ECDHE+AESGCM"
        case .other(let words):
            "TLS cannot be set up: \(words)"
        }
    }
}

extension TLSOptions {
    /// What is missing of a client certificate and its key, which go together; nil when both are named, or neither is.
    public static func missing(certificate: String?, key: String?) -> TLSOptionsError? {
        switch (certificate ?? "", key ?? "") {
        case ("", ""): nil
        case ("", _): .incomplete(missing: "certificate")
        case (_, ""): .incomplete(missing: "key")
        default: nil
        }
    }

    /// Loads every file named and makes what a TLS connection needs.
    ///
    /// Blocks on the disk: not for an event loop with traffic on it.
    func makeContext() throws(TLSOptionsError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = verify ? .fullVerification : .none
        for name in alpn where name.isEmpty || name.utf8.count > 255 || !name.utf8.allSatisfy({ $0 < 0x80 }) {
            throw .badName(name)
        }
        configuration.applicationProtocols = alpn

        var authorities: [NIOSSLCertificate] = []
        if let caFile { authorities += try Self.certificates(in: caFile) }
        if let caDirectory { authorities += try Self.authorities(inDirectory: caDirectory) }
        if caFile != nil || caDirectory != nil {
            // Beside the system's, not in their place.
            if addsSystemAuthorities {
                configuration.additionalTrustRoots = [.certificates(authorities)]
            } else {
                configuration.trustRoots = .certificates(authorities)
            }
        }
        try addFinerPoints(to: &configuration)

        // Before any file of the pair is read: half a pair is a slip, not a broken file.
        if let missing = Self.missing(certificate: certificateFile, key: keyFile) { throw missing }
        if let certificateFile, let keyFile {
            configuration.certificateChain = try Self.certificates(in: certificateFile).map { .certificate($0) }
            configuration.privateKey = .privateKey(try Self.key(in: keyFile, password: keyPassword))
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            let words = String(describing: error)
            // Key and certificate were each read well before: what is left is that they are not a pair.
            if case NIOSSLError.failedToLoadPrivateKey = error, let certificateFile, let keyFile {
                throw .keyMismatch(certificate: certificateFile, key: keyFile)
            }
            throw .other(words)
        }
    }

    /// Version, ciphers, key log and shared key.
    private func addFinerPoints(to configuration: inout TLSConfiguration) throws(TLSOptionsError) {
        switch version {
        case nil: break
        // 1.2 is the lowest in any case.
        case .v12: configuration.maximumTLSVersion = .tlsv12
        case .v13: configuration.minimumTLSVersion = .tlsv13
        }
        if let ciphers {
            guard let known = CipherList(ciphers).text else { throw .noCipher(ciphers) }
            configuration.cipherSuites = known
        }
        if let preSharedKey {
            // BoringSSL has shared keys up to TLS 1.2. They prove who the broker is, so there is no certificate to check.
            configuration.maximumTLSVersion = .tlsv12
            configuration.certificateVerification = .none
            if ciphers == nil {
                configuration.cipherSuites =
                    "ECDHE-PSK-CHACHA20-POLY1305:ECDHE-PSK-AES256-CBC-SHA:ECDHE-PSK-AES128-CBC-SHA:"
                    + "PSK-AES256-CBC-SHA:PSK-AES128-CBC-SHA"
            }
            configuration.pskClientProvider = { _ in
                PSKClientIdentityResponse(key: NIOSSLSecureBytes(preSharedKey.key), identity: preSharedKey.identity)
            }
        }
        if let keyLogFile {
            let log = KeyLog(file: keyLogFile)
            let problem = log.prepare()
            guard problem == 0 else {
                throw .unreadable(file: keyLogFile, reason: String(cString: strerror(problem)))
            }
            log.install(in: &configuration)
        } else {
            // Nobody has asked this program for it: where it cannot be written, connections are made all the same.
            KeyLog.ofEnvironment?.install(in: &configuration)
        }
    }

    private static func certificates(in file: String) throws(TLSOptionsError) -> [NIOSSLCertificate] {
        do { return try TLSFile.certificates(in: file) } catch { throw TLSOptionsError(error, file) }
    }

    private static func authorities(inDirectory directory: String) throws(TLSOptionsError) -> [NIOSSLCertificate] {
        let names: [String]
        do {
            names = try FilePath.names(in: directory)
        } catch {
            throw .unreadable(file: directory, reason: "\(error.reason)")
        }
        // A folder of authorities may hold keys and read-me files too: what is no certificate is not an error.
        var found: [NIOSSLCertificate] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            found += (try? NIOSSLCertificate.fromPEMFile("\(directory)/\(name)")) ?? []
        }
        guard !found.isEmpty else { throw .noAuthorities(directory: directory) }
        return found
    }

    private static func key(in file: String, password: String?) throws(TLSOptionsError) -> NIOSSLPrivateKey {
        do { return try TLSFile.key(in: file, password: password) } catch { throw TLSOptionsError(error, file) }
    }
}

extension TLSOptionsError {
    fileprivate init(_ problem: TLSFile.Problem, _ file: String) {
        self =
            switch problem {
            case .unreadable(let code): .unreadable(file: file, reason: String(cString: strerror(code)))
            case .noCertificate: .noCertificate(file: file)
            case .keyPasswordMissing: .keyPasswordMissing(file: file)
            case .keyPasswordWrong: .keyPasswordWrong(file: file)
            case .noKey: .noKey(file: file)
            }
    }
}
