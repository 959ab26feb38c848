/// Numbers that follow from a seed: SplitMix64.
struct MonkeyRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// A number below `count`.
    mutating func below(_ count: Int) -> Int { count < 1 ? 0 : Int(next() % UInt64(count)) }

    /// Whether something of so many in a hundred is so.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    mutating func one<Element>(of all: [Element]) -> Element { all[below(all.count)] }
}
