extension StringProtocol {
    /// The first characters, for a message: at most so many, the last an ellipsis where some are left out.
    public func clipped(to count: Int) -> String {
        // Without counting on: a text may be megabytes.
        prefix(count + 1).count <= count ? String(self) : "\(prefix(count - 1))…"
    }

    /// As much as a message has room for.
    public var clipped: String { clipped(to: 60) }
}
