import Payloads
import Text

/// The requests at hand: those that are saved, in folders, and what is typed into them and not saved yet.
///
/// A value: every change but typing can be undone. Saving to disk is the affair of whoever reads `saved`.
public struct RequestLibrary: Sendable {
    /// One request.
    public struct Item: Identifiable, Hashable, Sendable {
        /// The same as long as the program runs.
        public let id: Int
        /// As it is saved; nil while it never was.
        public internal(set) var saved: RequestDraft?
        /// As it is now.
        public internal(set) var draft: RequestDraft

        /// Whether something was typed that is not saved.
        public var isDirty: Bool { saved != draft }

        /// What people call it: its name, or method and URL.
        public var title: String {
            if !draft.name.isEmpty { return draft.name }
            return draft.url.isEmpty ? "new request" : NamedSecrets.shown.url(draft.url)
        }
    }

    /// The requests in their order.
    public internal(set) var items: [Item] = []
    /// Folders that were made by hand and may hold nothing.
    public internal(set) var folders: [String] = []
    /// Grows with every change of what is saved.
    public internal(set) var revision = 0
    /// Grows when a request or a folder comes, goes, moves or gets another name: what is typed otherwise leaves the
    /// tree as it is.
    public private(set) var shape = 0
    /// Grows with everything, typing too.
    public private(set) var edits = 0
    private var lastID = 0
    /// Where each request is among the items.
    private var places: [Int: Int] = [:]
    /// What was done, the newest last.
    var past: [LibraryStep] = []
    /// The number of the newest of all steps.
    var lastStep = 0

    /// A library of saved requests.
    public init(_ saved: [RequestDraft] = []) { load(saved) }

    /// What is saved, in order.
    public var saved: [RequestDraft] { items.compactMap(\.saved) }

    /// Whether one is kept: asked with each frame, so nothing is gathered for it.
    public var hasSaved: Bool { items.contains { $0.saved != nil } }

    /// The request of an id; nil when it is gone.
    public subscript(id: Int) -> Item? { places[id].map { items[$0] } }

    /// The place of a request among the items; nil when it is gone.
    public func index(of id: Int) -> Int? { places[id] }

    /// The folders in one another.
    public var outline: RequestOutline { RequestOutline(items, folders: folders) }

    /// The requests that hold every word of a text, in method, folder, name or URL.
    /// - Parameter known: those that hold a text which this one begins with; nil to look at all.
    public func matches(_ text: String, among known: [Int]? = nil) -> [Int] {
        let words = WordSearch(text)
        // By their places: a copy of a request is a dozen texts and lists.
        func isMatch(_ place: Int) -> Bool {
            words.isFound(
                in: items[place].draft.name, items[place].draft.url, items[place].draft.folder,
                items[place].draft.method)
        }
        guard let known else { return items.indices.filter(isMatch).map { items[$0].id } }
        return known.filter { id in places[id].map(isMatch) ?? false }
    }

    /// The tree is another one.
    mutating func reshape() {
        places.removeAll(keepingCapacity: true)
        for index in items.indices { places[items[index].id] = index }
        shape += 1
        edits += 1
    }

    /// Takes what is saved elsewhere: requests of the same folder and name are the same, what is typed into them stays.
    ///
    /// What is typed into one that was changed elsewhere too is a request of its own from then on, which is not saved yet:
    /// to save it takes nothing from the other.
    /// - Returns: what people call those.
    @discardableResult public mutating func load(_ saved: [RequestDraft]) -> [String] {
        // Something else of the profile was changed elsewhere: it says nothing of these, and takes no step away.
        if items.lazy.compactMap(\.saved).elementsEqual(saved) { return [] }
        var known: [ProfileKey: [Int]] = [:]
        // Backwards, so that `popLast` gives the first of several that have one name.
        for index in items.indices.reversed() {
            if let saved = items[index].saved { known[ProfileKey(saved), default: []].append(index) }
        }
        var isLeft = [Bool](repeating: true, count: items.count)
        var loaded: [Item] = []
        var parted: [String] = []
        loaded.reserveCapacity(saved.count)
        for draft in saved {
            guard let place = known[ProfileKey(draft)]?.popLast() else {
                loaded.append(Item(id: nextID(), saved: draft, draft: draft))
                continue
            }
            isLeft[place] = false
            var item = items[place]
            // The same was typed here and saved there: nothing parts them.
            if item.isDirty, item.saved != draft, item.draft != draft {
                parted.append(item.title)
                item.saved = nil
                // In its place, where it is open.
                loaded += [item, Item(id: nextID(), saved: draft, draft: draft)]
                continue
            }
            if !item.isDirty { item.draft = draft }
            item.saved = draft
            loaded.append(item)
        }
        // What was never saved stays, and so does what is typed into one that went.
        for index in items.indices where isLeft[index] && (items[index].saved == nil || items[index].isDirty) {
            var item = items[index]
            item.saved = nil
            loaded.append(item)
        }
        items = loaded
        // Earlier steps know nothing of what was changed elsewhere: to undo one might set it aside.
        past = []
        reshape()
        return parted
    }

    /// What makes a saved request the same one: folder and name.
    struct ProfileKey: Hashable {
        let folder: String
        let name: String

        init(folder: String, name: String) { (self.folder, self.name) = (folder, name) }

        init(_ draft: RequestDraft) { self.init(folder: draft.folder, name: draft.name) }
    }

    private mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    // MARK: - Changing

    /// Adds a request that is not saved yet; answers its id.
    public mutating func add(_ draft: RequestDraft, after id: Int? = nil) -> Int {
        let item = Item(id: nextID(), saved: nil, draft: draft)
        let place = id.flatMap { places[$0] }.map { $0 + 1 } ?? items.count
        items.insert(item, at: place)
        reshape()
        return item.id
    }

    /// What is typed; nothing else changes.
    public mutating func edit(_ id: Int, _ draft: RequestDraft) {
        guard let index = places[id] else { return }
        let isSamePlace = items[index].draft.folder == draft.folder && items[index].draft.name == draft.name
        items[index].draft = draft
        edits += 1
        if !isSamePlace { shape += 1 }
    }

    /// Saves what is typed, under a name; one that is taken gets a number.
    public mutating func save(_ id: Int, as name: String? = nil) {
        guard let index = places[id] else { return }
        let wanted = name ?? items[index].draft.name
        // Requests are found again by folder and name: there is none without.
        items[index].draft.name = free(wanted.isEmpty ? "request" : wanted, in: items[index].draft.folder, but: id)
        items[index].saved = items[index].draft
        revision += 1
        reshape()
    }

    /// Puts a reference in the place of a secret, here and where it is saved; other changes wait to be saved as they did.
    /// - Returns: whether what is saved does not hold the secret in clear any more.
    public mutating func refer(_ id: Int, _ clear: ClearSecret, to secret: Secret) -> Bool {
        guard let index = places[id] else { return true }
        let words = "the \(clear.words) of \(items[index].title) in the file"
        var step = LibraryStep.Reference(id: id, draft: .init(clear, items[index].draft))
        items[index].draft.refer(clear, to: secret)
        step.draft.after = items[index].draft
        // Rows may have come and gone since it was saved: there it may stand in another one.
        let saved = items[index].saved?.clearSecrets ?? []
        if let same = saved.first(where: { $0 == clear })
            ?? saved.first(where: { $0.words == clear.words && $0.value == clear.value })
        {
            step.saved = items[index].saved.map { .init(same, $0) }
            items[index].saved?.refer(same, to: secret)
            if let saved = items[index].saved { step.saved?.after = saved }
        }
        remember(words, .referred(step))
        revision += 1
        reshape()
        return items[index].saved?.clearSecrets.contains { $0.value == clear.value } != true
    }

    /// Gives a request another name, here and where it is saved.
    public mutating func rename(_ id: Int, to name: String) {
        guard let index = places[id], !name.isEmpty else { return }
        remember("the old name of \(items[index].title)", .named([LibraryStep.Names(items[index])]))
        let name = free(name, in: items[index].draft.folder, but: id)
        items[index].draft.name = name
        items[index].saved?.name = name
        revision += 1
        reshape()
    }

    /// Puts a request in another folder, here and where it is saved.
    public mutating func move(_ id: Int, to folder: String) {
        guard let index = places[id] else { return }
        let folder = Self.cleaned(folder)
        // It lies there: nothing to take back.
        guard items[index].draft.folder != folder || (items[index].saved?.folder ?? folder) != folder else { return }
        remember("the old folder of \(items[index].title)", .named([LibraryStep.Names(items[index])]))
        let name = items[index].draft.name.isEmpty ? "" : free(items[index].draft.name, in: folder, but: id)
        items[index].draft.folder = folder
        items[index].draft.name = name
        items[index].saved?.folder = folder
        items[index].saved?.name = name
        revision += 1
        reshape()
    }

    /// Puts a request before or after its neighbour in the list.
    public mutating func shift(_ id: Int, by steps: Int) {
        guard let index = places[id] else { return }
        let folder = items[index].draft.folder
        // Neighbours in the tree; between them in the list there may be requests of other folders.
        let same = items.indices.filter { items[$0].draft.folder == folder }
        guard let place = same.firstIndex(of: index), same.indices.contains(place + steps) else { return }
        remember("the old place of \(items[index].title)", .shifted(id, behind: neighbour(before: index)))
        let item = items.remove(at: index)
        items.insert(item, at: same[place + steps])
        revision += 1
        reshape()
    }

    /// Adds a copy, saved if the request is; answers its id.
    public mutating func duplicate(_ id: Int) -> Int? {
        guard let index = places[id] else { return nil }
        let title = items[index].title
        var draft = items[index].draft
        if !draft.name.isEmpty { draft.name = free(draft.name, in: draft.folder, but: nil) }
        let isSaved = items[index].saved != nil
        let copy = Item(id: nextID(), saved: isSaved ? draft : nil, draft: draft)
        items.insert(copy, at: index + 1)
        remember("the list without the copy of \(title)", .copied(copy))
        revision += isSaved ? 1 : 0
        reshape()
        return copy.id
    }

    /// Takes a request out.
    public mutating func delete(_ id: Int) {
        guard let index = places[id] else { return }
        remember(items[index].title, .taken([.init(items[index], behind: neighbour(before: index))], folders: []))
        items.remove(at: index)
        revision += 1
        reshape()
    }

    // MARK: - Folders

    /// Makes a folder.
    public mutating func addFolder(_ name: String) {
        let name = Self.cleaned(name)
        guard !name.isEmpty, !allFolders.contains(name) else { return }
        remember("the list without folder \(name)", .madeFolder(name))
        folders.append(name)
        reshape()
    }

    /// Gives a folder another name: everything in it goes along. Where that is the name of another folder they become one,
    /// and what has a name there already gets a number.
    /// - Returns: the name that it has now; nil when that is the one that it had.
    @discardableResult public mutating func renameFolder(_ old: String, to new: String) -> String? {
        let new = Self.cleaned(new)
        guard !new.isEmpty, new != old else { return nil }
        // With the slash: `lights` is not in `light`.
        let inside = old + "/"
        func renamed(_ folder: String) -> String {
            folder == old ? new : folder.hasPrefix(inside) ? new + folder.dropFirst(old.count) : folder
        }
        func isInside(_ folder: String?) -> Bool { folder == old || folder?.hasPrefix(inside) == true }
        var names: [LibraryStep.Names] = []
        // What is saved may lie in another folder than what is typed.
        for index in items.indices where isInside(items[index].draft.folder) || isInside(items[index].saved?.folder) {
            names.append(LibraryStep.Names(items[index]))
            items[index].draft.folder = renamed(items[index].draft.folder)
            if let saved = items[index].saved { items[index].saved?.folder = renamed(saved.folder) }
        }
        freeNames(of: names.map(\.id))
        let made = folders.enumerated().filter { isInside($0.element) }
        remember("the old name of \(old)", .named(names, folders: made.map { ($0.offset, $0.element) }))
        folders = folders.map(renamed)
        revision += 1
        reshape()
        return new
    }

    /// Gives requests that have come to others a number where one of those has the name already.
    private mutating func freeNames(of ids: [Int]) {
        let moved = Set(ids)
        let others = Set(items.lazy.filter { !moved.contains($0.id) }.map { ProfileKey($0.draft) })
        let clashes = ids.compactMap { places[$0] }.filter {
            !items[$0].draft.name.isEmpty && others.contains(ProfileKey(items[$0].draft))
        }
        // Gathered once: both folders may hold thousands.
        var names: [String: Set<String>] = [:]
        if !clashes.isEmpty { for item in items { names[item.draft.folder, default: []].insert(item.draft.name) } }
        for index in clashes {
            let old = ProfileKey(items[index].draft)
            let name = FreeName.next(old.name, among: names[old.folder] ?? [])
            names[old.folder]?.insert(name)
            items[index].draft.name = name
            if items[index].saved?.name == old.name { items[index].saved?.name = name }
        }
    }

    /// Takes a folder out with everything in it.
    public mutating func deleteFolder(_ name: String) {
        let inside = name + "/"
        func isInside(_ folder: String) -> Bool { folder == name || folder.hasPrefix(inside) }
        let gone = items.indices.filter { isInside(items[$0].draft.folder) }
        let made = folders.enumerated().filter { isInside($0.element) }
        remember(
            "the folder \(name)",
            .taken(
                gone.map { .init(items[$0], behind: neighbour(before: $0)) },
                folders: made.map { ($0.offset, $0.element) }))
        items.removeAll { isInside($0.draft.folder) }
        folders.removeAll(where: isInside)
        revision += 1
        reshape()
    }

    /// How many requests are in a folder and in those in it.
    public func count(in folder: String) -> Int {
        let inside = folder + "/"
        return items.indices.reduce(0) { count, index in
            let own = items[index].draft.folder
            return count + (own == folder || own.hasPrefix(inside) ? 1 : 0)
        }
    }

    /// Every folder, those around others too, in the order in which they are first seen.
    public var allFolders: [String] { outline.folders.dropFirst().map(\.path) }

    /// Levels without blanks around them, empty ones left out.
    private static func cleaned(_ folder: String) -> String {
        folder.split(separator: "/").map { String($0).trimmed }.filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// A name that no other request of the folder has.
    func free(_ name: String, in folder: String, but id: Int?) -> String {
        FreeName.next(
            name, among: items.filter { $0.draft.folder == folder && $0.id != id }.map(\.draft.name))
    }
}
