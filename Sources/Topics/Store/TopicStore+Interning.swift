extension TopicStore {
    /// The longest topic (MQTT 5 1.5.4).
    static let maximumLength = 65_535

    /// The number of a topic or of a level on the way to one; 0 when it is not known.
    @inline(__always)
    func lookUp(_ topic: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        let nodes = self.nodes
        return Int(
            index.find(hash) { number in
                // No pass is under way: then a mark on the node itself is all there is to know.
                Self.isTopic(nodes[Int(number)], topic) && (forgetCursor == 0 || !isGone(Int(number)))
            })
    }

    /// Whether a number other than the root's is that of a topic.
    @inline(__always)
    func isTopic(_ number: Int, _ topic: UnsafeRawBufferPointer) -> Bool {
        number != Self.root && Self.isTopic(nodes[number], topic) && (forgetCursor == 0 || !isGone(number))
    }

    @inline(__always)
    private static func isTopic(_ node: UnsafeMutablePointer<TopicNode>, _ topic: UnsafeRawBufferPointer) -> Bool {
        guard Int(node.pointee.length) == topic.count, !node.pointee.isForgotten else { return false }
        return isEqual(node.pointee.name, topic)
    }

    @inline(__always)
    private static func isEqual(_ name: UnsafePointer<UInt8>, _ topic: UnsafeRawBufferPointer) -> Bool {
        guard let base = topic.baseAddress else { return true }
        let count = topic.count
        let name = UnsafeRawPointer(name)
        guard count >= 8 else {
            var at = 0
            while at < count {
                if name.load(fromByteOffset: at, as: UInt8.self)
                    != base.load(fromByteOffset: at, as: UInt8.self)
                {
                    return false
                }
                at &+= 1
            }
            return true
        }
        var at = 0
        // The last word may overlap the one before: no loop over single bytes at the end.
        while at &+ 8 < count {
            if name.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                != base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            {
                return false
            }
            at &+= 8
        }
        return name.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            == base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    }

    /// Adds a topic that is not known yet, with the levels on the way to it.
    /// - Returns: its number, or 0 when a limit of the tree would be exceeded.
    func add(_ topic: UnsafeRawBufferPointer) -> Int {
        guard topic.count <= Self.maximumLength else { return 0 }
        findLevels(topic)
        let levels = scratch.lengths.count
        // Where a prefix is known, so are the shorter ones: search the deepest by halves.
        var known = 0
        var knownNumber = Self.root
        var low = 0
        var high = levels - 1
        while low <= high {
            let middle = (low + high) / 2
            let prefix = UnsafeRawBufferPointer(rebasing: topic[..<scratch.lengths[middle]])
            let number = lookUp(prefix, hash: scratch.hashes[middle])
            if number != 0 {
                known = middle + 1
                knownNumber = number
                low = middle + 1
            } else {
                high = middle - 1
            }
        }
        if known == levels { return knownNumber }
        guard hasRoom(levels: levels - known, bytes: topic.count) else { return 0 }
        return addLevels(topic, from: known, below: knownNumber)
    }

    private func findLevels(_ topic: UnsafeRawBufferPointer) {
        scratch.lengths.removeAll(keepingCapacity: true)
        for (i, byte) in topic.enumerated() where byte == UInt8(ascii: "/") {
            scratch.lengths.append(i)
        }
        scratch.lengths.append(topic.count)
        scratch.hashes.removeAll(keepingCapacity: true)
        hash.ofPrefixes(topic, lengths: scratch.lengths) { scratch.hashes.append($0) }
    }

    private func hasRoom(levels: Int, bytes: Int) -> Bool {
        // Numbers may run out before topics do: kept messages hold on to those of forgotten topics.
        aliveCount + levels <= maximumTopics && end + levels <= maximumNumber
            && names.byteCount + bytes <= maximumNameBytes
    }

    private func addLevels(_ topic: UnsafeRawBufferPointer, from known: Int, below top: Int) -> Int {
        // All new levels share these bytes, each with a length of its own.
        let name = names.store(topic)
        let firstNew = end
        scratch.numbers.removeAll(keepingCapacity: true)
        var parent = top
        for level in known..<scratch.lengths.count {
            let start = level == 0 ? 0 : scratch.lengths[level - 1] + 1
            let number = takeNumber(above: parent)
            nodes[number].initialize(
                to: TopicNode(name: name, length: scratch.lengths[level], parent: parent))
            places[number].initialize(to: TopicPlace(parent: parent, levelStart: start, depth: level))
            let nodes = self.nodes
            index.insert(scratch.hashes[level], UInt32(truncatingIfNeeded: number)) {
                !nodes[Int($0)].pointee.isForgotten
            }
            scratch.numbers.append(number)
            parent = number
        }
        aliveCount += scratch.numbers.count
        // Only the first has siblings to be placed among; each of the others is its parent's only child.
        for i in 1..<max(scratch.numbers.count, 1) {
            let above = places[scratch.numbers[i - 1]]
            above.pointee.children = UInt(scratch.numbers[i])
            above.pointee.childCount = 1
        }
        insertChild(scratch.numbers[0], into: top)
        // Last: a view finds the structure complete, and a block that was split on the way has its own event before.
        for attached in views { attached.view.topicsWereAdded(scratch.numbers, firstFresh: firstNew, below: top) }
        revision &+= 1
        return parent
    }

    /// A number for a new topic: one of a forgotten topic when no kept message names it any more and it keeps
    /// children above their parents, else a fresh one.
    private func takeNumber(above parent: Int) -> Int {
        // While a pass runs, children of a retired number may not have been taken apart: given again, it would bring them back.
        if retiredStart < retired.count, forgetCursor == 0, !holdsNumbers {
            // In the order of forgetting: the first that may not be used yet ends the search.
            let (number, sequence) = retired[retiredStart]
            // A smaller number than its parent's would break what every pass over the tree relies on.
            if Int(number) > parent, sequence <= oldestSequence {
                retiredStart += 1
                if retiredStart == retired.count {
                    retired.removeAll(keepingCapacity: false)
                    retiredStart = 0
                }
                lowestReused = min(lowestReused, Int(number))
                return Int(number)
            }
        }
        let number = end
        nodes.makeRoom(for: number)
        places.makeRoom(for: number)
        unsettled.makeRoom(for: number)
        end += 1
        return number
    }
}
