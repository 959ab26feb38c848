/// Two changes of one JSON text, side by side: what it was, what one wants, and what somebody else made of it meanwhile.
public struct ThreeWayJSON: Sendable {
    /// One place where they differ.
    public struct Difference: Sendable {
        /// Where.
        public var path: JSONPointer
        /// What was there; nil for nothing.
        public var base: JSONValue?
        /// What one wants there; nil for nothing.
        public var mine: JSONValue?
        /// What is there now; nil for nothing.
        public var theirs: JSONValue?
        /// Who changed it.
        public var origin: MergeOrigin
    }

    /// What it was; nil when nobody knows: then whatever differs is in conflict.
    public let base: JSONValue?
    /// What one wants.
    public let mine: JSONValue
    /// What is there now.
    public let theirs: JSONValue
    /// The places in the order of the text, those of theirs first.
    public let differences: [Difference]
    /// The most places that are told one by one; a text with more is one conflict as a whole.
    public static let most = 5000

    /// Compares.
    public init(base: JSONValue?, mine: JSONValue, theirs: JSONValue) {
        (self.base, self.mine, self.theirs) = (base, mine, theirs)
        var found: [Difference] = []
        Self.compare(base, mine, theirs, JSONPointer(), hasBase: base != nil, &found)
        if found.count > Self.most {
            found = [Difference(path: JSONPointer(), base: base, mine: mine, theirs: theirs, origin: .conflict)]
        }
        differences = found
    }

    private static func compare(
        _ base: JSONValue?, _ mine: JSONValue?, _ theirs: JSONValue?, _ path: JSONPointer, hasBase: Bool,
        _ found: inout [Difference]
    ) {
        // One more than that tells that there are too many.
        guard found.count <= most else { return }
        // What both changed alike is told as well; without a base nobody knows that it was changed.
        if same(mine, theirs), same(mine, base) || !hasBase { return }
        // No pointer can tell two members of one name apart (RFC 6901 4).
        if let one = mine?.members, let two = theirs?.members, isUnique(one), isUnique(two) {
            let before = base?.members ?? []
            let (was, wanted, now) = (byName(before), byName(one), byName(two))
            var names = two.map(\.name)
            let known = Set(names)
            names += one.map(\.name).filter { !known.contains($0) }
            let seen = Set(names)
            // Those that both took out.
            names += before.map(\.name).filter { !seen.contains($0) }
            for name in names {
                compare(was[name], wanted[name], now[name], path.appending(name), hasBase: hasBase, &found)
            }
            return
        }
        // Elements have no names: only where nothing was put in or taken out are they the same ones.
        if let one = mine?.elements, let two = theirs?.elements, one.count == two.count,
            !hasBase || base?.elements?.count == one.count
        {
            for index in one.indices {
                compare(
                    base?.elements?[index], one[index], two[index], path.appending(String(index)), hasBase: hasBase,
                    &found)
            }
            return
        }
        found.append(
            Difference(
                path: path, base: base, mine: mine, theirs: theirs,
                origin: MergeOrigin(
                    isMine: !hasBase || !same(mine, base), isTheirs: !hasBase || !same(theirs, base),
                    isSame: same(mine, theirs))))
    }

    private static func same(_ one: JSONValue?, _ two: JSONValue?) -> Bool {
        switch (one, two) {
        case (nil, nil): true
        case (let one?, let two?): one.isSame(as: two)
        default: false
        }
    }

    private static func byName(_ members: [JSONMember]) -> [String: JSONValue] {
        Dictionary(members.map { ($0.name, $0.value) }) { $1 }
    }

    private static func isUnique(_ members: [JSONMember]) -> Bool { Set(members.map(\.name)).count == members.count }

    /// Theirs with each place as it was chosen: `takesMine` in the order of `differences`.
    public func merged(_ takesMine: [Bool]) -> JSONValue {
        var result = theirs
        // In their order, which is that of what is added; no place moves another, as elements are never taken out alone.
        for (difference, isMine) in zip(differences, takesMine) where isMine {
            if difference.mine == nil, difference.theirs == nil { continue }
            result = result.setting(difference.mine, at: difference.path) ?? result
        }
        return result
    }
}
