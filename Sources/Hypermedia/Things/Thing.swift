/// A device as a W3C Thing Description tells of it (WoT TD 1.1): what can be read, written, done and heard, and how.
public struct Thing: Hashable, Sendable {
    /// What people call it.
    public var title: String
    /// Its identifier; nil when it has none.
    public var id: String?
    /// What it is, in a sentence; nil when nothing is said.
    public var summary: String?
    /// Properties, actions and events, in the order in which they stand.
    public var affordances: [Affordance]
    /// What is not understood of the description, a line each.
    public var remarks: [String]

    /// One thing that it offers.
    public struct Affordance: Hashable, Sendable {
        /// What it is.
        public var kind: Kind
        /// Its name in the description.
        public var name: String
        /// What people call it; nil when nothing is said.
        public var title: String?
        /// What it is, in a sentence; nil when nothing is said.
        public var summary: String?
        /// Its values in words: `number, 0 to 100, °C`.
        public var values: String
        /// What can be done with it.
        public var operations: [ThingOperation]
    }

    /// The kinds of what a thing offers (TD 1.1 5.3.1).
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// What can be read, written or observed.
        case property
        /// What can be done.
        case action
        /// What it tells by itself.
        case event
        /// All of it at once: forms of the thing itself.
        case thing
    }
}
