/// Examining messages in slices.
extension MessageLog {
    /// More unseen messages than this are skipped in favour of the newest.
    private static var patience: UInt64 { 400_000 }
    /// Work between two looks at the clock: about a millisecond.
    private static var slice: Int { 1 << 16 }

    /// Examines until a deadline.
    /// - Returns: whether there is more to do. Once also behind a new beginning that is done with at once: whoever draws has
    ///   shown it as not looked through, and nothing else would tell that it is.
    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        let hasBegun = isFresh
        isFresh = false
        dropEvicted()
        if store.endSequence - max(examined.upperBound, store.ringStart) > Self.patience {
            skipBehind()
        }
        while examineNewer() || examineOlder() || examineQuiet() {
            if ContinuousClock.now >= deadline { return true }
        }
        return hasBegun
    }

    /// Follows the ring's start: rows of messages that left the ring go, those that outlive it as quiet ones stay.
    private func dropEvicted() {
        let start = store.ringStart
        guard start != seenRingStart else { return }
        let waitingBefore = waiting
        rows.removeAll(below: start)
        if hasQuietRows || quietCursor != nil {
            var sequence = seenRingStart
            var isUndecided = false
            while let (block, first) = store.firstPlace(from: sequence), block.sequence(first) < start {
                for index in first..<block.count where hasQuietRows {
                    switch passes(block, index) {
                    case true?: quietRows.append(block.sequence(index))
                    case false?: break
                    case nil: isUndecided = true
                    }
                }
                sequence = block.sequence(block.count - 1) + 1
            }
            // A payload that is not searched to its end: a pass over the quiet ones asks about it in slices.
            if isUndecided { hasQuietRows = false }
        }
        // Only those that were not shown: what a person had on the screen and lost is no arrival.
        evictedArrivals += max(waitingBefore - waiting, 0)
        seenRingStart = start
        examined = max(examined.lowerBound, start)..<max(examined.upperBound, start)
        revision &+= 1
    }

    /// - Returns: whether there was anything to examine.
    private func examineNewer() -> Bool {
        // Messages of forgotten topics lie below `forgottenEnd`: those must be looked at one by one.
        if passesAll, examined.upperBound >= store.forgottenEnd, examined.upperBound < store.endSequence {
            // Nothing to look at.
            rows.append(examined.upperBound..<store.endSequence)
            examined = examined.lowerBound..<store.endSequence
            revision &+= 1
            return true
        }
        guard examined.upperBound < store.endSequence,
            let (block, first) = store.firstPlace(from: examined.upperBound)
        else { return false }
        var index = first
        var work = 0
        while index < block.count, work < Self.slice {
            // A large payload that is not searched to its end is asked about again in the next slice.
            guard let passes = passes(block, index) else { break }
            if passes { rows.append(block.sequence(index)) }
            // 32 stands for a message without a search in its payload.
            work += 32 + searchBytes(block, index)
            index += 1
        }
        if index > first { examined = examined.lowerBound..<block.sequence(index - 1) + 1 }
        revision &+= 1
        return true
    }

    private func examineOlder() -> Bool {
        let known = max(store.ringStart, store.forgottenEnd)
        if passesAll, examined.lowerBound > known {
            rows.prepend(known..<examined.lowerBound)
            examined = known..<examined.upperBound
            revision &+= 1
            return true
        }
        guard examined.lowerBound > store.ringStart,
            let (block, last) = store.firstPlace(from: examined.lowerBound - 1)
        else { return false }
        var index = last
        var work = 0
        while index >= 0, work < Self.slice {
            guard let passes = passes(block, index) else { break }
            if passes { rows.prepend(block.sequence(index)) }
            work += 32 + searchBytes(block, index)
            index -= 1
        }
        // Else the first was not searched to its end: nothing more is known.
        if index < last { examined = block.sequence(index + 1)..<examined.upperBound }
        revision &+= 1
        return true
    }

    /// A pass over the quiet messages, from the oldest: the first time, and again when many of them were dropped.
    private func examineQuiet() -> Bool {
        if quietCursor == nil {
            let dropped = store.quietDropped - seenQuietDropped
            // A pass looks at all of them: again only when a sixteenth is gone, or when nothing else is to do.
            guard !hasQuietRows || dropped > quietRows.count / 16 || dropped > 0 && isIdle else {
                return false
            }
            quietCursor = 0
            nextQuietRows = []
            seenQuietDropped = store.quietDropped
        }
        guard let cursor = quietCursor else { return false }
        // The ring begins: the pass is over.
        guard let (block, first) = store.firstPlace(from: cursor), block.isQuiet else {
            // Exchanged at once: rows do not flicker while a pass goes on.
            quietRows = nextQuietRows
            nextQuietRows = []
            quietCursor = nil
            hasQuietRows = true
            revision &+= 1
            return true
        }
        var index = first
        var work = 0
        while index < block.count, work < Self.slice {
            guard let passes = passes(block, index) else { break }
            if passes { nextQuietRows.append(block.sequence(index)) }
            work += 32 + searchBytes(block, index)
            index += 1
        }
        if index > first { quietCursor = block.sequence(index - 1) + 1 }
        return true
    }

    /// Whether nothing came since the last time.
    private var isIdle: Bool {
        let end = store.endSequence
        defer { idleEnd = end }
        return end == idleEnd
    }
}
