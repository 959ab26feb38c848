import Files

/// The person's own themes: the JSON files of `$XDG_CONFIG_HOME/martlet/themes`, by default `~/.config/martlet/themes`.
public struct ThemeFolder: Sendable {
    /// Where it is, whether it is there or not.
    public let path: String

    /// A theme is a page or two; what is larger is not read.
    private static let mostBytes = 1 << 20

    /// A folder of themes.
    public init(path: String) { self.path = path }

    /// The folder of this person.
    public static var standard: ThemeFolder {
        ThemeFolder(path: "\(ConfigFolder.path() ?? "/.config")/martlet/themes")
    }

    /// The names of its themes in alphabetical order.
    public var names: [String] {
        let files = (try? FilePath.names(in: path)) ?? []
        return files.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The file of a theme.
    public func file(named name: String) -> String { "\(path)/\(name).json" }

    /// Whether a theme may have that name: it is no path.
    static func canHold(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")) && !name.hasPrefix(".")
    }

    /// The content of a theme's file; nil when there is none of that name.
    public func json(named name: String) -> [UInt8]? {
        guard Self.canHold(name) else { return nil }
        return Self.contents(of: file(named: name))
    }

    /// Why a theme's file that is there cannot be read; nil when it can, or when there is none of that name.
    public func trouble(named name: String) -> String? {
        guard Self.canHold(name) else { return nil }
        do {
            _ = try WholeFile.ifThere(file(named: name), .regular, limit: Self.mostBytes)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The content of a file; nil when it cannot be read or is no theme's by its size.
    public static func contents(of path: String) -> [UInt8]? { try? WholeFile.read(path, .regular, limit: mostBytes) }
}
