internal import CMemory
import Text

/// Counting messages. A message touches its own topic and the one above, no more; what is above those learns of it when
/// somebody asks for figures, or when time has gone on: once for all messages of the moment instead of once for each.
extension TopicStore {
    /// Counts a message for its topic; one from the broker's store is in no rate.
    @inline(__always)
    func count(
        _ node: UnsafeMutablePointer<TopicNode>, sequence: UInt64, flags: MessageFlags, isEmpty: Bool, isReplay: Bool,
        at time: Moment
    ) {
        if time != latestTime { turn(to: time) }
        node.pointee.own &+= 1
        node.pointee.messages &+= 1
        node.pointee.lastSequence = sequence
        node.pointee.lastTime = time
        if flags.isRetained {
            // An empty one clears what the broker keeps (MQTT 5 3.3.1.3).
            if node.pointee.isRetained == isEmpty { retainedChanges &+= 1 }
            node.pointee.isRetained = !isEmpty
        }
        if isReplay { return countAbove(node, at: time) }
        node.pointee.rate.count(1, at: RateWindows.ticks(time))
        let number = Int(node.pointee.parent)
        let parent = nodes[number]
        // The first since the last settling puts the parent on the list; those after it only count.
        if parent.pointee.unsettled == 0 { unsettled.insert(number) }
        parent.pointee.unsettled &+= 1
        // Settling passes it on from here; to this level nobody else brings it.
        parent.pointee.lastTime = time
    }

    /// Counts a message for everything above its topic, but in no rate: what is unsettled is.
    @inline(never)
    private func countAbove(_ node: UnsafeMutablePointer<TopicNode>, at time: Moment) {
        var number = Int(node.pointee.parent)
        while true {
            let parent = nodes[number]
            parent.pointee.messages &+= 1
            parent.pointee.lastTime = time
            if number == Self.root { return }
            number = Int(parent.pointee.parent)
        }
    }

    /// Within one tick of the rates and with time going forward, figures need not tell messages apart.
    private func turn(to time: Moment) {
        if RateWindows.ticks(time) != RateWindows.ticks(latestTime) { settle() }
        if time < latestTime { turnBack(to: time) }
        latestTime = time
    }

    /// The clock was set back: nothing has happened after now.
    private func turnBack(to time: Moment) {
        settle()
        for number in 0..<end { nodes[number].pointee.lastTime = min(nodes[number].pointee.lastTime, time) }
    }

    /// Tells everything above of the messages that came. To be called before figures are read.
    func settle() {
        guard unsettled.hasMembers else { return }
        let ticks = RateWindows.ticks(latestTime)
        // Children have higher numbers than their parents: whoever is told comes later.
        unsettled.removeAllDescending(
            { number in
                let node = nodes[number]
                let count = node.pointee.settle(at: ticks)
                guard number != Self.root else { return nil }
                let parent = nodes[Int(node.pointee.parent)]
                let isFirst = parent.pointee.unsettled == 0
                parent.pointee.lastTime = max(parent.pointee.lastTime, node.pointee.lastTime)
                parent.pointee.unsettled &+= count
                return isFirst ? Int(node.pointee.parent) : nil
            }, soon: { cm_prefetch(nodes[$0]) })
    }

    /// Says that messages were counted, one or many: all that views learn of them.
    func messagesCame() {
        revision &+= 1
    }
}
