extension Request {
    /// What is sent after the header. Files are read while they are sent, never held in memory.
    public enum Body: Hashable, Sendable {
        /// Nothing.
        case none
        /// These bytes.
        case bytes([UInt8])
        /// The bytes of a file.
        case file(path: String)
        /// `multipart/form-data` (RFC 7578); its Content-Type is added with the boundary.
        case multipart([Part])

        /// The bytes, where they are here as they will be sent; nil for files and parts.
        var inMemory: [UInt8]? {
            switch self {
            case .none: []
            case .bytes(let bytes): bytes
            case .file, .multipart: nil
            }
        }

        /// Whether it is what a POST has, and no file that is put somewhere.
        var isPosted: Bool {
            switch self {
            case .bytes, .multipart: true
            case .none, .file: false
            }
        }

        /// The UTF-8 bytes of a text.
        public static func text(_ text: String) -> Body { .bytes(Array(text.utf8)) }
    }

    /// One part of a multipart body.
    public struct Part: Hashable, Sendable {
        /// What a part holds.
        public enum Content: Hashable, Sendable {
            /// These bytes.
            case bytes([UInt8])
            /// The bytes of a file.
            case file(path: String)
        }

        /// The part's name.
        public var name: String
        /// What it holds.
        public var content: Content
        /// The file name told to the server; nil for none.
        public var filename: String?
        /// Its Content-Type; nil for none.
        public var contentType: String?

        /// A part of its pieces.
        public init(_ name: String, _ content: Content, filename: String? = nil, contentType: String? = nil) {
            self.name = name
            self.content = content
            self.filename = filename
            self.contentType = contentType
        }
    }
}
