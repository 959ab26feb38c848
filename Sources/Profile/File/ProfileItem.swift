import Payloads

/// What the profile keeps in its lists: a value that is read from an object and written as one.
protocol ProfileItem: Hashable, Sendable {
    /// What it is called in a sentence: `connection`.
    static var kind: String { get }
    /// The names of its members in the order in which they are written.
    static var order: MemberOrder { get }
    /// The name by which people, and two programs on one file, know it; a folder stands before it.
    var profileKey: String { get }
    /// Its name without the folder.
    var name: String { get set }
    /// Understands an object; what cannot be used stays as it comes by default and is told to the reader.
    init(_ object: JSONValue, _ reader: inout ProfileReader)
    /// The object, without what is as it comes by default.
    var json: JSONValue { get }
}

extension ProfileItem {
    /// A name in a folder.
    static func key(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
}
