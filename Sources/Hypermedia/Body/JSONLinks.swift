import Payloads
import Text

/// Goes through a JSON text, value by value, and finds the links of every format that is written in it.
final class JSONLinks {
    let outline: JSONOutline
    /// The answer's media type, in small letters.
    let type: String
    /// The answer's URL.
    let answer: String
    /// What references are relative to: the answer, or `@base` of JSON-LD.
    var base: String
    /// What OData's references are relative to: its context.
    var odataBase: String
    var found = FoundLinks()
    /// What curies stand for, by their prefix.
    var curies: [String: URITemplate] = [:]
    var isSiren = false
    var isJSONAPI = false
    var isCollection = false
    var isLinkedData = false
    var isOData = false
    private var isThing = false
    /// Values that are read and not looked at again, by their place: up to where.
    private var consumed: [Int: Int] = [:]
    /// What objects were found to say of themselves, by their places. A few for each link that is kept.
    private var known: [Fact: String?] = [:]
    private var index = 0
    private var hasBegun = false

    /// What an object says of itself, and what each of its links is told with.
    enum Subject {
        case context, entityTag, identifier, halSelf
    }

    private struct Fact: Hashable {
        var index: Int
        var subject: Subject
    }

    init(_ bytes: PayloadBytes, type: String, url: String) {
        outline = JSONOutline(bytes)
        self.type = type
        answer = url
        base = url
        odataBase = url
    }

    /// Looks on through about `units` bytes; true when the end is reached.
    func advance(units: Int) -> Bool {
        // Reading is done first: what an object is, is known by all of its members.
        guard outline.advance(units: units) else { return false }
        if !hasBegun {
            hasBegun = true
            begin()
        }
        // A value costs about what twenty bytes cost to read.
        var left = max(1, units / 20)
        let count = outline.nodes.count
        while index < count, left > 0 {
            left -= 1
            if let end = consumed.removeValue(forKey: index) {
                index = end
                continue
            }
            let node = JSONNode(outline, index)
            index += 1
            switch node.kind {
            case .object: object(node)
            case .string: guess(node)
            default: break
            }
        }
        return index >= count
    }

    /// A value, and all in it, is read and means nothing else.
    func consume(_ node: JSONNode) { consumed[node.index] = node.next }

    /// What the whole is written in.
    private func begin() {
        guard let root = outline.root, root.isObject else { return }
        if let collection = root["collection"] {
            // Many answers have a member of that name: that of Collection+JSON has one of these.
            isCollection = collection["href"] != nil || collection["version"] != nil
        }
        // By their shape, too: many send these formats as `application/json`.
        let resource = root["data"]?.oneOrMany.first
        isJSONAPI =
            type == "application/vnd.api+json" || root["jsonapi"] != nil
            || resource?["type"] != nil && (resource?["id"] != nil || resource?["attributes"] != nil)
        isSiren =
            type == "application/vnd.siren+json"
            || root["actions"]?.isArray == true || root["entities"]?.isArray == true
            || root["links"]?.children.first { $0["rel"]?.isArray == true } != nil
        // OData 4.01 may leave its prefix out, and JSON-LD has a member of that name, too.
        if let context = root["@odata.context"] ?? root["@context"], let text = context.text {
            isOData = context.isNamed("@odata.context") || text.contains("$metadata")
            if isOData { odataBase = URLReference.resolve(text, against: answer) }
        }
        if !isOData, root["@context"] != nil || type == "application/ld+json" {
            isLinkedData = true
            for context in root["@context"]?.oneOrMany ?? [] {
                if let text = context["@base"]?.text { base = URLReference.resolve(text, against: answer) }
            }
        }
        isThing = type == "application/td+json" || ThingReader.isThing(root)
        if isThing, let own = root["base"]?.text { base = URLReference.resolve(own, against: answer) }
        if type == "application/problem+json" { problem(root) }
        if type == "application/linkset+json" || root["linkset"]?.isArray == true { linkset(root) }
    }

    private func object(_ node: JSONNode) {
        let isPageHolder = isPages(node)
        for member in node.children {
            guard let name = member.name else { continue }
            // What has a format's own name is that format's; `next` and the like are guessed only where nothing else fits.
            switch name {
            case "_links" where member.isObject: hal(node, member)
            case "_templates" where member.isObject: halForms(node, member)
            case "links" where member.isObject: linksObject(node, member)
            case "actions" where member.isArray && isSiren: sirenActions(node, member)
            case "forms" where member.isArray && isThing: thingForms(node, member)
            case "collection" where node.index == 0 && isCollection: collection(member)
            case "@context" where isLinkedData, "@type" where isLinkedData: consume(member)
            case "@id" where isLinkedData: identity(node, member)
            case "hydra:view" where isLinkedData && member.isObject, "view" where isLinkedData && member.isObject:
                hydraView(member)
            case "hydra:search" where isLinkedData && member.isObject, "search" where isLinkedData && member.isObject:
                hydraSearch(node, member)
            case "hydra:operation" where isLinkedData, "operation" where isLinkedData: hydraOperations(node, member)
            default:
                if name.utf8.contains(UInt8(ascii: "@")), odata(node, member, name) { continue }
                if isPageHolder { page(member, name) }
            }
        }
        listed(node)
        if isCollection { collectionItem(node) }
    }

    // MARK: - What the readers share

    /// What an object says of itself: it is gone through once for that, and not for each of its links.
    func once(_ subject: Subject, of node: JSONNode, _ find: () -> String?) -> String? {
        let fact = Fact(index: node.index, subject: subject)
        if let found = known[fact] { return found }
        let found = find()
        known.updateValue(found, forKey: fact)
        return found
    }

    /// The URL that an object in the answer is known by; of the outermost that of the answer.
    func context(of node: JSONNode) -> String {
        guard node.index > 0 else { return answer }
        let context = once(.context, of: node) {
            let own =
                node["_links"]?["self"]?.oneOrMany.first?["href"]?.text
                ?? node["links"]?["self"]?.text ?? node["links"]?["self"]?["href"]?.text
                ?? (isLinkedData ? node["@id"]?.text : nil) ?? (isCollection ? node["href"]?.text : nil)
            return own.map { URLReference.resolve($0, against: base) }
        }
        return context ?? answer
    }

    /// A link of an object in the answer that stands at a value.
    func link(
        of owner: JSONNode, _ relation: String, _ written: String, at node: JSONNode, _ format: LinkFormat
    ) -> Link {
        var link = Link(
            context: context(of: owner), relation: relation, written: written, base: base, format: format,
            place: .body(path: node.path, offset: node.range.lowerBound))
        link.isOfAnswer = owner.index == 0
        return link
    }

    /// Takes over what links of several formats call by the same names.
    func describe(_ link: inout Link, _ object: JSONNode) {
        link.title = object["title"]?.text ?? object["prompt"]?.text
        link.type = object["type"]?.text ?? object["mediaType"]?.text
        link.name = object["name"]?.text
        var remarks: [String] = []
        if let deprecation = object["deprecation"] ?? object["deprecated"],
            deprecation.kind == .string || deprecation.isTrue
        {
            remarks.append("deprecated" + (deprecation.text.map { ", see \($0)" } ?? ""))
        }
        if let language = object["hreflang"]?.oneOrMany.compactMap(\.text), !language.isEmpty {
            remarks.append("in \(language.joined(separator: ", "))")
        }
        if let profile = object["profile"]?.text { remarks.append("profile \(profile)") }
        if !remarks.isEmpty { link.remark = remarks.joined(separator: ", ") }
    }
}
