/// The order of the rows of a view: of the children of each parent in a tree, of all topics in a table.
public enum TopicSort: Sendable, CaseIterable {
    /// By name: bytewise with runs of digits by their value, so `dev2` comes before `dev10`; `$` topics last.
    case name
    /// The highest rate of messages first.
    case rate
    /// The most recently updated first.
    case lastUpdate
    /// The most messages first.
    case count
}
