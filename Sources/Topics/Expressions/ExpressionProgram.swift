/// An expression as instructions, for a machine that follows all ways at once.
struct ExpressionProgram {
    enum Instruction {
        case scalar(UInt32)
        case set(Int)
        case assertion(ExpressionNode.Assertion)
        /// Go on at both.
        case split(Int, Int)
        case jump(Int)
        case found
    }

    /// More instructions are refused: each of them may be looked at for each character.
    static let most = 1_000

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []

    init(_ node: ExpressionNode) throws(TopicFilterProblem) {
        try emit(node)
        instructions.append(.found)
    }

    private mutating func emit(_ node: ExpressionNode) throws(TopicFilterProblem) {
        switch node {
        case .scalar(let value): try append(.scalar(value))
        case .set(let set):
            sets.append(set)
            try append(.set(sets.count - 1))
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let nodes):
            for node in nodes { try emit(node) }
        case .choice(let ways): try emit(ways)
        case .repeated(let node, let least, let most): try emit(node, least, most)
        }
    }

    private mutating func emit(_ ways: [ExpressionNode]) throws(TopicFilterProblem) {
        var ends: [Int] = []
        // Each way but the last is tried beside those behind it, and jumps over them at its end.
        for (index, way) in ways.enumerated() {
            guard index < ways.count - 1 else {
                try emit(way)
                break
            }
            // The places are known only when the way is there: filled in below.
            let split = try append(.split(0, 0))
            try emit(way)
            ends.append(try append(.jump(0)))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for end in ends { instructions[end] = .jump(instructions.count) }
    }

    private mutating func emit(_ node: ExpressionNode, _ least: Int, _ most: Int?) throws(TopicFilterProblem) {
        // What must be there is written out: a counter would be a state that places alone cannot hold.
        for _ in 0..<least {
            let before = instructions.count
            try emit(node)
            // What is empty is so however often: nested, it would be repeated for ever without ever meeting the bound.
            if instructions.count == before { break }
        }
        if let most {
            var splits: [Int] = []
            for _ in least..<most {
                // Each further one may be left out, and with it all behind it.
                splits.append(try append(.split(0, 0)))
                try emit(node)
            }
            for split in splits { instructions[split] = .split(split + 1, instructions.count) }
        } else {
            let split = try append(.split(0, 0))
            try emit(node)
            // Back to the split: once more, or on.
            try append(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
        }
    }

    @discardableResult
    private mutating func append(_ instruction: Instruction) throws(TopicFilterProblem) -> Int {
        // Looked at with every instruction: nested repetitions multiply.
        guard instructions.count < Self.most else {
            throw TopicFilterProblem(message: "this expression is too large: repeat less, or filter by a part")
        }
        instructions.append(instruction)
        return instructions.count - 1
    }
}
