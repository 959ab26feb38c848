/// The children of a parent in name order: none, one, an array, or a list of blocks.
extension TopicStore {
    private static var capacity: Int { ChildBlock.capacity }

    /// How many runs the children of a parent come in.
    func nameRunCount(of parent: Int) -> Int {
        let place = places[parent].pointee
        return place.flags.contains(.large)
            ? blockLists[Int(place.children)].blocks.count : min(Int(place.childCount), 1)
    }

    /// Whether the children of a parent are in blocks.
    @inline(__always)
    func isLarge(_ parent: Int) -> Bool { places[parent].pointee.flags.contains(.large) }

    /// The blocks of a large parent, in order.
    func blockNumbers(of parent: Int) -> [UInt32] { blockLists[Int(places[parent].pointee.children)].blocks }

    /// The children in a block.
    func children(ofBlock block: Int) -> UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: blocks[block].pointee.ids, count: blocks[block].pointee.count)
    }

    /// One run of the children of a parent. Good until the structure changes.
    func nameRun(_ index: Int, of parent: Int) -> UnsafeBufferPointer<UInt32> {
        let place = places[parent]
        if place.pointee.flags.contains(.large) {
            let block = blocks[Int(blockLists[Int(place.pointee.children)].blocks[index])].pointee
            return UnsafeBufferPointer(start: block.ids, count: block.count)
        }
        return UnsafeBufferPointer(start: smallChildren(place), count: Int(place.pointee.childCount))
    }

    /// A single child lies in the field itself, where its low 32 bits are.
    private func smallChildren(_ place: UnsafeMutablePointer<TopicPlace>) -> UnsafePointer<UInt32>? {
        switch place.pointee.childCount {
        case 0: return nil
        case 1:
            // In place: a chain of levels needs no array for each.
            guard let offset = MemoryLayout<TopicPlace>.offset(of: \.children) else { return nil }
            let low = _isLittleEndian ? offset : offset + 4
            return UnsafeRawPointer(place).advanced(by: low).assumingMemoryBound(to: UInt32.self)
        default: return UnsafePointer(bitPattern: place.pointee.children)
        }
    }

    private var _isLittleEndian: Bool { UInt16(1).littleEndian == 1 }

    /// Whether one sibling comes before another by name; `$` topics come last (MQTT 5 4.7.2).
    func precedes(_ a: Int, _ b: Int) -> Bool {
        let x = levelBytes(a)
        let y = levelBytes(b)
        if places[a].pointee.parent == UInt32(Self.root) {
            let dollar = UInt8(ascii: "$")
            let (isLast, otherIsLast) = (x.first == dollar, y.first == dollar)
            if isLast != otherIsLast { return otherIsLast }
        }
        return NaturalOrder.precedes(x, y)
    }

    func levelBytes(_ number: Int) -> UnsafeRawBufferPointer {
        let start = Int(places[number].pointee.levelStart)
        let node = nodes[number].pointee
        return UnsafeRawBufferPointer(start: node.name + start, count: Int(node.length) - start)
    }

    /// Adds a child to a parent's list.
    func insertChild(_ child: Int, into parent: Int) {
        let place = places[parent]
        let count = Int(place.pointee.childCount)
        if !place.pointee.flags.contains(.large), count == Self.capacity { enlarge(parent) }
        if place.pointee.flags.contains(.large) {
            insertIntoBlocks(child, parent)
        } else if count == 0 {
            place.pointee.children = UInt(child)
        } else {
            let at = position(of: child, in: UnsafeBufferPointer(start: smallChildren(place), count: count))
            let ids = growSmall(place, count)
            (ids + at + 1).update(from: ids + at, count: count - at)
            ids[at] = UInt32(truncatingIfNeeded: child)
        }
        place.pointee.childCount += 1
    }

    /// Room for one more small child: arrays have the capacity of the next power of two, at least 2.
    private func growSmall(_ place: UnsafeMutablePointer<TopicPlace>, _ count: Int)
        -> UnsafeMutablePointer<UInt32>
    {
        if count == 1 {
            let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: 2)
            ids[0] = UInt32(truncatingIfNeeded: place.pointee.children)
            place.pointee.children = UInt(bitPattern: ids)
            return ids
        }
        guard let ids = UnsafeMutablePointer<UInt32>(bitPattern: place.pointee.children) else {
            preconditionFailure("several children without an array")
        }
        // A power of two is full: twice as many.
        guard count & (count - 1) == 0 else { return ids }
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: count * 2)
        larger.update(from: ids, count: count)
        ids.deallocate()
        place.pointee.children = UInt(bitPattern: larger)
        return larger
    }

    private func position(of child: Int, in ids: UnsafeBufferPointer<UInt32>) -> Int {
        guard let last = ids.last else { return 0 }
        // Topics often come in order.
        if precedes(Int(last), child) { return ids.count }
        var low = 0
        var high = ids.count - 1
        while low < high {
            let middle = (low + high) / 2
            if precedes(Int(ids[middle]), child) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func enlarge(_ parent: Int) {
        let place = places[parent]
        guard let ids = UnsafeMutablePointer<UInt32>(bitPattern: place.pointee.children) else { return }
        // The array of a full small parent has just the capacity of a block.
        let number = takeBlock()
        let block = blocks[Int(number)]
        block.pointee.ids.update(from: ids, count: Self.capacity)
        block.pointee.count = Self.capacity
        for i in 0..<Self.capacity { places[Int(ids[i])].pointee.block = number }
        ids.deallocate()
        let list = ChildBlockList()
        list.blocks = [number]
        if let free = freeBlockLists.popLast() {
            blockLists[free] = list
            place.pointee.children = UInt(free)
        } else {
            place.pointee.children = UInt(blockLists.count)
            blockLists.append(list)
        }
        // From here on its children are found by blocks: views must have sums of those.
        place.pointee.flags.insert(.large)
        for attached in views { attached.view.childrenBecameLarge(of: parent, block: Int(number)) }
    }

    private func insertIntoBlocks(_ child: Int, _ parent: Int) {
        let list = blockLists[Int(places[parent].pointee.children)]
        var at = list.blocks.count - 1
        // In order it goes to the last block, without a search.
        if let last = lastChild(list.blocks[at]), !precedes(last, child) {
            var low = 0
            var high = at
            while low < high {
                let middle = (low + high) / 2
                if let last = lastChild(list.blocks[middle]), precedes(last, child) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            at = low
        }
        var block = blocks[Int(list.blocks[at])]
        var place = position(
            of: child, in: UnsafeBufferPointer(start: block.pointee.ids, count: block.pointee.count))
        if block.pointee.count == Self.capacity {
            // A full block is cut in the middle, but at its end when children come in order: then blocks stay full.
            let isAppend = at == list.blocks.count - 1 && place == Self.capacity
            let cut = isAppend ? Self.capacity : Self.capacity / 2
            let number = split(list.blocks[at], at: cut)
            list.blocks.insert(number, at: at + 1)
            // At the cut itself it stays at the end of the first half.
            if place > cut || isAppend {
                place -= cut
                at += 1
            }
            block = blocks[Int(list.blocks[at])]
        }
        let ids = block.pointee.ids
        (ids + place + 1).update(from: ids + place, count: block.pointee.count - place)
        ids[place] = UInt32(truncatingIfNeeded: child)
        block.pointee.count += 1
        places[child].pointee.block = list.blocks[at]
    }

    private func lastChild(_ block: UInt32) -> Int? {
        let block = blocks[Int(block)].pointee
        return block.count > 0 ? Int(block.ids[block.count - 1]) : nil
    }

    private func split(_ number: UInt32, at cut: Int) -> UInt32 {
        let new = takeBlock()
        let from = blocks[Int(number)]
        let to = blocks[Int(new)]
        let count = from.pointee.count - cut
        to.pointee.ids.update(from: from.pointee.ids + cut, count: count)
        to.pointee.count = count
        from.pointee.count = cut
        for i in 0..<count { places[Int(to.pointee.ids[i])].pointee.block = new }
        // After the numbers have moved: a view asks for the children of both.
        for attached in views { attached.view.blockWasSplit(Int(number), into: Int(new)) }
        return new
    }

    private func takeBlock() -> UInt32 {
        let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.capacity)
        if let free = freeBlocks.popLast() {
            blocks[Int(free)].initialize(to: ChildBlock(ids: ids))
            return free
        }
        blocks.makeRoom(for: blockEnd)
        blocks[blockEnd].initialize(to: ChildBlock(ids: ids))
        blockEnd += 1
        return UInt32(truncatingIfNeeded: blockEnd - 1)
    }

    /// Takes a child from a parent's list.
    func removeChild(_ child: Int, from parent: Int) {
        let place = places[parent]
        let count = Int(place.pointee.childCount)
        // A large parent stays large until its last child goes: at the border, to and fro would copy 512 numbers each time.
        if place.pointee.flags.contains(.large) {
            removeFromBlocks(child, parent)
        } else if count == 1 {
            place.pointee.children = 0
        } else if let ids = UnsafeMutablePointer<UInt32>(bitPattern: place.pointee.children) {
            let at = (0..<count).first { ids[$0] == UInt32(truncatingIfNeeded: child) } ?? count - 1
            (ids + at).update(from: ids + at + 1, count: count - at - 1)
            if count == 2 {
                // The single child goes back into the field.
                place.pointee.children = UInt(ids[0])
                ids.deallocate()
            } else if (count - 1) & (count - 2) == 0 {
                // Back to a power of two: the array must have just that capacity, so that growing knows it.
                let smaller = UnsafeMutablePointer<UInt32>.allocate(capacity: count - 1)
                smaller.update(from: ids, count: count - 1)
                ids.deallocate()
                place.pointee.children = UInt(bitPattern: smaller)
            }
        }
        place.pointee.childCount -= 1
    }

    private func removeFromBlocks(_ child: Int, _ parent: Int) {
        let place = places[parent]
        let index = Int(place.pointee.children)
        let number = places[child].pointee.block
        let block = blocks[Int(number)]
        let ids = block.pointee.ids
        let count = block.pointee.count
        let at = (0..<count).first { ids[$0] == UInt32(truncatingIfNeeded: child) } ?? count - 1
        (ids + at).update(from: ids + at + 1, count: count - at - 1)
        block.pointee.count -= 1
        guard block.pointee.count == 0 else { return }
        // Blocks that grow thin are not merged: sums and walks only need that none is empty.
        freeBlock(number)
        blockLists[index].blocks.removeAll { $0 == number }
        if blockLists[index].blocks.isEmpty {
            freeBlockLists.append(index)
            place.pointee.flags.remove(.large)
            place.pointee.children = 0
        }
    }

    private func freeBlock(_ number: UInt32) {
        blocks[Int(number)].pointee.ids.deallocate()
        freeBlocks.append(number)
    }

    /// Gives the memory of a parent's list back.
    func freeChildren(of parent: Int) {
        let place = places[parent]
        if place.pointee.flags.contains(.large) {
            let index = Int(place.pointee.children)
            for block in blockLists[index].blocks { freeBlock(block) }
            blockLists[index].blocks = []
            freeBlockLists.append(index)
            place.pointee.flags.remove(.large)
        } else if place.pointee.childCount > 1 {
            UnsafeMutablePointer<UInt32>(bitPattern: place.pointee.children)?.deallocate()
        }
        place.pointee.children = 0
        place.pointee.childCount = 0
    }

    func freeChildren() {
        for number in 0..<end { freeChildren(of: number) }
    }
}
