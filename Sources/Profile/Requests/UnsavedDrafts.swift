import Payloads

/// Requests that were typed and not saved, as they outlive a program that is told to end: a JSON document, secrets left
/// out of it. What such a request still shares with its saved form is only named, and comes back from there.
public struct UnsavedDrafts: Sendable {
    /// One request.
    private struct Entry {
        var draft: RequestDraft
        /// The parts that are those of the saved form: `auth`, or `headers 0 2` for the first row, which is the third there.
        var asSaved: [String] = []
    }

    private var entries: [Entry] = []
    /// Whether values that are secret were left out.
    public private(set) var lacksSecrets = false

    /// Of requests as they are typed and as they are saved.
    public init(_ items: [RequestLibrary.Item]) {
        for item in items {
            var entry = Entry(draft: item.draft.withoutSecrets())
            if let saved = item.saved {
                // By place and not by name: rows of one name may differ.
                entry.asSaved = Part.shared(item.draft, saved)
                // Tried here as it will be put together again: what then differs was a secret that is not saved.
                if Part.taken(entry.asSaved, of: saved, by: entry.draft) != item.draft { lacksSecrets = true }
            } else if entry.draft != item.draft {
                lacksSecrets = true
            }
            entries.append(entry)
        }
    }

    /// How many there are.
    public var count: Int { entries.count }

    /// Reads the document; nil when it is none.
    public init?(_ bytes: [UInt8]) {
        guard let document = try? JSONValue(reading: bytes), let list = document["requests"]?.elements else {
            return nil
        }
        var reader = ProfileReader()
        for element in list {
            guard let request = element["request"], request.members != nil else { continue }
            entries.append(
                Entry(
                    draft: RequestDraft(request, &reader),
                    asSaved: (element["asSaved"]?.elements ?? []).compactMap(\.text)))
        }
        if case .bool(true)? = document["lacksSecrets"]?.content { lacksSecrets = true }
    }

    /// The document.
    public var bytes: [UInt8] {
        var object = ProfileObject()
        object.add("lacksSecrets", lacksSecrets, unless: false)
        object.add(
            "requests",
            list: entries.map { entry in
                var element = ProfileObject()
                element.add("request", entry.draft.json)
                element.add("asSaved", list: entry.asSaved.map { JSONValue(text: $0) })
                return element.value
            })
        return object.value.written(opened: 1, expecting: 4096)
    }

    /// Puts them into a library, on top of what is saved there; answers how many say something new.
    func restore(in library: inout RequestLibrary) -> Int {
        var count = 0
        for entry in entries {
            let item = library.items.first {
                $0.saved?.folder == entry.draft.folder && $0.saved?.name == entry.draft.name
            }
            if let item, let saved = item.saved {
                let whole = Part.taken(entry.asSaved, of: saved, by: entry.draft)
                // Somebody saved the same meanwhile.
                guard whole != saved else { continue }
                library.edit(item.id, whole)
            } else {
                _ = library.add(entry.draft)
            }
            count += 1
        }
        return count
    }
}

/// The parts of a request in which a secret may stand.
private enum Part {
    /// Those that hold one value.
    private static var single: [(name: String, isSame: (RequestDraft, RequestDraft) -> Bool, take: Take)] {
        [
            ("auth", { $0.auth == $1.auth }, { $0.auth = $1.auth }),
            ("url", { $0.url == $1.url }, { $0.url = $1.url }),
            ("body", { $0.body == $1.body }, { $0.body = $1.body }),
            ("options", { $0.options == $1.options }, { $0.options = $1.options }),
            ("checks", { $0.checkRows == $1.checkRows }, { $0.checkRows = $1.checkRows }),
        ]
    }
    /// Those that are rows.
    private static var tables: [(name: String, path: WritableKeyPath<RequestDraft, [DraftField]>)] {
        [
            ("pathParameters", \.pathParameters), ("query", \.query), ("headers", \.headers),
        ]
    }
    private typealias Take = (inout RequestDraft, RequestDraft) -> Void

    /// The parts of a request that are those of its saved form.
    static func shared(_ draft: RequestDraft, _ saved: RequestDraft) -> [String] {
        var names = single.filter { $0.isSame(draft, saved) }.map(\.name)
        for table in tables {
            for (index, row) in draft[keyPath: table.path].enumerated() {
                guard let place = saved[keyPath: table.path].firstIndex(of: row) else { continue }
                names.append("\(table.name) \(index) \(place)")
            }
        }
        return names
    }

    /// A request with these parts of its saved form.
    static func taken(_ names: [String], of saved: RequestDraft, by draft: RequestDraft) -> RequestDraft {
        var draft = draft
        for name in names {
            let words = name.split(separator: " ")
            if let part = single.first(where: { $0.name == name }) {
                part.take(&draft, saved)
            } else if words.count == 3, let table = tables.first(where: { $0.name == words[0] }),
                let index = Int(words[1]), draft[keyPath: table.path].indices.contains(index),
                let place = Int(words[2]), saved[keyPath: table.path].indices.contains(place),
                // Somebody else may have changed what is saved.
                saved[keyPath: table.path][place].name == draft[keyPath: table.path][index].name
            {
                draft[keyPath: table.path][index] = saved[keyPath: table.path][place]
            }
        }
        return draft
    }
}

extension RequestLibrary {
    /// Takes back what was typed before the program was told to end, on top of what is saved; answers how many say
    /// something new.
    public mutating func restore(_ unsaved: UnsavedDrafts) -> Int { unsaved.restore(in: &self) }
}
