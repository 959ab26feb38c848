import Payloads

/// Runs a program over a topic: the set of all places in the program that the scalars so far can have led to.
struct ExpressionMachine {
    private let instructions: UnsafeBufferPointer<ExpressionProgram.Instruction>
    private let sets: [ScalarSet]
    private let foldsCase: Bool
    private let isAnchored: Bool
    /// The places now, and the places after the next scalar.
    private var places: UnsafeMutablePointer<Int32>
    private var nextPlaces: UnsafeMutablePointer<Int32>
    /// For each place the step at which it was last added.
    private let marks: UnsafeMutablePointer<Int32>
    private let stack: UnsafeMutablePointer<Int32>
    private var step: Int32 = 0

    /// - Parameter memory: four numbers for each instruction, and one more.
    init(
        instructions: UnsafeBufferPointer<ExpressionProgram.Instruction>, sets: [ScalarSet],
        memory: UnsafeMutableBufferPointer<Int32>, foldsCase: Bool, isAnchored: Bool
    ) {
        self.instructions = instructions
        self.sets = sets
        self.foldsCase = foldsCase
        self.isAnchored = isAnchored
        // -1 is no step: no place has been added.
        memory.initialize(repeating: -1)
        let count = instructions.count
        // There is at least the last instruction.
        let base = memory.baseAddress.unsafelyUnwrapped
        places = base
        nextPlaces = base + count
        marks = base + 2 * count
        // A split takes one place off the stack and puts two on: it never holds more than one for each place, and one.
        stack = base + 3 * count
    }

    mutating func run(_ topic: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        var here = Self.scalar(topic, at)
        var count = 0
        // An expression that takes nothing at all is found at once.
        if add(0, to: places, &count, before: nil, after: here?.value) { return true }
        while let (scalar, length) = here {
            at += length
            let after = Self.scalar(topic, at)
            // Topics have 65,535 bytes at most: steps do not wrap.
            step += 1
            let folded = foldsCase ? Self.lower(scalar) : scalar
            var nextCount = 0
            for index in 0..<count {
                let place = Int(places[index])
                let takes =
                    switch instructions[place] {
                    case .scalar(let wanted): wanted == folded
                    case .set(let number): sets[number].contains(folded)
                    default: false
                    }
                if takes, add(place + 1, to: nextPlaces, &nextCount, before: scalar, after: after?.value) {
                    return true
                }
            }
            // It may start behind any scalar.
            if !isAnchored, add(0, to: nextPlaces, &nextCount, before: scalar, after: after?.value) { return true }
            // Anchored, with no way left: nothing that follows can bring one.
            if nextCount == 0, isAnchored { return false }
            swap(&places, &nextPlaces)
            count = nextCount
            here = after
        }
        return false
    }

    /// Adds a place, and those that are reached from it without a scalar; true when the end of the program is.
    private func add(
        _ start: Int, to list: UnsafeMutablePointer<Int32>, _ count: inout Int, before: UInt32?, after: UInt32?
    ) -> Bool {
        var height = 1
        stack[0] = Int32(truncatingIfNeeded: start)
        while height > 0 {
            height -= 1
            let place = Int(stack[height])
            // Each place once a step: this bounds the work by program times topic, and ends empty loops.
            if marks[place] == step { continue }
            marks[place] = step
            switch instructions[place] {
            case .found: return true
            case .jump(let target):
                stack[height] = Int32(truncatingIfNeeded: target)
                height += 1
            case .split(let one, let other):
                stack[height] = Int32(truncatingIfNeeded: other)
                stack[height + 1] = Int32(truncatingIfNeeded: one)
                height += 2
            case .assertion(let assertion):
                if Self.holds(assertion, before, after) {
                    stack[height] = Int32(truncatingIfNeeded: place + 1)
                    height += 1
                }
            case .scalar, .set:
                list[count] = Int32(truncatingIfNeeded: place)
                count += 1
            }
        }
        return false
    }

    private static func holds(_ assertion: ExpressionNode.Assertion, _ before: UInt32?, _ after: UInt32?) -> Bool {
        switch assertion {
        case .start: before == nil
        case .end: after == nil
        case .wordBorder: isWord(before) != isWord(after)
        case .noWordBorder: isWord(before) == isWord(after)
        }
    }

    private static func isWord(_ scalar: UInt32?) -> Bool { scalar.map(ScalarSet.Named.isWord) ?? false }

    private static func lower(_ scalar: UInt32) -> UInt32 {
        // Below A the difference wraps to a large number: one comparison for both ends.
        if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
        // `CaseFolding` knows the letters of two bytes of UTF-8.
        return scalar < 0x800 ? CaseFolding.lower(scalar) : scalar
    }

    /// The scalar at a place of a topic, which is UTF-8 as a rule; of another it is any, and no byte behind the end is read.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (value: UInt32, length: Int)? {
        guard at < bytes.count else { return nil }
        let first = UInt32(bytes[at])
        if first < 0x80 { return (first, 1) }
        // The first byte tells the length (RFC 3629 3).
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard at + length <= bytes.count else { return (0xFFFD, bytes.count - at) }
        // What is left of the first byte below its mark: 5, 4 or 3 bits.
        var value = first & (0xFF >> UInt32(length + 1))
        for index in 1..<length { value = value << 6 | UInt32(bytes[at + index] & 0x3F) }
        return (value, length)
    }
}
