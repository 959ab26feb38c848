/// The media type that a file's ending stands for.
public enum FileTypes {
    private static let types: [String: String] = [
        "json": "application/json", "xml": "application/xml", "txt": "text/plain", "log": "text/plain",
        "csv": "text/csv", "html": "text/html", "htm": "text/html", "css": "text/css", "md": "text/markdown",
        "js": "text/javascript", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "webp": "image/webp", "svg": "image/svg+xml", "pdf": "application/pdf", "zip": "application/zip",
        "gz": "application/gzip", "tar": "application/x-tar", "yaml": "application/yaml", "yml": "application/yaml",
        "mp4": "video/mp4", "mp3": "audio/mpeg", "wav": "audio/wav", "cbor": "application/cbor",
        "wasm": "application/wasm",
    ]

    /// The type of a file by its ending; `application/octet-stream` for others.
    public static func type(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return types[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }
}
