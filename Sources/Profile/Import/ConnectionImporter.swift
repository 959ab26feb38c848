/// Reads the connections that another program keeps. One folder of `Profile/Import` for each format.
public protocol ConnectionImporter: Sendable {
    /// What people call the program.
    var program: String { get }
    /// Where its files are.
    /// - Parameters:
    ///   - config: the folder of the person's settings, `~/.config` as a rule.
    ///   - home: the home folder.
    func paths(config: String, home: String) -> [String]
    /// The most bytes of one of its files that are read.
    var mostBytes: Int { get }
    /// The bytes of one of its files, with what the program keeps beside it.
    /// - Parameter read: reads the file with that ending behind its path, `""` for itself; nil where there is none.
    func bytes(_ read: (_ ending: String) throws -> [UInt8]?) throws -> [UInt8]
    /// Reads one of its files; throws a line for the person where there is nothing to be taken of it.
    func read(_ bytes: [UInt8], at path: String) throws(ImportProblem) -> ImportedConnections
}

extension ConnectionImporter {
    /// Settings are a page or two.
    public var mostBytes: Int { 4 << 20 }

    /// Most programs keep nothing beside it.
    public func bytes(_ read: (_ ending: String) throws -> [UInt8]?) throws -> [UInt8] { try read("") ?? [] }
}

/// What was read of another program's file.
public struct ImportedConnections: Equatable, Sendable {
    /// The connections as martlet has them.
    public var connections: [ConnectionDraft] = []
    /// What was not taken, a line each.
    public var losses: [String] = []

    /// Nothing yet.
    public init() {}

    /// A client identifier that throws the other program out of its broker would be a bad guest's: it gets an end of its
    /// own.
    static func ownClientID(_ other: String) -> String { other.isEmpty ? "martlet-{{random}}" : "\(other)-martlet" }

    /// A host as it stands in a URL.
    static func authority(_ host: String, port: Int?) -> String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }
}

/// Why nothing can be taken of a file, and what to do.
public struct ImportProblem: Error, Equatable, CustomStringConvertible {
    /// The words.
    public let description: String
}
