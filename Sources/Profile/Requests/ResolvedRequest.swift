import Text

/// A request with everything put in, as it is to be sent.
public struct ResolvedRequest: Hashable, Sendable {
    /// How the sender is known to the server.
    public enum Auth: Hashable, Sendable {
        /// Not at all, or by a header or query parameter that is among those of the request.
        case none
        /// Basic (RFC 7617).
        case basic(username: String, password: String)
        /// Bearer (RFC 6750).
        case bearer(String)
        /// Digest (RFC 7616).
        case digest(username: String, password: String)
    }

    /// What follows the headers.
    public enum Body: Hashable, Sendable {
        /// Nothing.
        case none
        /// These bytes.
        case bytes([UInt8])
        /// The bytes of a file, streamed.
        case file(String)
        /// `multipart/form-data` (RFC 7578).
        case multipart([RequestBody.Part])
    }

    /// The method.
    public var method: String
    /// Where it goes, its query in it.
    public var url: RequestURL
    /// Header fields in order; with the Content-Type that follows from the body when none was written.
    public var headers: [DraftField]
    /// How the sender is known.
    public var auth: Auth
    /// What follows the headers.
    public var body: Body
    /// How it travels.
    public var options: RequestOptions
    /// The secrets that were put in, for them to be masked wherever the request is shown.
    public var secrets: [String]
}

/// What keeps a request from being sent, and where it is.
public struct RequestProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public enum Place: Hashable, Sendable {
        /// The method.
        case method
        /// The URL.
        case url
        /// The row of a table, counted from 0.
        case path(Int), query(Int), header(Int)
        /// The body.
        case body
        /// Who sends it.
        case auth
        /// How it travels.
        case options
    }

    /// Where it is.
    public var place: Place
    /// What is wrong and what to do, in one line.
    public var description: String

    /// A problem in words.
    public init(_ place: Place, _ description: String) {
        self.place = place
        self.description = description
    }
}

extension ResolvedRequest {
    /// The URL for people: dots in the place of secrets.
    public var shownURL: String {
        // The dots of a secret that is not known here are coded as any value is.
        SecretMask(self).url(url.text.replacing(PercentEncoding.component(Secret.dots), with: Secret.dots))
    }
}
