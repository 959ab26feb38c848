extension Request {
    /// The fields about the form of an answer that every request has unless it says otherwise.
    public static var defaultFields: [Field] {
        [Field("Accept", "*/*"), Field("Accept-Encoding", ContentCoding.accepted)]
    }
}
