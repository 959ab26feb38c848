import Text

extension JSONLinks {
    /// A member of OData (4.01 JSON format 4.6): `@odata.nextLink`, `Orders@odata.navigationLink`, and without `odata.`;
    /// whether it is one.
    @discardableResult
    func odata(_ owner: JSONNode, _ member: JSONNode, _ name: String) -> Bool {
        guard let at = name.firstIndex(of: "@"), let href = member.text else { return false }
        let property = String(name[..<at])
        var term = name[name.index(after: at)...]
        // Without the prefix it may be anybody's member, unless the context says that this is OData.
        if term.hasPrefix("odata.") { term = term.dropFirst(6) } else if !isOData { return false }
        var relation: String
        switch term {
        case "nextLink": relation = "next"
        case "deltaLink": relation = "delta"
        case "context": relation = "describedby"
        case "id", "readLink": relation = "self"
        case "editLink": relation = "edit"
        case "mediaReadLink": relation = "enclosure"
        case "mediaEditLink": relation = "edit-media"
        case "navigationLink", "associationLink": relation = property
        default: return false
        }
        // A link of the object itself, with no property in front.
        if relation.isEmpty { relation = String(term) }
        found.add(odataLink(owner, member, relation, href, property))
        consume(member)
        return true
    }

    private func odataLink(
        _ owner: JSONNode, _ member: JSONNode, _ relation: String, _ href: String, _ property: String
    ) -> Link {
        var link = self.link(of: owner, relation, href, at: member, .odata)
        link.base = odataBase
        if relation != property, !property.isEmpty {
            // The next page of a list in one entity is not the answer's.
            link.isOfAnswer = false
            link.title = property
        }
        let tag = once(.entityTag, of: owner) { (owner["@odata.etag"] ?? owner["@etag"])?.text }
        if let tag { link.remark = "etag \(tag)" }
        return link
    }

    /// `@id` of JSON-LD: what an object is called.
    func identity(_ owner: JSONNode, _ member: JSONNode) {
        consume(member)
        // `_:` begins the name of a blank node, which has no address outside of the document.
        guard let id = member.text, !id.hasPrefix("_:"), !id.isEmpty else { return }
        // An object is what its member calls it; one in a list is what the list is called.
        let holder = owner.parent?.isArray == true ? owner.parent : owner
        var relation = owner.index == 0 ? "self" : holder?.name ?? "item"
        if ["hydra:member", "member"].contains(relation) { relation = "item" }
        // What tells of pages is read by `hydraView`.
        guard !["hydra:view", "view"].contains(relation) else { return }
        found.add(self.link(of: owner.index == 0 ? owner : owner.parent ?? owner, relation, id, at: member, .hydra))
    }

    /// `hydra:view`: the pages beside this one.
    func hydraView(_ view: JSONNode) {
        guard let root = outline.root else { return }
        for member in view.children {
            guard var name = member.name, let href = member.text ?? member["@id"]?.text else { continue }
            if name.hasPrefix("hydra:") { name = String(name.dropFirst(6)) }
            guard ["first", "next", "previous", "prev", "last"].contains(name) else { continue }
            found.add(self.link(of: root, name == "previous" ? "prev" : name, href, at: member, .hydra))
        }
        consume(view)
    }

    /// `hydra:search`: a template for looking things up.
    func hydraSearch(_ owner: JSONNode, _ search: JSONNode) {
        defer { consume(search) }
        guard let template = (search["hydra:template"] ?? search["template"])?.text else { return }
        var link = self.link(of: owner, "search", template, at: search, .hydra)
        link.isTemplate = true
        found.add(link)
    }

    /// `hydra:operation`: what may be done with an object.
    func hydraOperations(_ owner: JSONNode, _ operations: JSONNode) {
        defer { consume(operations) }
        for operation in operations.oneOrMany {
            guard let method = (operation["hydra:method"] ?? operation["method"])?.text else { continue }
            found.add(hydraOperation(owner, method, operation))
        }
    }

    private func hydraOperation(_ owner: JSONNode, _ method: String, _ operation: JSONNode) -> Link {
        let target = once(.identifier, of: owner) { owner["@id"]?.text }
        var link = self.link(of: owner, "operation", target ?? "", at: operation, .hydra)
        link.method = method.uppercased()
        link.title = (operation["hydra:title"] ?? operation["title"])?.text
        if let expects = (operation["hydra:expects"] ?? operation["expects"])?.text {
            link.remark = "expects \(expects)"
        }
        if link.method != "GET" { link.form = LinkForm(contentType: "application/ld+json") }
        return link
    }

    /// RFC 9264 4.2: by context, and by relation, lists of targets.
    func linkset(_ root: JSONNode) {
        guard let set = root["linkset"] else { return }
        for context in set.children where context.isObject {
            let anchor = context["anchor"]?.text
            for member in context.children where !member.isNamed("anchor") {
                guard let relation = member.name else { continue }
                for target in member.oneOrMany {
                    guard let href = target["href"]?.text else { continue }
                    found.add(linksetLink(root, relation, href, target, anchor))
                }
            }
        }
        consume(set)
    }

    private func linksetLink(
        _ root: JSONNode, _ relation: String, _ href: String, _ target: JSONNode, _ anchor: String?
    ) -> Link {
        var link = self.link(of: root, relation, href, at: target, .linkset)
        describe(&link, target)
        // A list of texts in several languages (RFC 9264 4.2.4.2): the first.
        link.title = link.title ?? target["title*"]?.children.first { _ in true }?["value"]?.text
        if let anchor {
            link.context = URLReference.resolve(anchor, against: base)
            link.isOfAnswer = link.context == answer
            if !link.isOfAnswer { link.remark = "of \(link.context)" }
        }
        return link
    }

    /// RFC 9457 3.1: where the kind of problem is explained, and where this one can be asked about.
    func problem(_ root: JSONNode) {
        guard root.isObject else { return }
        for name in ["type", "instance"] {
            // `about:blank` says no more than the status does (RFC 9457 4.2.1).
            guard let member = root[name], let href = member.text, href != "about:blank", !href.isEmpty else {
                continue
            }
            found.add(self.link(of: root, name, href, at: member, .problem))
            consume(member)
        }
    }
}
