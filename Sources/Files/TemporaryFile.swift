import CMemory
import Glibc

/// Files for the owner alone, in a folder for what does not last.
public enum TemporaryFile {
    /// Where what only this person may see goes for a while: the session's own folder, which is not on a disk, or `/tmp`.
    public static var folder: String {
        let folder = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? ""
        return folder.isEmpty || access(folder, W_OK) != 0 ? "/tmp" : folder
    }

    /// Makes one with a name that nobody has, and with content.
    /// - Parameters:
    ///   - name: how the file's name begins.
    ///   - ending: how it ends, as `.json`.
    /// - Returns: its path; the caller takes it away.
    public static func make(
        _ name: String, ending: String = "", in folder: String, with bytes: UnsafeRawBufferPointer
    ) throws(FileFailure) -> String {
        let (file, path) = try open(name, ending, folder)
        var code = Descriptor.writeAll(bytes, to: file)
        // A disk behind a network may say only here that it is full.
        if close(file) != 0, code == 0 { code = errno }
        guard code == 0 else {
            unlink(path)
            throw .writing(path, code)
        }
        return path
    }

    /// Opens one that has no name, so that it goes with this process, however that ends.
    /// - Returns: its descriptor, for reading and writing.
    public static func unnamed(in folder: String) throws(FileFailure) -> Int32 {
        let (file, path) = try open("martlet", "", folder)
        unlink(path)
        return file
    }

    private static func open(_ name: String, _ ending: String, _ folder: String) throws(FileFailure) -> (Int32, String)
    {
        var template = Array("\(folder)/\(name)-XXXXXX\(ending)".utf8CString)
        // It makes the file with mode 0600, never opens one that is there already, and no program that another thread
        // starts meanwhile gets it.
        let file = cm_temporary(&template, Int32(ending.utf8.count), O_CLOEXEC)
        guard file >= 0 else { throw FileFailure("Cannot make a file in", folder, .system(errno)) }
        return (file, String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
