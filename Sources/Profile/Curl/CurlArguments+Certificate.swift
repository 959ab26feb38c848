extension CurlArguments {
    /// `-E FILE:PASSWORD` as curl parts it: at the first colon that has no backslash before it. A token's address
    /// (`pkcs11:`, RFC 7512) is full of colons and has no password.
    public var certificateParts: (file: String, password: String?)? {
        guard let certificate else { return nil }
        if certificate.lowercased().hasPrefix("pkcs11:") { return (certificate, nil) }
        var file = ""
        var rest = Substring(certificate)
        while let character = rest.popFirst() {
            switch character {
            case "\\" where rest.first == ":" || rest.first == "\\": file.append(rest.removeFirst())
            case ":": return (file, rest.isEmpty ? nil : String(rest))
            default: file.append(character)
            }
        }
        return (file, nil)
    }

    /// A path that curl takes for a file alone.
    static func certificate(_ path: String) -> String {
        path.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
    }
}
