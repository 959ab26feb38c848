/// The folders of a library in one another, each with what is right in it. Made once for many looks: a row is found
/// without asking every request for its folder.
public struct RequestOutline: Sendable {
    /// A folder, or what is in none.
    public struct Folder: Sendable {
        /// The whole name, levels separated by `/`; empty for what is in no folder.
        public let path: String
        /// The name on its own level.
        public let name: String
        /// How many folders it is in.
        public let depth: Int
        /// The folders right in it, by their place in ``RequestOutline/folders``.
        public fileprivate(set) var folders: [Int] = []
        /// The requests right in it, by their ids.
        public fileprivate(set) var requests: [Int] = []
    }

    /// One row of the tree.
    public enum Row: Hashable, Sendable {
        /// A folder, and how many it is in.
        case folder(String, depth: Int, isOpen: Bool)
        /// A request by its id, and how many folders it is in.
        case request(Int, depth: Int)
    }

    /// The most levels that are told apart: further ones are one name. A name of nothing but slashes shall not become
    /// as many folders, each with all the others in its own name.
    static let maximumDepth = 64

    /// What is in no folder first, then the folders in the order in which they are first seen.
    public private(set) var folders = [Folder(path: "", name: "", depth: -1)]
    private var places: [String: Int] = ["": 0]

    /// The outline of some requests, and of folders that may hold nothing.
    init(_ items: [RequestLibrary.Item], folders made: [String]) {
        for index in items.indices {
            let place = place(of: items[index].draft.folder)
            folders[place].requests.append(items[index].id)
        }
        for folder in made { _ = place(of: folder) }
    }

    /// The place of a folder; it and those around it are added when they are new.
    private mutating func place(of folder: String) -> Int {
        if let place = places[folder] { return place }
        var place = 0
        var path = ""
        // What is beyond stays in the last level with its slashes.
        for level in folder.split(separator: "/", maxSplits: Self.maximumDepth - 1) {
            path += path.isEmpty ? String(level) : "/\(level)"
            place = child(path, String(level), of: place)
        }
        // As it was written: with slashes at its ends it is the same folder.
        places[folder] = place
        return place
    }

    private mutating func child(_ path: String, _ name: String, of parent: Int) -> Int {
        if let place = places[path] { return place }
        let place = folders.count
        folders.append(Folder(path: path, name: name, depth: folders[parent].depth + 1))
        folders[parent].folders.append(place)
        places[path] = place
        return place
    }

    /// The rows from the top: in each folder its folders, then its requests; of closed ones nothing.
    public func rows(closed: Set<String>) -> [Row] {
        var rows: [Row] = []
        // Folders that are begun and not done, with how many of their folders are; not by recursion, which a file
        // could make as deep as it likes.
        var open = [(place: 0, done: 0)]
        while let (place, done) = open.last {
            let folder = folders[place]
            guard done < folder.folders.count else {
                open.removeLast()
                for id in folder.requests { rows.append(.request(id, depth: folder.depth + 1)) }
                continue
            }
            open[open.count - 1].done += 1
            let next = folder.folders[done]
            let isOpen = !closed.contains(folders[next].path)
            rows.append(.folder(folders[next].path, depth: folders[next].depth, isOpen: isOpen))
            if isOpen { open.append((next, 0)) }
        }
        return rows
    }
}
