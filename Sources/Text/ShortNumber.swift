extension Double {
    /// The number as a person writes it: 10, 0.5.
    public var short: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
