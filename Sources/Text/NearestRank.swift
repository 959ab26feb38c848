extension RandomAccessCollection {
    /// Of values in their order the smallest that covers a share of them (the nearest rank): 0.5 for the median, 0.99; the
    /// first for a share of 0. Nil without any.
    public func nearestRank(_ share: Double) -> Element? {
        guard !isEmpty else { return nil }
        let rank = Int((share * Double(count)).rounded(.up)) - 1
        return self[index(startIndex, offsetBy: Swift.max(0, Swift.min(count - 1, rank)))]
    }
}
