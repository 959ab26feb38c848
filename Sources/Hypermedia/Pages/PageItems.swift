public import Payloads
import Text

/// Where the items of a page stand in its body: the list that other pages are joined to.
public struct PageItems: Hashable, Sendable {
    /// The names that lead to the list, from the outside in; none when the body is the list.
    public var names: [String]

    /// A way to a list.
    public init(names: [String]) { self.names = names }

    /// As a JSONPath.
    public var path: String { "$" + names.map(JSONPathStep.member).joined() }

    private static let usual = [
        "items", "data", "value", "results", "records", "entries", "content", "hydra:member", "member", "elements",
        "rows",
        "list", "hits",
    ]

    /// The list in a body: the body itself, one by its usual name, the first that is embedded (HAL), or the only list there
    /// is; nil when there is none, or several.
    public static func find(in root: JSONNode) -> PageItems? {
        if root.isArray { return PageItems(names: []) }
        guard root.isObject else { return nil }
        for name in usual where root[name]?.isArray == true { return PageItems(names: [name]) }
        if root["collection"]?["items"]?.isArray == true { return PageItems(names: ["collection", "items"]) }
        if let name = root["_embedded"]?.children.first(where: \.isArray)?.name {
            return PageItems(names: ["_embedded", name])
        }
        // Lists of these names tell about the answer, and are no items.
        let lists = root.children.filter {
            $0.isArray && !["links", "entities", "actions", "errors"].contains($0.name ?? "")
        }
        // In Siren they are the items, where there are no others.
        if root["entities"]?.isArray == true, lists.isEmpty { return PageItems(names: ["entities"]) }
        return lists.count == 1 ? lists.first?.name.map { PageItems(names: [$0]) } : nil
    }

    /// All the lists of a body that pages can be joined at, the one that is found by itself first, each with how many items
    /// it has. Lists in lists are none.
    public static func all(in bytes: PayloadBytes) -> [(items: PageItems, count: Int)] {
        let outline = JSONOutline(bytes)
        while !outline.advance(units: 1 << 24) {}
        guard let root = outline.root else { return [] }
        var found: [PageItems] = []
        collect(root, [], &found)
        if let usual = find(in: root), let place = found.firstIndex(of: usual) {
            found.insert(found.remove(at: place), at: 0)
        }
        return found.map { items in (items, items.list(in: root).map { Array($0.children).count } ?? 0) }
    }

    /// How deep lists are looked for, and how many of them.
    private static let (deepest, mostLists) = (6, 200)

    private static func collect(_ node: JSONNode, _ names: [String], _ found: inout [PageItems]) {
        guard found.count < mostLists else { return }
        if node.isArray { return found.append(PageItems(names: names)) }
        guard node.isObject, names.count < deepest else { return }
        for child in node.children {
            guard let name = child.name, child.isArray || child.isObject else { continue }
            collect(child, names + [name], &found)
        }
    }

    /// The list of a body; nil when it has none there.
    func list(in root: JSONNode?) -> JSONNode? {
        var here = root
        for name in names { here = here?[name] }
        return here?.isArray == true ? here : nil
    }
}
