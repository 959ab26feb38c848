import Glibc

/// Paths, and the folders that they go through.
public enum FilePath {
    /// The folder that a path is in.
    public static func folder(of path: String) -> String {
        // Not letter by letter: a name may begin with a mark, which Swift sees as one with the slash before it.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The names of what is in a folder, in no order; not those of itself and of the one above it.
    public static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let stream = opendir(folder) else { throw .reading(folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder and those above it, for its owner alone.
    public static func makeFolder(_ path: String) throws(FileFailure) {
        if path.isEmpty || path == "/" || path == "." || access(path, F_OK) == 0 { return }
        try makeFolder(folder(of: path))
        // Somebody else may have been quicker.
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FileFailure("Cannot make the folder", path, .system(errno))
        }
    }

    /// Where a chain of symbolic links ends, so that the file is replaced and not the link to it; also of a link to a file
    /// that is not there yet.
    public static func resolved(_ path: String) -> String {
        var path = path
        // Links in a circle come to an end here.
        for _ in 0..<16 {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
            }
            guard count > 0 else { return path }
            let target = String(decoding: buffer[..<count], as: UTF8.self)
            path = target.utf8.first == UInt8(ascii: "/") ? target : "\(folder(of: path))/\(target)"
        }
        return path
    }
}
