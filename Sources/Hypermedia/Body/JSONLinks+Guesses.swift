import Payloads
import Text

extension JSONLinks {
    /// Objects of the outermost one that say which pages there are.
    private static let pageHolders: Set<String> = [
        "paging", "pagination", "_pagination", "page", "pages", "meta", "_meta", "info", "cursor", "pageInfo",
    ]

    /// Whether an object may say which pages there are.
    func isPages(_ node: JSONNode) -> Bool {
        if node.index == 0 { return true }
        guard node.parent?.index == 0, let name = node.name else { return false }
        return Self.pageHolders.contains(name)
    }

    /// A member that answers in pages have, when its value is a reference: a cursor alone is none.
    func page(_ member: JSONNode, _ name: String) {
        let relation: String
        switch name {
        case "next", "nextLink", "next_link", "next_page_url", "next_url", "nextUrl", "nextPageUrl", "next_page",
            "nextPage":
            relation = "next"
        case "prev", "previous", "prevLink", "previousLink", "prev_page_url", "previous_url", "prev_url", "prev_page":
            relation = "prev"
        case "first", "first_page_url": relation = "first"
        case "last", "last_page_url": relation = "last"
        default: return
        }
        guard let root = outline.root, let href = member.text ?? member["href"]?.text ?? member["url"]?.text,
            // A number of a page or a cursor has none of the marks of a reference.
            TextLinks.isURL(href) || href.hasPrefix("/") || href.hasPrefix("?") || href.contains("?"),
            !href.contains(where: \.isWhitespace)
        else { return }
        found.add(self.link(of: root, relation, href, at: member, .member))
        // Else its text would be guessed to be a link once more.
        consume(member)
    }

    private static let names: Set<String> = [
        "url", "uri", "href", "link", "self", "next", "prev", "previous", "first", "last", "location", "endpoint",
    ]
    private static let endings = [
        "_url", "_uri", "_href", "_link", "url", "uri", "href", "Url", "Uri", "URL", "URI", "Href", "Link",
    ]

    /// A text that is a URL as a whole, or a path where the name says that it is one.
    func guess(_ node: JSONNode) {
        // Most texts are told by their first letter, before anything is made of them.
        let first = outline.bytes.withBytes { bytes in
            node.range.count > 3 ? bytes[node.range.lowerBound + 1] : 0
        }
        // Of http, mqtt, ws, coap and paths; the backslash for PHP, which writes every slash as `\/`.
        guard "hHmMwWcC/\\".utf8.contains(first), node.range.count <= 4_096 else { return }
        guard let text = node.text else { return }
        // In a list the list's own name tells what its texts are.
        let holder = node.name == nil ? node.parent : node
        let name = holder?.name ?? ""
        if !TextLinks.isURL(text) {
            guard text.hasPrefix("/"), !text.contains(where: \.isWhitespace),
                Self.names.contains(name) || Self.endings.contains(where: { name.hasSuffix($0) })
            else { return }
        }
        found.add(guessed(node, name, text))
    }

    private func guessed(_ node: JSONNode, _ name: String, _ text: String) -> Link {
        var owner = node.parent
        while let here = owner, !here.isObject { owner = here.parent }
        var link = self.link(of: owner ?? node, name, text, at: node, .guess)
        // As GitHub writes them: `.../gists{/gist_id}`.
        link.isTemplate = text.contains("{") && (try? URITemplate(text))?.variables.isEmpty == false
        return link
    }
}
