import Files
import Glibc
public import Profile

/// Looks for what other programs keep of connections on this machine.
public enum ImportSearch {
    /// What there is, in the order of the importers.
    public static func run() -> [FoundImport] {
        guard let home = variable("HOME") else { return [] }
        // A relative path is to be ignored (XDG Base Directory Specification).
        let config = variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
        return ConnectionImporters.all.flatMap { importer in
            importer.paths(config: config, home: home).compactMap { look(at: $0, importer) }
        }
    }

    private static func look(at path: String, _ importer: any ConnectionImporter) -> FoundImport? {
        guard HomePath.exists(path) else { return nil }
        do {
            // A folder has no bytes; its importer says what to do.
            let bytes = isFolder(path) ? [] : try WholeFile.read(path, .regular, limit: importer.mostBytes)
            return FoundImport(
                program: importer.program, path: path, connections: try importer.read(bytes, at: path))
        } catch {
            return FoundImport(program: importer.program, path: path, connections: nil, problem: "\(error)")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
