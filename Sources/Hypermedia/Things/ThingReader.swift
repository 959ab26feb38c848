public import Payloads
import Text

/// Reads Thing Descriptions (WoT TD 1.1, and what older ones write), leniently: what is not understood is a remark.
public struct ThingReader {
    private let root: JSONNode
    private let base: String
    /// The variables of every form (`uriVariables`), and who may use each (`security`): read once, and not for each form.
    private let variables: [LinkForm.Field]
    private let security: ThingSecurity.Reader
    private var remarks: [String] = []
    private var count = 0
    /// The most operations that are read of one description.
    public static let mostOperations = 2_000
    /// The most bytes of a description.
    public static let mostBytes = 4 << 20

    /// Whether a text is a Thing Description, by its media type or by its contexts and members.
    public static func isThing(_ bytes: PayloadBytes, type: MediaType?) -> Bool {
        if type?.name == "application/td+json" { return true }
        // In 20 bytes no context has room.
        guard bytes.count <= mostBytes, bytes.count > 20, type?.kind == .json || type == nil else { return false }
        // Told by its first bytes before anything is read of it.
        let isCandidate = bytes.withBytes { bytes in
            String(decoding: bytes.prefix(4_096), as: UTF8.self).contains("@context")
        }
        guard isCandidate else { return false }
        let outline = JSONOutline(bytes)
        while !outline.advance(units: 1 << 24) {}
        guard let root = outline.root else { return false }
        return isThing(root)
    }

    /// Whether an object is a Thing Description, by its contexts and members.
    static func isThing(_ root: JSONNode) -> Bool {
        let contexts = root["@context"]?.oneOrMany.compactMap(\.text) ?? []
        // Of any version: `https://www.w3.org/2019/wot/td/v1`, `https://www.w3.org/2022/wot/td/v1.1`.
        guard contexts.contains(where: { $0.contains("w3.org") && $0.contains("/td") }) else { return false }
        return ["properties", "actions", "events", "forms"].contains { root[$0] != nil }
    }

    /// The thing that a text describes; nil when it describes none.
    ///
    /// - Parameter url: where it was read: what references are relative to when it has no `base`. Nil for a message.
    public static func read(_ bytes: PayloadBytes, url: String?) -> Thing? {
        guard bytes.count <= mostBytes else { return nil }
        let outline = JSONOutline(bytes)
        while !outline.advance(units: 1 << 24) {}
        guard let root = outline.root, root.isObject else { return nil }
        var reader = ThingReader(root, url: url)
        if let problem = outline.problem { reader.remarks.append("the description \(problem.words)") }
        return reader.thing()
    }

    private init(_ root: JSONNode, url: String?) {
        self.root = root
        variables = root["uriVariables"].map { ThingSchema.fields($0) } ?? []
        security = ThingSecurity.Reader(root)
        let own = root["base"]?.text
        base = own.map { url.map { URLReference.resolve(own ?? "", against: $0) } ?? $0 } ?? url ?? ""
    }

    private mutating func thing() -> Thing? {
        guard ["properties", "actions", "events", "forms"].contains(where: { root[$0] != nil }) else { return nil }
        var affordances: [Thing.Affordance] = []
        for (member, kind) in [("properties", Thing.Kind.property), ("actions", .action), ("events", .event)] {
            for node in root[member]?.children ?? JSONNode.Children(outline: root.outline, index: 0, end: 0) {
                guard let name = node.name, node.isObject else { continue }
                affordances.append(affordance(kind, name, node))
            }
        }
        if root["forms"] != nil { affordances.append(affordance(.thing, "all properties", root)) }
        if count >= Self.mostOperations {
            remarks.append("only the first \(grouped(Self.mostOperations)) operations are shown")
        }
        return Thing(
            title: Self.words(root, "title") ?? root["id"]?.text ?? "Thing", id: root["id"]?.text,
            summary: Self.words(root, "description"), affordances: affordances, remarks: remarks)
    }

    /// A text, or the first of its translations.
    private static func words(_ node: JSONNode, _ name: String) -> String? {
        node[name]?.text ?? node["\(name)s"]?.children.first { $0.text != nil }?.text
    }

    private mutating func affordance(_ kind: Thing.Kind, _ name: String, _ node: JSONNode) -> Thing.Affordance {
        let schema: JSONNode? =
            switch kind {
            case .property: node
            case .action: node["input"]
            case .event: node["data"]
            case .thing: nil
            }
        var operations: [ThingOperation] = []
        // A schema may be as large as all of the description, and each of its forms would read it again.
        let body = schema.map { ThingSchema.skeleton($0) } ?? ""
        let variables = (node["uriVariables"].map { ThingSchema.fields($0) } ?? []) + self.variables
        let usual = Self.operations(kind, node)
        for form in node["forms"]?.oneOrMany ?? [] where form.isObject {
            let written = form["op"]?.oneOrMany.compactMap(\.text) ?? []
            for operation in written.isEmpty ? usual : written where count < Self.mostOperations {
                count += 1
                if let made = self.operation(operation, form, node, body, variables) { operations.append(made) }
            }
        }
        return Thing.Affordance(
            kind: kind, name: name, title: kind == .thing ? nil : Self.words(node, "title"),
            summary: kind == .thing ? nil : Self.words(node, "description"),
            values: schema.map { ThingSchema.words($0) } ?? "", operations: operations)
    }

    /// What a form is for that does not say it (TD 1.1 5.4).
    private static func operations(_ kind: Thing.Kind, _ node: JSONNode) -> [String] {
        switch kind {
        case .property:
            var operations: [String] = []
            if node["writeOnly"]?.isTrue != true { operations.append("readproperty") }
            if node["readOnly"]?.isTrue != true { operations.append("writeproperty") }
            return operations
        case .action: return ["invokeaction"]
        case .event: return ["subscribeevent", "unsubscribeevent"]
        case .thing: return ["readallproperties"]
        }
    }

    private mutating func operation(
        _ name: String, _ form: JSONNode, _ node: JSONNode, _ skeleton: String, _ variables: [LinkForm.Field]
    ) -> ThingOperation? {
        guard let href = form["href"]?.text else {
            remarks.append("a form of \(node.name ?? "the thing") has no href")
            return nil
        }
        // A template is made whole first: what begins with an expression stays as it is.
        let url = href.hasPrefix("{") ? href : URLReference.resolve(href, against: base)
        let contentType = form["contentType"]?.text ?? "application/json"
        let body = ThingBinding.isWriting(name) ? skeleton : nil
        let way: ThingOperation.Way
        switch URLReference(url).scheme?.lowercased() {
        case "http", "https":
            way = .http(
                ThingBinding.http(name, form, url: url, contentType: contentType, body: body, variables))
        case "mqtt", "mqtts", "ws", "wss":
            guard let made = ThingBinding.mqtt(name, form, url: url, payload: body ?? "") else {
                // Once is enough: what undoes an operation stands in the same form.
                if !name.hasPrefix("un") {
                    remarks.append("a form of \(node.name ?? "the thing") names no topic: \(href)")
                }
                return nil
            }
            way = made
        default: way = .other(url)
        }
        return ThingOperation(
            name: name, way: way, security: security.schemes(of: form), subprotocol: form["subprotocol"]?.text)
    }
}
