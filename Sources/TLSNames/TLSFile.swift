import Glibc
public import NIOSSL

/// Certificates and keys as they lie in files. The words for what is wrong are those of who says it.
public enum TLSFile {
    /// Why a file cannot be used.
    public enum Problem: Error, Hashable, Sendable {
        /// It cannot be opened; why, as `errno` says it.
        case unreadable(Int32)
        /// It holds no certificate in PEM form.
        case noCertificate
        /// Its key is encrypted, and no password was given.
        case keyPasswordMissing
        /// Its key is encrypted, and the password does not open it.
        case keyPasswordWrong
        /// It holds no private key that TLS can use.
        case noKey
    }

    /// The certificates of a file in PEM form, one at least.
    public static func certificates(in file: String) throws(Problem) -> [NIOSSLCertificate] {
        try checkReadable(file)
        guard let found = try? NIOSSLCertificate.fromPEMFile(file), !found.isEmpty else { throw .noCertificate }
        return found
    }

    /// The private key of a file, in PEM or DER form.
    public static func key(in file: String, password: String?) throws(Problem) -> NIOSSLPrivateKey {
        try checkReadable(file)
        // Without a callback BoringSSL would ask on the terminal, which belongs to somebody else. Whether it is called is
        // what tells an encrypted key from a file that is no key.
        var isEncrypted = false
        let pem = try? NIOSSLPrivateKey(file: file, format: .pem) { (setPassphrase: ([UInt8]) -> Void) in
            isEncrypted = true
            setPassphrase(Array((password ?? "").utf8))
        }
        if let pem { return pem }
        // It asked, so it is an encrypted PEM: another format would not mend it.
        if isEncrypted { throw password == nil ? .keyPasswordMissing : .keyPasswordWrong }
        if let der = try? NIOSSLPrivateKey(file: file, format: .der) { return der }
        throw .noKey
    }

    private static func checkReadable(_ file: String) throws(Problem) {
        guard access(file, R_OK) == 0 else { throw .unreadable(errno) }
    }
}
