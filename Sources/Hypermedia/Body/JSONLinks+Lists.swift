import Text

extension JSONLinks {
    /// `links` that is an object: of JSON:API 1.1 (a text, null, or an object with `href`), and of others that write it so.
    func linksObject(_ owner: JSONNode, _ links: JSONNode) {
        // A relationship is called by the name of its member in `relationships` (JSON:API 1.1).
        let relationship = owner.parent?.isNamed("relationships") == true ? owner.name : nil
        for member in links.children {
            guard let name = member.name else { continue }
            for object in member.oneOrMany {
                guard let href = object.text ?? object["href"]?.text ?? object["url"]?.text else { continue }
                found.add(jsonAPILink(owner, name, href, object, relationship))
            }
        }
        consume(links)
    }

    private func jsonAPILink(
        _ owner: JSONNode, _ name: String, _ href: String, _ object: JSONNode, _ relationship: String?
    ) -> Link {
        var owner = owner
        // `relationships`, the name, and then the links: the resource is two levels up.
        if relationship != nil, let resource = owner.parent?.parent { owner = resource }
        var link = self.link(of: owner, object["rel"]?.text ?? name, href, at: object, isJSONAPI ? .jsonAPI : .list)
        if object.isObject { describe(&link, object) }
        link.title = link.title ?? relationship
        if relationship != nil { link.isOfAnswer = false }
        if type == "application/vnd.api+json", link.type == nil { link.type = "application/vnd.api+json" }
        return link
    }

    /// An object with `rel` and `href`, wherever it stands: the links of Siren, and the lists of many others.
    func listed(_ node: JSONNode) {
        guard let rel = node["rel"] else { return }
        let relations = rel.oneOrMany.compactMap(\.text)
        guard !relations.isEmpty else { return }
        guard let target = node["href"] ?? node["url"] ?? node["uri"], let href = target.text else {
            // An entity of Siren that is there as a whole: its own link says where it is.
            if isSiren, let own = sirenSelf(node) { addListed(node, relations, own) }
            return
        }
        consume(target)
        addListed(node, relations, href)
    }

    private func sirenSelf(_ entity: JSONNode) -> String? {
        entity["links"]?.children.first { link in
            link["rel"]?.oneOrMany.contains { $0.text == "self" } == true
        }?["href"]?.text
    }

    private func addListed(_ node: JSONNode, _ relations: [String], _ href: String) {
        var owner = node.parent
        // The nearest object around it: a list has no URL of its own.
        while let here = owner, !here.isObject { owner = here.parent }
        let holder = owner ?? outline.root ?? node
        for relation in relations.flatMap({ $0.split(whereSeparator: \.isWhitespace) }) {
            found.add(listedLink(holder, String(relation), href, node))
        }
    }

    private func listedLink(_ owner: JSONNode, _ relation: String, _ href: String, _ node: JSONNode) -> Link {
        var link = self.link(
            of: owner, relation, href, at: node, isSiren ? .siren : isCollection ? .collectionJSON : .list)
        // A list at the top is the answer's own.
        if owner.index == node.index { link.isOfAnswer = true }
        if isCollection, owner.isNamed("collection") { (link.isOfAnswer, link.context) = (true, answer) }
        describe(&link, node)
        link.isTemplate = node["templated"]?.isTrue == true
        // `action` may be a URL or a sentence: a method is a word of letters.
        if let method = (node["method"] ?? node["action"])?.text, method.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) {
            link.method = method.isEmpty ? "GET" : method.uppercased()
        }
        // `type` is often a word of the server's own, and no media type.
        if link.type.map({ !$0.contains("/") }) == true { link.type = nil }
        return link
    }

    /// `actions` of Siren.
    func sirenActions(_ owner: JSONNode, _ actions: JSONNode) {
        for action in actions.children {
            guard let name = action["name"]?.text, let href = action["href"]?.text else { continue }
            found.add(sirenAction(owner, name, href, action))
        }
        consume(actions)
    }

    private func sirenAction(_ owner: JSONNode, _ name: String, _ href: String, _ action: JSONNode) -> Link {
        var link = self.link(of: owner, name, href, at: action, .siren)
        link.title = action["title"]?.text
        // What is left out is GET, a form that is URL-encoded, and fields of type text (Siren, Actions).
        link.method = action["method"]?.text?.uppercased() ?? "GET"
        link.isTemplate = action["templated"]?.isTrue == true
        let fields = (action["fields"]?.oneOrMany ?? []).compactMap { field -> LinkForm.Field? in
            guard let name = field["name"]?.text else { return nil }
            var result = LinkForm.Field(name)
            result.prompt = field["title"]?.text
            result.type = field["type"]?.text ?? "text"
            result.isRequired = field["required"]?.isTrue == true
            if field["value"]?.isArray == true {
                result.options = field["value"]?.oneOrMany.compactMap { $0.word ?? $0["value"]?.word } ?? []
                result.value = result.options.first
            } else {
                Self.take(field["value"], &result)
            }
            return result
        }
        if !fields.isEmpty || link.method != "GET" {
            link.form = LinkForm(
                contentType: action["type"]?.text ?? "application/x-www-form-urlencoded", fields: fields)
        }
        return link
    }

    /// `collection` of Collection+JSON: its own URL, its queries, and what a new item looks like.
    func collection(_ collection: JSONNode) {
        guard let root = outline.root else { return }
        let own = collection["href"]?.text ?? ""
        if let href = collection["href"] {
            found.add(self.link(of: root, "self", own, at: href, .collectionJSON))
            consume(href)
        }
        for query in collection["queries"]?.oneOrMany ?? [] {
            guard let href = query["href"]?.text else { continue }
            var link = self.link(of: root, query["rel"]?.text ?? "search", href, at: query, .collectionJSON)
            describe(&link, query)
            link.form = LinkForm(
                contentType: "application/x-www-form-urlencoded", fields: Self.data(query["data"]))
            found.add(link)
            consume(query)
        }
        if let template = collection["template"], template.isObject {
            var link = self.link(of: root, "create", own, at: template, .collectionJSON)
            link.method = "POST"
            link.title = template["prompt"]?.text
            link.form = LinkForm(
                contentType: "application/vnd.collection+json", fields: Self.data(template["data"]))
            found.add(link)
            consume(template)
        }
    }

    private static func data(_ data: JSONNode?) -> [LinkForm.Field] {
        (data?.oneOrMany ?? []).compactMap { entry in
            guard let name = entry["name"]?.text else { return nil }
            var field = LinkForm.Field(name)
            field.prompt = entry["prompt"]?.text
            field.isRequired = entry["required"]?.isTrue == true
            take(entry["value"], &field)
            return field
        }
    }

    /// An item of a collection, which has a URL of its own.
    func collectionItem(_ node: JSONNode) {
        guard let list = node.parent, list.isNamed("items"), list.parent?.isNamed("collection") == true,
            let target = node["href"], let href = target.text, let root = outline.root
        else { return }
        found.add(self.link(of: root, "item", href, at: node, .collectionJSON))
        consume(target)
    }
}
