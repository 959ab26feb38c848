import Files
import Glibc
public import Profile

/// Looks for what other programs keep of connections on this machine.
public enum ImportSearch {
    /// What there is, in the order of the importers.
    public static func run() -> [FoundImport] {
        guard let home = EnvironmentVariable.value("HOME"), let config = ConfigFolder.path() else { return [] }
        return ConnectionImporters.all.flatMap { importer in
            importer.paths(config: config, home: home).compactMap { look(at: $0, importer) }
        }
    }

    private static func look(at path: String, _ importer: any ConnectionImporter) -> FoundImport? {
        guard HomePath.exists(path) else { return nil }
        do {
            // A folder has no bytes; its importer says what to do.
            let bytes =
                isFolder(path)
                ? []
                : try importer.bytes { ending in
                    try WholeFile.ifThere(path + ending, .regular, limit: importer.mostBytes)?.bytes
                }
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
}
