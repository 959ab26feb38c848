/// Files for their owner alone, replaced whole or not at all: for what is no profile and is to be as safe.
public enum PrivateFile {
    /// The bytes of a file; nil when there is none.
    public static func read(_ path: String) throws(FileFailure) -> [UInt8]? { try SafeFile.read(path)?.bytes }

    /// Replaces a file, or makes it with its folders.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let target = SafeFile.resolved(path)
        try SafeFile.makeFolder(SafeFile.folder(of: target))
        _ = try SafeFile.replace(target, with: bytes)
    }
}
