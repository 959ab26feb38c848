/// Why a text is no pattern.
enum IRegexpError: Error {
    case invalid
    /// It would take more than ``IRegexp/largest`` steps.
    case tooLarge
}

/// An interoperable regular expression (RFC 9485), as a program of states that are followed all at once.
///
/// Following them costs at most the number of states for each character of the text: there is nothing to go back on.
/// `^` and `$` stand for the start and the end, as in the languages that such patterns are usually handed to.
struct IRegexp: Sendable {
    /// One state.
    enum Step: Sendable {
        /// Takes a character and goes on with the next state.
        case take(IRegexpClass)
        /// Goes on in both.
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case match
    }

    /// States of one pattern, at most.
    static let largest = 20_000
    private(set) var steps: [Step] = []

    /// Reads a pattern in UTF-8.
    init(_ bytes: [UInt8]) throws(IRegexpError) {
        var parser = IRegexpParser(String(decoding: bytes, as: UTF8.self))
        let tree = try parser.parse()
        try add(tree)
        try add(.match)
    }

    private mutating func add(_ step: Step) throws(IRegexpError) {
        guard steps.count < Self.largest else { throw .tooLarge }
        steps.append(step)
    }

    private mutating func add(_ tree: IRegexpTree) throws(IRegexpError) {
        switch tree {
        case .take(let characters): try add(Step.take(characters))
        case .start: try add(Step.start)
        case .end: try add(Step.end)
        case .sequence(let parts): for part in parts { try add(part) }
        case .either(let branches): try addBranches(branches[...])
        case .times(let part, let least, let most):
            let start = steps.count
            // Counts are written out: `[a-z]{1000}` is a thousand states, which is what `largest` bounds.
            for _ in 0..<least {
                try add(part)
                // What takes nothing is the same however often it stands there.
                if steps.count == start { break }
            }
            guard let most else { return try addLoop(part) }
            var exits: [Int] = []
            for _ in least..<most {
                exits.append(steps.count)
                // A place kept for the split: where its other way leads is known behind the part.
                try add(.jump(0))
                try add(part)
            }
            // From each copy that need not be there the way leads behind all of them.
            for exit in exits { steps[exit] = .split(exit + 1, steps.count) }
        }
    }

    private mutating func addLoop(_ part: IRegexpTree) throws(IRegexpError) {
        let head = steps.count
        try add(.jump(0))
        try add(part)
        try add(.jump(head))
        // Which way stands first does not matter: all are followed at once, so nothing is greedy.
        steps[head] = .split(head + 1, steps.count)
    }

    private mutating func addBranches(_ branches: ArraySlice<IRegexpTree>) throws(IRegexpError) {
        var exits: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index + 1 < branches.count else {
                try add(branch)
                break
            }
            let split = steps.count
            try add(.jump(0))
            try add(branch)
            exits.append(steps.count)
            try add(.jump(0))
            steps[split] = .split(split + 1, steps.count)
        }
        for exit in exits { steps[exit] = .jump(steps.count) }
    }
}

/// A pattern as it was read.
indirect enum IRegexpTree {
    case take(IRegexpClass)
    case start
    case end
    case sequence([IRegexpTree])
    case either([IRegexpTree])
    case times(IRegexpTree, least: Int, most: Int?)
}
