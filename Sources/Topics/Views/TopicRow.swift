/// One visible row of the topic tree.
public struct TopicRow: Equatable, Sendable {
    /// The topic or level that the row shows.
    public var id: TopicID
    /// Levels above it: 0 for a root.
    public var depth: Int
    /// Whether its children are shown below it.
    public var isOpen: Bool
    /// Whether it has children to show (with a filter: children that lead to a match).
    public var hasChildren: Bool
    /// Whether its topic itself matches the filter; false without a filter.
    public var isMatch: Bool
}
