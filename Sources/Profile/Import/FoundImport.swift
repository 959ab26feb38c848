/// A file of another program that is on this machine, and what it has.
public struct FoundImport: Equatable, Sendable {
    /// What people call the program.
    public var program: String
    /// The file.
    public var path: String
    /// What it has; nil where nothing can be taken of it.
    public var connections: ImportedConnections?
    /// Why nothing can be taken; empty where something can.
    public var problem: String

    /// A file that was read, or could not be.
    public init(program: String, path: String, connections: ImportedConnections?, problem: String = "") {
        self.program = program
        self.path = path
        self.connections = connections
        self.problem = problem
    }

    /// What it is in a few words.
    public var words: String {
        guard let connections else { return problem }
        let count = connections.connections.count
        let names = connections.connections.prefix(3).map(\.name).joined(separator: ", ")
        return "\(count == 1 ? "1 connection" : "\(count) connections"): \(names)\(count > 3 ? ", …" : "")"
    }
}
