/// Steps that are taken back, the last one first.
extension RequestLibrary {
    /// The most steps that can be undone.
    private static let maximumPast = 50

    mutating func remember(_ words: String, _ change: LibraryStep.Change) {
        lastStep += 1
        past.append(LibraryStep(number: lastStep, words: words, change: change))
        if past.count > Self.maximumPast { past.removeFirst() }
    }

    /// Makes a step of something that was changed beside the library, so that one key takes back whatever was last.
    public mutating func mark(_ words: String) { remember(words, .beside) }

    /// Nothing that was done until now can be undone.
    public mutating func forgetUndo() { past = [] }

    /// The number of the step that would be taken back; nil for none. Whoever keeps something of a step beside the library
    /// knows it by that: two may have the same words.
    public var undoable: Int? { past.last?.number }

    /// Whether there is something to undo.
    public var canUndo: Bool { !past.isEmpty }

    /// The request before a place; nil for the first one.
    func neighbour(before index: Int) -> Int? { index > 0 ? items[index - 1].id : nil }

    /// Takes the last change back; answers what came back, in words. What was made, typed and saved since stays.
    public mutating func undo() -> String? {
        guard let step = past.popLast() else { return nil }
        var words = step.words
        switch step.change {
        case .beside: break
        case .taken(let places, let made):
            putBack(places)
            for folder in made where !folders.contains(folder.name) {
                folders.insert(folder.name, at: min(folder.place, folders.count))
            }
        case .copied(let copy):
            if let index = index(of: copy.id) {
                if items[index] == copy {
                    items.remove(at: index)
                } else {
                    words = "nothing: \(items[index].title) was changed since it was copied, and stays"
                }
            }
        case .named(let names, let made):
            rename(back: names)
            for folder in made where folders.indices.contains(folder.place) { folders[folder.place] = folder.name }
        case .shifted(let id, let neighbour): shift(id, behind: neighbour)
        case .referred(let reference): takeBack(reference)
        case .madeFolder(let name): folders.removeAll { $0 == name }
        }
        revision += 1
        reshape()
        return words
    }

    /// Puts requests that were taken out where they stood.
    private mutating func putBack(_ gone: [LibraryStep.Place]) {
        let taken = Set(items.map { ProfileKey($0.draft) })
        var behind: [Int?: Item] = [:]
        for place in gone {
            var item = place.item
            // Another one was given its name meanwhile: of two with one name the file tells only one.
            if !item.draft.name.isEmpty, taken.contains(ProfileKey(item.draft)) {
                item.draft.name = free(item.draft.name, in: item.draft.folder, but: nil)
                item.saved?.name = item.draft.name
            }
            behind[place.neighbour] = item
        }
        var all: [Item] = []
        all.reserveCapacity(items.count + gone.count)
        // One that is back may have been the neighbour of the next.
        func putBack(behind id: Int?) {
            var id = id
            while let item = behind.removeValue(forKey: id) {
                all.append(item)
                id = item.id
            }
        }
        putBack(behind: nil)
        for item in items {
            all.append(item)
            putBack(behind: item.id)
        }
        items = all
    }

    /// Gives requests the names and folders that they had, here and where they are saved.
    private mutating func rename(back names: [LibraryStep.Names]) {
        let changed = Set(names.map(\.id))
        let taken = Set(items.lazy.filter { !changed.contains($0.id) }.map { ProfileKey($0.draft) })
        for old in names {
            guard let index = index(of: old.id) else { continue }
            var name = old.draft.name
            // It was saved since, which takes a name.
            if name.isEmpty, items[index].saved != nil { name = items[index].draft.name }
            let key = ProfileKey(folder: old.draft.folder, name: name)
            if !name.isEmpty, taken.contains(key) { name = free(name, in: key.folder, but: old.id) }
            (items[index].draft.folder, items[index].draft.name) = (key.folder, name)
            guard items[index].saved != nil else { continue }
            let saved = old.saved ?? old.draft
            items[index].saved?.folder = saved.folder
            items[index].saved?.name = saved.name == old.draft.name ? name : saved.name
        }
    }

    private mutating func shift(_ id: Int, behind neighbour: Int?) {
        guard let index = index(of: id) else { return }
        let place = neighbour.flatMap { self.index(of: $0) }.map { $0 + 1 } ?? 0
        let item = items.remove(at: index)
        items.insert(item, at: index < place ? place - 1 : place)
    }

    /// Puts a secret back where its reference still stands.
    private mutating func takeBack(_ reference: LibraryStep.Reference) {
        guard let index = index(of: reference.id) else { return }
        items[index].draft.takeBack(reference.draft)
        // What was saved since was saved with the reference.
        items[index].saved?.takeBack(reference.saved ?? reference.draft)
    }
}

extension RequestDraft {
    /// Takes back that a secret became a reference, wherever that still stands; what else was changed stays.
    fileprivate mutating func takeBack(_ swap: LibraryStep.Reference.Swap) {
        guard self != swap.after else { return self = swap.before }
        let (before, after) = (swap.before, swap.after)
        switch swap.clear.place {
        case .auth: if auth.secret == after.auth.secret { auth.secret = before.auth.secret }
        case .keyPassword:
            if options.tls.keyPassword == after.options.tls.keyPassword {
                options.tls.keyPassword = before.options.tls.keyPassword
            }
        case .header(let row): Self.putBack(row, of: before.headers, after.headers, in: &headers)
        case .query(let row): Self.putBack(row, of: before.query, after.query, in: &query)
        case .form(let row):
            guard case .form(let old) = before.body, case .form(let new) = after.body, case .form(var rows) = body
            else {
                return
            }
            Self.putBack(row, of: old, new, in: &rows)
            body = .form(rows)
        case .part(let row):
            guard case .multipart(let old) = before.body, case .multipart(let new) = after.body,
                case .multipart(var parts) = body, old.indices.contains(row), new.indices.contains(row),
                let same = parts.firstIndex(where: { $0.name == new[row].name && $0.content == new[row].content })
            else { return }
            parts[same].content = old[row].content
            body = .multipart(parts)
        case .url(let range): url = Self.putBack(range, of: before.url, after.url, in: url)
        case .json(let range):
            guard case .json(let old) = before.body, case .json(let new) = after.body, case .json(let text) = body
            else {
                return
            }
            body = .json(Self.putBack(range, of: old, new, in: text))
        }
    }

    /// The row that still holds the reference, wherever it stands now, gets its old value.
    private static func putBack(_ row: Int, of old: [DraftField], _ new: [DraftField], in rows: inout [DraftField]) {
        guard old.indices.contains(row), new.indices.contains(row),
            let same = rows.firstIndex(where: { $0.name == new[row].name && $0.value == new[row].value })
        else { return }
        rows[same].value = old[row].value
    }

    /// The text with the bytes of a range of an old one in the place of what stands for them in a new one.
    private static func putBack(_ range: Range<Int>, of old: String, _ new: String, in text: String) -> String {
        let (old, new, bytes) = (Array(old.utf8), Array(new.utf8), Array(text.utf8))
        let call = range.lowerBound..<(new.count - (old.count - range.upperBound))
        guard call.upperBound <= new.count, let place = bytes.firstRange(of: new[call]) else { return text }
        return String(decoding: bytes[..<place.lowerBound] + old[range] + bytes[place.upperBound...], as: UTF8.self)
    }
}
