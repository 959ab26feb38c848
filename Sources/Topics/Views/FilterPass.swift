/// A view's filter: its text, and how far it has been applied to the topics there are.
///
/// Topics are examined in the order of their numbers, so that the level above a topic has its answer before: a text is
/// then looked for in the last level only. What an answer means is the view's to know.
final class FilterPass {
    private let store: TopicStore
    /// The text of the filter; empty for none.
    private(set) var text = ""
    /// Why the text is not used; nil when it is.
    private(set) var problem: String?
    private(set) var predicate: TopicPredicate?
    /// The first number that was not examined.
    private(set) var cursor = 1

    /// New topics are examined up to about so many bytes of work at once: one of 65,536 levels waits for its turn.
    private static let workAtOnce = 1 << 16

    init(_ store: TopicStore) {
        self.store = store
    }

    var isDone: Bool { cursor >= store.end }

    /// The examined part of the topics, 0 to 1.
    var progress: Double { Double(min(cursor, store.end)) / Double(store.end) }

    /// Takes another text, or says in `problem` why not. The pass is not begun again: that is `restart`.
    func set(_ text: String) {
        self.text = text
        problem = nil
        predicate = nil
        guard !text.isEmpty else { return }
        do throws(TopicFilterProblem) {
            predicate = try TopicPredicate(text)
        } catch {
            problem = error.message
        }
    }

    /// Begins with the first topic again.
    func restart() {
        cursor = 1
    }

    /// Whether a topic passes, without a filter each does.
    /// - Returns: the answer, and about how many bytes of work it took.
    func test(_ number: Int, parentMatches: Bool) -> (isMatch: Bool, work: Int) {
        guard !store.isGone(number) else { return (false, 0) }
        guard let predicate else { return (true, 0) }
        return predicate.matches(
            store.nodes[number].pointee.topicBytes, parentMatches: parentMatches,
            levelStart: Int(store.places[number].pointee.levelStart))
    }

    /// Examines topics until about `bytes` bytes of work are done.
    /// - Parameter examine: answers with the work that it did.
    /// - Returns: whether there is more to do.
    func advance(bytes: Int, _ examine: (Int) -> Int) -> Bool {
        guard !isDone else { return false }
        var budget = bytes
        while cursor < store.end, budget > 0 {
            // 64 stands for a topic without any bytes to look at.
            budget -= 64 + examine(cursor)
            cursor += 1
        }
        return !isDone
    }

    /// Examines new topics at once when the pass is done with all before them; else it comes to them, and only those
    /// whose numbers were given again, behind it, are examined here.
    func examineNew(_ numbers: [Int], firstFresh: Int, _ examine: (Int) -> Int) {
        let isUpToDate = cursor >= firstFresh
        var budget = Self.workAtOnce
        for number in numbers {
            let isNext = isUpToDate && number == cursor && budget > 0
            // Behind the pass: its number was given again, and nobody else comes by.
            guard number < cursor || isNext else { continue }
            // With its depth: showing a match climbs as far.
            budget -= 64 + examine(number) + Int(store.places[number].pointee.depth)
            if isNext { cursor += 1 }
        }
    }
}
