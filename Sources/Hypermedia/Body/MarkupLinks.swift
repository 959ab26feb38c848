import Text

/// The links of HTML (`link`, `a`, `area`, `form`) and of Atom and other XML (`link` with `href`, RFC 4287 4.2.7).
struct MarkupLinks {
    private var tags: MarkupTags
    private let isHTML: Bool
    private let answer: String
    /// `xml:base` of the elements that are open (RFC 4287 2), or `<base href>` of HTML.
    private var bases: [String]
    /// How many elements are open whose base is not in ``bases`` any more: they stand too deep.
    private var deeper = 0
    /// How many entries of a feed the place is in: their links are not the feed's.
    private var entries = 0
    private var form: Link?

    init(_ bytes: [UInt8], isHTML: Bool, url: String) {
        tags = MarkupTags(bytes, isHTML: isHTML)
        self.isHTML = isHTML
        answer = url
        bases = [url]
    }

    private var base: String { bases.last ?? answer }

    /// How deep elements that change the base may stand in one another.
    private static let mostLevels = 1_024

    mutating func read(into found: inout FoundLinks) {
        while let tag = tags.next() {
            if isHTML { html(tag, &found) } else { xml(tag, &found) }
        }
        closeForm(&found)
    }

    private func link(_ relation: String, _ href: String, _ tag: MarkupTags.Tag, _ format: LinkFormat) -> Link {
        var link = Link(
            context: answer, relation: relation, written: href, base: base, format: format,
            place: .body(path: "<\(tag.name)>", offset: tag.offset))
        link.isOfAnswer = entries == 0
        link.title = tag.attributes["title"].flatMap { $0.isEmpty ? nil : $0 }
        link.type = tag.attributes["type"].flatMap { $0.contains("/") ? $0 : nil }
        if let language = tag.attributes["hreflang"] { link.remark = "in \(language)" }
        return link
    }

    // MARK: - HTML

    private mutating func html(_ tag: MarkupTags.Tag, _ found: inout FoundLinks) {
        if tag.isEnd {
            if tag.name == "form" { closeForm(&found) }
            return
        }
        switch tag.name {
        case "base":
            // The first counts (HTML 4.2.3).
            if bases.count == 1, let href = tag.attributes["href"] {
                bases.append(URLReference.resolve(href, against: answer))
            }
        case "link", "a", "area":
            guard let href = tag.attributes["href"] else { return }
            let relations = tag.attributes["rel"]?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
            let title = tag.name == "a" ? tags.textBehind() : ""
            // What only says how to open it is no relation.
            let told = relations.filter {
                !["noopener", "noreferrer", "nofollow", "external"].contains($0.lowercased())
            }
            // A link without a relation leads somewhere all the same.
            for relation in told.isEmpty ? [tag.name == "link" ? "link" : ""] : told {
                var link = link(relation, href, tag, .html)
                if link.title == nil, !title.isEmpty { link.title = title }
                found.add(link)
            }
        case "form":
            closeForm(&found)
            var link = link("form", tag.attributes["action"] ?? "", tag, .html)
            let method = tag.attributes["method"]?.uppercased() ?? "GET"
            // A word that is no method of a form means GET (HTML, form submission).
            link.method = method == "POST" ? "POST" : "GET"
            link.name = tag.attributes["name"] ?? tag.attributes["id"]
            link.form = LinkForm(contentType: tag.attributes["enctype"] ?? "application/x-www-form-urlencoded")
            form = link
        case "input", "textarea", "select":
            guard form != nil, let name = tag.attributes["name"] else { return }
            let type = tag.attributes["type"]?.lowercased() ?? tag.name
            // Buttons are sent only when they are pressed, and a file needs a form of parts.
            guard !["submit", "button", "reset", "image", "file"].contains(type) else { return }
            var field = LinkForm.Field(name)
            field.type = type == "input" ? "text" : type
            field.value = tag.attributes["value"]
            field.isRequired = tag.attributes["required"] != nil
            field.isReadOnly = tag.attributes["readonly"] != nil
            form?.form?.fields.append(field)
        case "script", "style": if !tag.isEmpty { tags.skipRawText(of: tag.name) }
        default: break
        }
    }

    private mutating func closeForm(_ found: inout FoundLinks) {
        if let form { found.add(form) }
        form = nil
    }

    // MARK: - Atom and other XML

    private mutating func xml(_ tag: MarkupTags.Tag, _ found: inout FoundLinks) {
        if tag.isEnd {
            // What was not put there is not taken away.
            if deeper > 0 { deeper -= 1 } else if bases.count > 1 { bases.removeLast() }
            if tag.name == "entry" || tag.name == "item" { entries = max(0, entries - 1) }
            return
        }
        let own = tag.attributes["xml:base"].map { URLReference.resolve($0, against: base) } ?? base
        if !tag.isEmpty {
            if bases.count < Self.mostLevels { bases.append(own) } else { deeper += 1 }
            if tag.name == "entry" || tag.name == "item" { entries += 1 }
        }
        guard tag.name == "link" else { return }
        if let href = tag.attributes["href"] {
            var link = link(tag.attributes["rel"] ?? "alternate", href, tag, .atom)
            link.base = own
            found.add(link)
        } else {
            // RSS has the URL between the tags.
            let text = tags.textBehind()
            if TextLinks.isURL(text) { found.add(link("alternate", text, tag, .atom)) }
        }
    }
}
