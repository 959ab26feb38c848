import Hypermedia
import Payloads
import Text

/// The link on a line of a body where it is read.
enum LinkInText {
    private static let columns = 8_192

    /// The link that a line of a laid out document shows: one of those that were found with this text as its target, else
    /// a text that is a URL as a whole; nil when there is none.
    static func find(line: Int, of document: Document, among links: [Link], url: String) -> Link? {
        guard line < document.lineCount else { return nil }
        let spans = document.line(line, from: 0, columns: columns)
        let quoted = spans.filter { $0.kind == .string }.map { plain($0.text) }
        // A whole string first: it is a target, where a longer text may only speak of one.
        for text in quoted {
            if let link = links.first(where: { $0.written == text }) { return link }
        }
        let whole = spans.map(\.text).joined()
        // Of a line of markup or of plain text the first URL.
        if let link = links.first(where: {
            // `/` and the like are in every line.
            !$0.written.isEmpty && $0.written.utf8.count > 3 && whole.contains($0.written)
        }) {
            return link
        }
        let found = BodyLinks(PayloadBytes(Array(whole.utf8)), type: MediaType("text/plain"), url: url)
        found.finish()
        return found.links.first
    }

    /// The text of a string with its quotes.
    private static func plain(_ text: String) -> String {
        let inside = text.trimming { $0 == " " || $0 == "," }
        guard inside.count >= 2, let quote = inside.first, quote == "\"" || quote == "'", inside.last == quote else {
            return String(inside)
        }
        let raw = String(inside.dropFirst().dropLast())
        // `\/` is how many servers write a slash (RFC 8259 7).
        return quote == "\"" && raw.contains("\\") ? JSONValue(.string(raw)).text ?? raw : raw
    }
}
