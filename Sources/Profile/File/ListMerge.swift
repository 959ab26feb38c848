/// The merge of one list of two changed copies of a profile.
///
/// Ours keep their ids, so that what is selected on the screen stays selected. What the other program added stands behind
/// what it stands behind there; where only the other program has moved items, they are moved here too.
struct ListMerge<Item: ProfileItem> {
    typealias Entry = ProfileList<Item>.Entry

    private(set) var conflicts: [ProfileConflict] = []
    private var entries: [Entry] = []
    private let strays: ProfileList<Item>
    private let choice: ConflictChoice?

    init(
        _ base: ProfileList<Item>, _ mine: ProfileList<Item>, _ theirs: ProfileList<Item>, _ choice: ConflictChoice?
    ) {
        self.choice = choice
        strays = theirs
        let before = Dictionary(base.entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var unmatched = Self.byKey(theirs)
        var partners: [Int: Entry] = [:]
        for entry in base.entries {
            // What is left unmatched afterwards is new there.
            if let partner = unmatched[entry.value.profileKey]?.popLast() { partners[entry.id] = partner }
        }
        Self.matchRenamed(base.entries, theirs.entries, &partners, &unmatched)
        for entry in mine.entries {
            if let old = before[entry.id] {
                settle(entry, old, partners[entry.id])
            } else if let other = unmatched[entry.value.profileKey]?.popLast() {
                both(entry, other, "added here and by another program")
            } else {
                entries.append(entry)
            }
        }
        let here = Set(mine.entries.map(\.id))
        for old in base.entries where !here.contains(old.id) {
            // Gone there too, or as it was: it stays removed.
            guard let partner = partners[old.id], partner.value != old.value else { continue }
            conflict(old.value.profileKey, "removed here and changed by another program")
            if choice != .mine { entries.append(partner) }
        }
        let added = Set(unmatched.values.flatMap { $0.map(\.id) })
        let common = base.entries.compactMap { old in partners[old.id].map { (old.id, $0.id) } }
        arrange(mine.entries.map(\.id), theirs.entries, added, common)
    }

    /// Finds those that the other program has given another name, and nothing else: what is open of them stays theirs.
    private static func matchRenamed(
        _ base: [Entry], _ theirs: [Entry], _ partners: inout [Int: Entry], _ unmatched: inout [String: [Entry]]
    ) {
        let gone = base.filter { partners[$0.id] == nil }
        guard !gone.isEmpty else { return }
        // By what they are without their names; from behind, so that of equal ones the first is taken first.
        var nameless: [Item: [Entry]] = [:]
        let come = Set(unmatched.values.flatMap { $0.map(\.id) })
        for entry in theirs.reversed() where come.contains(entry.id) {
            nameless[withoutName(entry.value), default: []].append(entry)
        }
        for entry in gone {
            guard let partner = nameless[withoutName(entry.value)]?.popLast() else { continue }
            partners[entry.id] = partner
            unmatched[partner.value.profileKey]?.removeAll { $0.id == partner.id }
        }
    }

    private static func withoutName(_ item: Item) -> Item {
        var item = item
        item.name = ""
        return item
    }

    // MARK: - Order

    /// Puts the entries in order, with those that the other program added.
    /// - Parameter common: what both have of the beginning, in its order: ids here and there.
    private mutating func arrange(
        _ mine: [Int], _ theirs: [Entry], _ added: Set<Int>, _ common: [(here: Int, there: Int)]
    ) {
        var here = Dictionary(common.map { ($0.there, $0.here) }, uniquingKeysWith: { $1 })
        for id in added { here[id] = id }
        let kept = Set(entries.map(\.id))
        let theirOrder = theirs.compactMap { entry in here[entry.id].flatMap { kept.contains($0) ? $0 : nil } }
        // Among those that were there in the beginning: what was added moves nothing.
        let isMovedHere = !Self.isInOrder(mine, common.map(\.here))
        let isMovedThere = !Self.isInOrder(theirs.map(\.id), common.map(\.there))
        // Both have moved: ours is the order that is seen, and stays.
        if isMovedThere, !isMovedHere {
            let places = Dictionary(theirOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
            let moved = entries.filter { places[$0.id] != nil }.sorted { (places[$0.id] ?? 0) < (places[$1.id] ?? 0) }
            // Those that the other program does not have stay where they are.
            var next = moved.makeIterator()
            entries = entries.map { places[$0.id] == nil ? $0 : next.next() ?? $0 }
        }
        insert(theirs.filter { added.contains($0.id) }, in: theirs.map { here[$0.id] ?? $0.id })
    }

    /// Puts new entries behind what they stand behind in an order; those at its end at the end.
    private mutating func insert(_ new: [Entry], in order: [Int]) {
        guard !new.isEmpty else { return }
        let kept = Set(entries.map(\.id))
        let added = Dictionary(new.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var behind: [Int?: [Entry]] = [:]
        var waiting: [Entry] = []
        var last: Int?
        for id in order {
            if let entry = added[id] {
                waiting.append(entry)
            } else if kept.contains(id) {
                behind[last] = waiting
                waiting = []
                last = id
            }
        }
        entries = (behind[nil] ?? []) + entries.flatMap { [$0] + (behind[$0.id] ?? []) } + waiting
    }

    /// Whether those of `wanted` that are in a list stand there in that order.
    private static func isInOrder(_ ids: [Int], _ wanted: [Int]) -> Bool {
        let there = Set(wanted)
        let found = ids.filter(there.contains)
        let left = Set(found)
        return found == wanted.filter(left.contains)
    }

    func result() -> ProfileList<Item> { ProfileList(entries, strays: strays.strays) }

    /// One item that was there in the beginning, as ours and theirs.
    private mutating func settle(_ entry: Entry, _ old: Entry, _ partner: Entry?) {
        let isChangedHere = entry.value != old.value
        guard let partner else {
            // Removed there, untouched here: it goes.
            guard isChangedHere else { return }
            conflict(old.value.profileKey, "changed here and removed by another program")
            if choice != .theirs { entries.append(entry) }
            return
        }
        if !isChangedHere {
            entries.append(taking(partner, as: entry.id))
        } else if partner.value == old.value {
            // Theirs may differ in what martlet does not know: it stays below our change.
            entries.append(rebased(entry, on: partner))
        } else {
            both(entry, partner, "changed here and by another program")
        }
    }

    private mutating func both(_ entry: Entry, _ partner: Entry, _ words: String) {
        if entry.value == partner.value {
            entries.append(taking(partner, as: entry.id))
            return
        }
        let mine = entry.value.profileKey
        // By another name it would not be found among what is on the screen.
        let named = mine == partner.value.profileKey ? "" : "; \(mine) is its name here"
        conflict(partner.value.profileKey, words + named)
        switch choice {
        case .theirs: entries.append(taking(partner, as: entry.id))
        case .mine, nil: entries.append(rebased(entry, on: partner))
        case .both:
            var renamed = entry
            // Names are what other programs know items by: two of one name would be one to them.
            if renamed.value.profileKey == partner.value.profileKey { renamed.value.name += " (mine)" }
            entries += [renamed, partner]
        }
    }

    private mutating func conflict(_ name: String, _ words: String) {
        conflicts.append(ProfileConflict(kind: Item.kind, name: name, words: words))
    }

    private func taking(_ other: Entry, as id: Int) -> Entry {
        Entry(id: id, value: other.value, source: other.source, original: other.original)
    }

    private func rebased(_ entry: Entry, on other: Entry) -> Entry {
        Entry(id: entry.id, value: entry.value, source: other.source, original: other.original)
    }

    private static func byKey(_ list: ProfileList<Item>) -> [String: [Entry]] {
        var entries: [String: [Entry]] = [:]
        // From behind, so that of equal names the first is taken first.
        for entry in list.entries.reversed() { entries[entry.value.profileKey, default: []].append(entry) }
        return entries
    }
}
