/// What a link asks to be filled in before it is followed.
public struct LinkForm: Hashable, Sendable {
    /// The media type of what is sent; of a form that is sent with GET it goes into the query.
    public var contentType: String
    /// What is filled in.
    public var fields: [Field]

    /// A form of its parts.
    public init(contentType: String, fields: [Field] = []) {
        self.contentType = contentType
        self.fields = fields
    }

    /// One thing to fill in.
    public struct Field: Hashable, Sendable {
        /// Its name in what is sent.
        public var name: String
        /// What people are asked.
        public var prompt: String?
        /// What it is: `text`, `number`, `hidden`, ...
        public var type = "text"
        /// What it has before anything is filled in: JSON where `isJSON`, else a plain text.
        public var value: String?
        /// Whether `value` is JSON as it stands and no text: a number, `true`, an object.
        public var isJSON = false
        /// Whether it must be filled in.
        public var isRequired = false
        /// Whether it is told and not changed.
        public var isReadOnly = false
        /// The values that it takes; empty when it takes any.
        public var options: [String] = []

        /// A field of a name.
        public init(_ name: String) { self.name = name }
    }
}
