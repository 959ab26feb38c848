import Text

extension JSONLinks {
    /// `_links` of HAL: by relation one link or a list of them.
    func hal(_ owner: JSONNode, _ links: JSONNode) {
        // First, wherever they stand: they explain the relations around them.
        for curie in links["curies"]?.oneOrMany ?? [] {
            guard let name = curie["name"]?.text, let href = curie["href"]?.text else { continue }
            curies[name] = try? URITemplate(href)
        }
        for member in links.children {
            guard let relation = member.name, relation != "curies" else { continue }
            for object in member.oneOrMany {
                // Some servers write the reference alone.
                guard let href = object["href"]?.text ?? object.text else { continue }
                found.add(halLink(owner, relation, href, object))
            }
        }
        consume(links)
    }

    private func halLink(_ owner: JSONNode, _ relation: String, _ href: String, _ object: JSONNode) -> Link {
        var link = self.link(of: owner, relation, href, at: object, .hal)
        guard object.isObject else { return link }
        link.isTemplate = object["templated"]?.isTrue == true
        describe(&link, object)
        link.documentation = documentation(of: relation)
        // No part of HAL, and written all the same.
        if let method = object["method"]?.text, !method.isEmpty { link.method = method.uppercased() }
        return link
    }

    /// What a relation with a curie's prefix is explained by: `sc:items` by `/rels/items`.
    func documentation(of relation: String) -> String? {
        guard let colon = relation.firstIndex(of: ":"), let template = curies[String(relation[..<colon])] else {
            return nil
        }
        // `rel` is the one variable that a curie's template has.
        let rest = String(relation[relation.index(after: colon)...])
        guard let url = try? template.expanded(["rel": .text(rest)]) else { return nil }
        return URLReference.resolve(url, against: base)
    }

    /// `_templates` of HAL-FORMS: forms by name.
    func halForms(_ owner: JSONNode, _ templates: JSONNode) {
        for template in templates.children where template.isObject {
            guard let name = template.name else { continue }
            found.add(halForm(owner, name, template))
        }
        consume(templates)
    }

    private func halForm(_ owner: JSONNode, _ name: String, _ template: JSONNode) -> Link {
        // A form without `target` goes to the resource that it stands in (HAL-FORMS).
        let own = once(.halSelf, of: owner) { owner["_links"]?["self"]?.oneOrMany.first?["href"]?.text } ?? ""
        var link = self.link(of: owner, name, template["target"]?.text ?? own, at: template, .halForms)
        link.title = template["title"]?.text
        // What is left out is GET, and JSON below (HAL-FORMS, `method` and `contentType`).
        link.method = template["method"]?.text?.uppercased() ?? "GET"
        let fields = (template["properties"]?.oneOrMany ?? []).compactMap { property -> LinkForm.Field? in
            guard let name = property["name"]?.text else { return nil }
            var field = LinkForm.Field(name)
            field.prompt = property["prompt"]?.text
            field.type = property["type"]?.text ?? "text"
            field.isRequired = property["required"]?.isTrue == true
            field.isReadOnly = property["readOnly"]?.isTrue == true
            field.options = (property["options"]?["inline"]?.oneOrMany ?? []).compactMap {
                $0.word ?? $0["value"]?.word
            }
            Self.take(property["value"] ?? property["options"]?["selectedValues"]?.children.first { _ in true }, &field)
            return field
        }
        link.form = LinkForm(contentType: template["contentType"]?.text ?? "application/json", fields: fields)
        return link
    }

    /// Takes over the value that a field has.
    static func take(_ value: JSONNode?, _ field: inout LinkForm.Field) {
        guard let value, value.kind != .null else { return }
        field.isJSON = value.kind != .string
        field.value = value.text ?? value.raw
    }
}
