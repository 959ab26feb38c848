import Files

extension RequestFailure {
    /// A file that the request names cannot be read.
    static func unreadable(_ path: String, _ reason: FileFailure.Reason) -> RequestFailure {
        RequestFailure(.file, "cannot read \(path): \(reason)", advice: "check the name of the file")
    }
}
