extension RequestBody {
    /// How its text names what stands in it; nil where names stand elsewhere, or none.
    public var notation: NamedSecrets.Notation? {
        switch self {
        case .json: .json
        case .xml, .text, .graphQL: .text
        case .none, .form, .multipart, .file: nil
        }
    }
}
