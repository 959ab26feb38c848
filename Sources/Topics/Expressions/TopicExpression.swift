import Payloads

/// A regular expression that is looked for in topics, in a time that grows with the topic's length and the expression's
/// size and no faster, whatever is typed: all ways are followed at once, none is tried after another failed. (Swift's
/// own `Regex` goes back and tries again; `(a+)+$` on thirty letters takes it seconds, and nothing can stop it.)
///
/// Smart case: letters match both cases until the expression has a capital letter; `(?i)` and `(?-i)` at the beginning say it.
struct TopicExpression {
    private let program: ExpressionProgram
    private let foldsCase: Bool
    /// Whether it can begin at the beginning only.
    private let isAnchored: Bool
    /// A bare text between anchors, which is compared as it is: of any length.
    private let literal: [UInt8]?
    private let literalEnds: Bool

    /// About how much a byte of a topic costs, compared to looking for a text.
    var workPerByte: Int { literal != nil ? 1 : min(program.instructions.count, 64) }

    /// Understands an expression; throws words with the column where it cannot.
    init(_ pattern: Substring) throws(TopicFilterProblem) {
        var parser = ExpressionParser(pattern)
        let node = try parser.parse()
        foldsCase = parser.foldsCase
        // Comparing bytes allows one way to write it: with case folded a letter has two.
        if let (text, ends) = Self.literal(node), !foldsCase || text.allSatisfy(Self.hasNoCase) {
            literal = text
            literalEnds = ends
            program = try ExpressionProgram(.sequence([]))
        } else {
            literal = nil
            literalEnds = false
            program = try ExpressionProgram(node)
        }
        // `^a|^b` begins with a split, and is looked for from every place: slower, not wrong.
        if case .assertion(.start)? = program.instructions.first { isAnchored = true } else { isAnchored = false }
    }

    /// The text of `^text` and `^text$`.
    private static func literal(_ node: ExpressionNode) -> (text: [UInt8], ends: Bool)? {
        guard case .sequence(var nodes) = node, case .assertion(.start)? = nodes.first else { return nil }
        nodes.removeFirst()
        var ends = false
        if case .assertion(.end)? = nodes.last {
            ends = true
            nodes.removeLast()
        }
        var text = String.UnicodeScalarView()
        for node in nodes {
            guard case .scalar(let value) = node, let scalar = Unicode.Scalar(value) else { return nil }
            text.append(scalar)
        }
        return (Array(String(text).utf8), ends)
    }

    private static func hasNoCase(_ byte: UInt8) -> Bool {
        // Bytes of other letters may have a case that one byte does not show.
        byte < 0x80 && !(0x41...0x5A).contains(byte) && !(0x61...0x7A).contains(byte)
    }

    /// Whether it is found in a topic.
    func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        if let literal {
            if literalEnds, topic.count != literal.count { return false }
            return topic.starts(with: literal)
        }
        let count = program.instructions.count
        return program.instructions.withUnsafeBufferPointer { instructions in
            // On the stack: matching runs for each topic, and allocates nothing.
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4 * count + 1) { memory in
                var machine = ExpressionMachine(
                    instructions: instructions, sets: program.sets, memory: memory, foldsCase: foldsCase,
                    isAnchored: isAnchored)
                return machine.run(topic)
            }
        }
    }
}
