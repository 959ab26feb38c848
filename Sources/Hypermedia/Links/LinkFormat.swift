/// The formats in which answers write links.
public enum LinkFormat: String, CaseIterable, Hashable, Sendable {
    /// A `Link` field (RFC 8288 3).
    case linkField = "Link"
    /// `Location`, `Content-Location`, `Refresh`.
    case otherField = "field"
    /// Hypertext Application Language.
    case hal = "HAL"
    /// A form of HAL-FORMS.
    case halForms = "HAL-FORMS"
    /// Siren.
    case siren = "Siren"
    /// JSON:API 1.1.
    case jsonAPI = "JSON:API"
    /// Collection+JSON.
    case collectionJSON = "Collection+JSON"
    /// A list of objects with `rel` and `href`.
    case list = "links list"
    /// OData.
    case odata = "OData"
    /// JSON-LD and Hydra.
    case hydra = "Hydra"
    /// A set of links in JSON (RFC 9264).
    case linkset = "linkset"
    /// CoRE Link Format (RFC 6690), and sets of links as text (RFC 9264 4.1).
    case linkFormat = "link-format"
    /// Atom (RFC 4287).
    case atom = "Atom"
    /// HTML.
    case html = "HTML"
    /// Problem details (RFC 9457).
    case problem = "problem"
    /// A form of a Thing Description (WoT TD 1.1).
    case thing = "WoT"
    /// A member that answers in pages have: `next`, `paging.next`.
    case member = "member"
    /// A text that looks like a URL.
    case guess = "guess"
}
