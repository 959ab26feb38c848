/// Where in a text with calls values of secrets stand, asked about from the first call to the last.
public struct SecretPlaces: Sendable {
    private var left: ArraySlice<Range<Int>>

    /// The places of a text.
    /// - Parameter notation: how the text names what stands in it; nil where it does not.
    public init(in text: String, _ notation: NamedSecrets.Notation?) {
        left = notation.map { NamedSecrets.places(in: text, $0)[...] } ?? []
    }

    /// Whether a secret stands where a call is.
    public mutating func hold(_ call: Range<Int>) -> Bool {
        while let place = left.first, place.upperBound <= call.lowerBound { left.removeFirst() }
        return left.first.map { $0.overlaps(call) } ?? false
    }
}
