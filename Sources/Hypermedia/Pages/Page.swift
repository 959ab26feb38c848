public import Payloads

/// One page of a list that comes in pages: an answer, and what of it says how to go on.
public struct Page {
    /// The URL that was asked for.
    public var asked: String
    /// The URL of the answer, behind redirects.
    public var url: String
    /// The status; nil when no answer came.
    public var status: Int?
    /// The header's fields.
    public var fields: [(name: String, value: String)]
    /// The body.
    public var body: PayloadBytes

    /// A page of its parts.
    public init(
        asked: String, url: String, status: Int?, fields: [(name: String, value: String)], body: PayloadBytes
    ) {
        self.asked = asked
        self.url = url
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The first value of a field, in any capitals.
    func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }

    /// What the body is said to be.
    var type: MediaType? { field("content-type").flatMap { MediaType($0) } }

    /// The page that follows, by what the answer says of itself: a link of the relation `next`, of the header before one of
    /// the body. Guesses and templates are none, and neither is one of something in the answer.
    public static func next(among links: [Link]) -> Link? {
        links.first { link in
            link.isOfAnswer && !link.isReverse && link.isPlain && !link.isGuess && link.has(relation: "next")
        }
    }
}
