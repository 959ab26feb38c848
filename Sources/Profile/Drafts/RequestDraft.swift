/// A REST request as a person composes and saves it, `{{variables}}` unresolved.
public struct RequestDraft: Hashable, Sendable {
    /// Its name in the profile; empty until it is saved.
    public var name = ""
    /// The folder it is saved in, levels separated by `/`; empty for none.
    public var folder = ""
    /// The method (RFC 9110 9); any token.
    public var method = "GET"
    /// The URL without the rows of `query`; `:id` and `{id}` in its path are path parameters.
    public var url = ""
    /// Values of the path parameters by name.
    public var pathParameters: [DraftField] = []
    /// Query parameters, added to those in `url`.
    public var query: [DraftField] = []
    /// Header fields in the order sent.
    public var headers: [DraftField] = []
    /// How the person is known to the server.
    public var auth = RequestAuth.none
    /// Whether what its folder says of that holds where it says nothing itself.
    public var inheritsAuth = true
    /// What is sent after the headers.
    public var body = RequestBody.none
    /// How it travels.
    public var options = RequestOptions()
    /// What must be so of its answer, with what is switched off of it.
    public var checkRows: [RequestCheck] = []
    /// What must be so of its answer, each as ``Expectations/Condition`` reads it.
    public var checks: [String] {
        get { checkRows.filter(\.isEnabled).map(\.text) }
        set { checkRows = newValue.map { RequestCheck($0) } }
    }

    /// An empty GET.
    public init() {}
}
