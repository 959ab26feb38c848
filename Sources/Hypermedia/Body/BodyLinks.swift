public import Payloads
import Text

/// The links in the body of an answer, found in slices.
///
/// At most ``most`` are kept, what comes after them is counted. A body that breaks off has the links that stand before the
/// flaw.
public final class BodyLinks {
    /// The most links that are kept of one body.
    public static let most = 5_000
    /// The most bytes of markup and plain text that are looked through.
    public static let mostMarkup = 4 << 20

    /// What was found, in the order in which it stands.
    public var links: [Link] { json?.found.links ?? found.links }
    /// How many links came after those that are kept.
    public var further: Int { json?.found.further ?? found.further }
    /// Why the body is not looked through to its end, in words; nil when it is.
    public private(set) var problem: String?
    /// Where the values of a body of JSON are; nil when it is none.
    public var outline: JSONOutline? { json?.outline }
    /// Whether the end is reached.
    public private(set) var isComplete = false

    private var found = FoundLinks()
    private var json: JSONLinks?

    /// The links of a body.
    ///
    /// - Parameters:
    ///   - type: what it is said to be.
    ///   - url: the URL of the answer, behind redirects.
    public init(_ bytes: PayloadBytes, type: MediaType?, url: String) {
        switch (type?.name, bytes.count) {
        case (_, 0): isComplete = true
        case ("application/link-format", _), ("application/linkset", _):
            readLinkFormat(bytes, isCoRE: type?.name == "application/link-format", url: url)
        default:
            switch PayloadKind.judge(bytes, claim: type).kind {
            case .json: json = JSONLinks(bytes, type: type?.name ?? "", url: url)
            case .html, .xml:
                // XHTML is XML by its bytes and HTML by its type: its links are those of HTML.
                let isHTML = type?.kind == .html || PayloadKind.judge(bytes, claim: type).kind == .html
                let text = beginning(bytes)
                var reader = MarkupLinks(text, isHTML: isHTML, url: url)
                reader.read(into: &found)
            case .text:
                TextLinks.read(beginning(bytes), url: url, into: &found)
            default: break
            }
            // JSON alone is read in slices; the rest has a bound (`mostMarkup`).
            isComplete = json == nil
        }
    }

    /// Looks on through about `units` bytes; true when the end is reached.
    @discardableResult
    public func advance(units: Int) -> Bool {
        guard let json, !isComplete else { return isComplete }
        isComplete = json.advance(units: units)
        if isComplete, let flaw = json.outline.problem {
            problem = "the body \(flaw.words) (byte \(grouped(flaw.offset)))"
        }
        return isComplete
    }

    /// Reads all there is.
    public func finish() { while !advance(units: 1 << 24) {} }

    private func beginning(_ bytes: PayloadBytes) -> [UInt8] {
        if bytes.count > Self.mostMarkup {
            problem = "only the first \(Self.mostMarkup >> 20) MiB of the body are looked through"
        }
        return bytes.withBytes { Array($0.prefix(Self.mostMarkup)) }
    }

    /// RFC 6690 2, and the text form of RFC 9264 4.1.
    private func readLinkFormat(_ bytes: PayloadBytes, isCoRE: Bool, url: String) {
        var reader = LinkValueReader(String(decoding: beginning(bytes), as: UTF8.self))
        // In RFC 6690 references are relative to the root of the host, in RFC 9264 to the document.
        let base = isCoRE ? URLReference.resolve("/", against: url) : url
        while let value = reader.next() {
            let place = LinkPlace.body(path: "<\(value.target.prefix(60))>", offset: 0)
            for link in value.links(
                base: base, answer: url, format: .linkFormat, place: place, withoutRelation: isCoRE ? "hosts" : nil)
            {
                found.add(link)
            }
        }
        if reader.flaws > 0 { problem = "\(grouped(reader.flaws)) parts of the body are no links" }
        isComplete = true
    }
}
