import Profile

/// The requests of the library by their names, found anew when a request comes, goes, moves or gets another name: previews
/// ask with every frame.
struct RequestNames {
    private var shape = -1
    private var paths: [String: [Int]] = [:]
    private var names: [String: [Int]] = [:]

    /// The requests that a name means: those of that path, else those of that name in any folder.
    mutating func requests(named name: String, in library: RequestLibrary) -> [RequestLibrary.Item] {
        if shape != library.shape {
            shape = library.shape
            paths = Dictionary(grouping: library.items) { $0.draft.savedPath }.mapValues { $0.map(\.id) }
            names = Dictionary(grouping: library.items) { $0.draft.name }.mapValues { $0.map(\.id) }
        }
        return (paths[name] ?? names[name] ?? []).compactMap { library[$0] }
    }
}
