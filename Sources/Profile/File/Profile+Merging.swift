/// A thing that two programs have changed in different ways.
public struct ProfileConflict: Hashable, Sendable, CustomStringConvertible {
    /// What it is: `connection`, `environment`, `request`, `publish`.
    public let kind: String
    /// Its name before it was changed.
    public let name: String
    /// What happened to it, of ours and of theirs.
    public let words: String

    /// `connection home: changed here and removed by another program`
    public var description: String { "\(kind) \(name): \(words)" }
}

/// What to keep where two programs have changed the same thing.
public enum ConflictChoice: Sendable, CaseIterable {
    /// Ours.
    case mine
    /// That of the other program, as it is on the disk.
    case theirs
    /// Both: ours under a new name.
    case both
}

extension Profile {
    /// Brings two changed copies together, item by item.
    /// - Parameters:
    ///   - base: what both began with.
    ///   - mine: ours.
    ///   - theirs: the other's, as it is on the disk.
    ///   - choice: what to keep of an item that both have changed; nil answers the conflicts.
    /// - Returns: the profile of both, and what both have changed in different ways.
    public static func merged(
        base: Profile, mine: Profile, theirs: Profile, choice: ConflictChoice? = nil
    ) -> (profile: Profile, conflicts: [ProfileConflict]) {
        var profile = mine
        var conflicts: [ProfileConflict] = []
        profile.connections = merge(base.connections, mine.connections, theirs.connections, choice, &conflicts)
        profile.environments = merge(base.environments, mine.environments, theirs.environments, choice, &conflicts)
        profile.requests = merge(base.requests, mine.requests, theirs.requests, choice, &conflicts)
        profile.publishes = merge(base.publishes, mine.publishes, theirs.publishes, choice, &conflicts)
        profile.takeRest(base: base, theirs: theirs)
        return (profile, conflicts)
    }

    private static func merge<Item: ProfileItem>(
        _ base: ProfileList<Item>, _ mine: ProfileList<Item>, _ theirs: ProfileList<Item>, _ choice: ConflictChoice?,
        _ conflicts: inout [ProfileConflict]
    ) -> ProfileList<Item> {
        let merge = ListMerge(base, mine, theirs, choice)
        conflicts += merge.conflicts
        return merge.result()
    }
}
