/// Follows a pattern through a text, character by character, and can stop in between.
struct IRegexpMatcher {
    private let steps: [IRegexp.Step]
    /// Whether all of the text must match (`match`) or any part of it (`search`).
    private let isWhole: Bool
    /// The states reached, each once, and for each state when it was last reached.
    private var active: [Int] = []
    private var next: [Int] = []
    private var reached: [Int]
    private var stack: [Int] = []
    private var place = 0
    private var matches = false

    init(_ pattern: IRegexp, isWhole: Bool) {
        steps = pattern.steps
        self.isWhole = isWhole
        reached = Array(repeating: -1, count: pattern.steps.count)
    }

    /// Reads on; answers nil when `units` are used up first.
    mutating func run(_ text: inout JSONStringReader, units: inout Int) -> Bool? {
        while true {
            // A search may begin at each character; what has begun before goes on beside it.
            if place == 0 || !isWhole { enter(0, isEnd: text.isAtEnd) }
            if matches, !isWhole { return true }
            guard let scalar = text.next() else { return matches }
            if active.isEmpty, isWhole { return false }
            matches = false
            place += 1
            let isEnd = text.isAtEnd
            // Not changed in place: `enter` appends the states of the next character to it.
            let states = active
            active = []
            for state in states {
                if case .take(let characters) = steps[state], characters.contains(scalar) {
                    enter(state + 1, isEnd: isEnd)
                }
            }
            units -= 1 + states.count
            if units <= 0 { return nil }
        }
    }

    /// Reaches a state, and all that follow it without taking a character.
    private mutating func enter(_ state: Int, isEnd: Bool) {
        stack.append(state)
        while let state = stack.popLast() {
            // Once for each character, which also ends a loop of what takes nothing, as in `(a*)*`.
            guard reached[state] != place else { continue }
            reached[state] = place
            switch steps[state] {
            case .take: active.append(state)
            case .split(let one, let other):
                stack.append(other)
                stack.append(one)
            case .jump(let target): stack.append(target)
            case .start: if place == 0 { stack.append(state + 1) }
            case .end: if isEnd { stack.append(state + 1) }
            case .match: if !isWhole || isEnd { matches = true }
            }
        }
    }
}
