/// What a request sends after its headers. Text is sent as typed, `{{variables}}` put in, never re-serialised.
public enum RequestBody: Hashable, Sendable {
    /// Nothing.
    case none
    /// Text of `application/json`.
    case json(String)
    /// Text of `application/xml`.
    case xml(String)
    /// Text of `text/plain`, or of the Content-Type among the headers.
    case text(String)
    /// A GraphQL request, its variables as JSON after an empty line (``GraphQLText``); sent as `application/json`.
    case graphQL(String)
    /// `application/x-www-form-urlencoded`.
    case form([DraftField])
    /// `multipart/form-data` (RFC 7578).
    case multipart([Part])
    /// The bytes of a file, streamed.
    case file(String)

    /// One part of a multipart body.
    public struct Part: Hashable, Sendable {
        /// What a part holds.
        public enum Content: Hashable, Sendable {
            /// Text as typed.
            case text(String)
            /// The bytes of a file, streamed.
            case file(String)
        }
        /// The part's name.
        public var name: String
        /// What it holds.
        public var content: Content
        /// Its Content-Type; nil for none (text) or one told by the file's ending.
        public var contentType: String?
        /// The file name told to the server; nil for the file's own.
        public var filename: String?
        /// Whether the part is sent.
        public var isEnabled: Bool

        /// A part of its pieces.
        public init(
            _ name: String, _ content: Content, contentType: String? = nil, filename: String? = nil,
            isEnabled: Bool = true
        ) {
            self.name = name
            self.content = content
            self.contentType = contentType
            self.filename = filename
            self.isEnabled = isEnabled
        }
    }
}
