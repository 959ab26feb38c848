import Text

/// What a view over a `TopicStore` is told while it is attached.
///
/// Nothing is told per message: a view that shows figures compares `TopicStore.revision` when it is asked for rows. What
/// is told here happens when a topic is made, speaks for the first time, or is forgotten.
///
/// Topics are named by their numbers. A number stands for another topic only after `numberWasRetired`.
protocol TopicView: AnyObject {
    /// Levels were made, each below the one before, the first below `parent`; all of them are in the structure.
    /// Numbers from `firstFresh` on were never given before.
    func topicsWereAdded(_ numbers: [Int], firstFresh: Int, below parent: Int)

    /// The children of a parent, all of them, are from now on those of a block.
    func childrenBecameLarge(of parent: Int, block: Int)

    /// The last children of a block moved to a new one.
    func blockWasSplit(_ block: Int, into new: Int)

    /// A topic carried its first message.
    func topicSpoke(_ number: Int)

    /// A topic and all below it are about to leave the structure.
    func topicWillBeForgotten(_ number: Int)

    /// They have left it; what was below it is retired one by one, in slices.
    func topicWasForgotten(below parent: Int)

    /// A number stands for nothing any more. Its figures can still be read.
    func numberWasRetired(_ number: Int)

    /// Every number stands for nothing any more, but for the root.
    func everythingWasForgotten()

    /// Does some of the work that is too long for one step.
    /// - Returns: whether there is more to do.
    func advance(until deadline: ContinuousClock.Instant, now: Moment?) -> Bool
}
