/// Where links have led: the answers in the order in which they were looked at, as in a browser. Going back and forth sends
/// nothing again.
struct LinkTrail {
    /// The numbers of the exchanges.
    private var exchanges: [UInt64] = []
    /// Which of them is looked at.
    private var place = 0
    /// The most that are remembered.
    private static let most = 200

    /// A link of one answer was followed, and the other is what comes of it. What lay ahead is left.
    mutating func follow(from: UInt64, to next: UInt64) {
        if exchanges.isEmpty || exchanges[place] != from {
            // Whoever looked elsewhere meanwhile begins anew from there.
            if let known = exchanges.lastIndex(of: from) { place = known } else { (exchanges, place) = ([from], 0) }
        }
        // As in a browser: what lay ahead was another way.
        exchanges.removeSubrange((place + 1)...)
        exchanges.append(next)
        if exchanges.count > Self.most { exchanges.removeFirst(exchanges.count - Self.most) }
        place = exchanges.count - 1
    }

    /// The answer so many steps on, from the one that is looked at; nil when there is none.
    mutating func go(by steps: Int, from shown: UInt64?) -> UInt64? {
        // Another answer that is part of the trail is where it goes on from.
        if let shown, exchanges.indices.contains(place), exchanges[place] != shown {
            guard let known = exchanges.lastIndex(of: shown) else { return nil }
            place = known
        }
        guard exchanges.indices.contains(place + steps) else { return nil }
        place += steps
        return exchanges[place]
    }

    /// Which it is of how many, counted from one; nil when it is none of them.
    func position(of exchange: UInt64) -> (place: Int, count: Int)? {
        guard exchanges.count > 1, exchanges.indices.contains(place), exchanges[place] == exchange else { return nil }
        return (place + 1, exchanges.count)
    }
}
