import Text

extension SplitMix64 {
    /// A number below `count`.
    mutating func below(_ count: Int) -> Int { count < 1 ? 0 : Int(next() % UInt64(count)) }

    /// Whether something of so many in a hundred is so.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    mutating func one<Element>(of all: [Element]) -> Element { all[below(all.count)] }
}
