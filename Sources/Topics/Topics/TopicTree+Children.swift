/// The children of a parent in name order: none, one, an array, or a list of blocks.
extension TopicTree {
    private static var capacity: Int { ChildBlock.capacity }

    /// How many runs the children of a parent come in.
    func runCount(of parent: Int) -> Int {
        if let order = order(of: parent) { return order.runCount }
        let shape = shapes[parent].pointee
        return shape.flags.contains(.large)
            ? blockLists[Int(shape.children)].blocks.count : min(Int(shape.childCount), 1)
    }

    /// One run of the children of a parent. Good until the tree changes.
    func run(_ index: Int, of parent: Int) -> UnsafeBufferPointer<UInt32> {
        if let order = order(of: parent) { return order.run(index) }
        return nameRun(index, of: parent)
    }

    func nameRunCount(of parent: Int) -> Int {
        let shape = shapes[parent].pointee
        return shape.flags.contains(.large)
            ? blockLists[Int(shape.children)].blocks.count : min(Int(shape.childCount), 1)
    }

    func nameRun(_ index: Int, of parent: Int) -> UnsafeBufferPointer<UInt32> {
        let shape = shapes[parent]
        if shape.pointee.flags.contains(.large) {
            let block = blocks[Int(blockLists[Int(shape.pointee.children)].blocks[index])].pointee
            return UnsafeBufferPointer(start: block.ids, count: block.count)
        }
        return UnsafeBufferPointer(start: smallChildren(shape), count: Int(shape.pointee.childCount))
    }

    /// Rows of one run of the children of a parent.
    func rows(ofRun index: Int, of parent: Int, filtered: Bool) -> Int {
        let shape = shapes[parent].pointee
        if shape.flags.contains(.large) {
            if let order = order(of: parent) { return Int(order.sums[index]) }
            let block = blocks[Int(blockLists[Int(shape.children)].blocks[index])].pointee
            return Int(filtered ? block.filteredRows : block.rows)
        }
        return Int(filtered ? shape.filteredRows : shape.childRows)
    }

    /// A single child lies in the field itself, where its low 32 bits are.
    private func smallChildren(_ shape: UnsafeMutablePointer<TopicShape>) -> UnsafePointer<UInt32>? {
        switch shape.pointee.childCount {
        case 0: return nil
        case 1:
            guard let offset = MemoryLayout<TopicShape>.offset(of: \.children) else { return nil }
            let low = _isLittleEndian ? offset : offset + 4
            return UnsafeRawPointer(shape).advanced(by: low).assumingMemoryBound(to: UInt32.self)
        default: return UnsafePointer(bitPattern: shape.pointee.children)
        }
    }

    private var _isLittleEndian: Bool { UInt16(1).littleEndian == 1 }

    /// Whether one sibling comes before another by name; `$` topics come last (MQTT 5 4.7.2).
    func precedes(_ a: Int, _ b: Int) -> Bool {
        let x = levelBytes(a)
        let y = levelBytes(b)
        if shapes[a].pointee.parent == UInt32(Self.root) {
            let dollar = UInt8(ascii: "$")
            let (isLast, otherIsLast) = (x.first == dollar, y.first == dollar)
            if isLast != otherIsLast { return otherIsLast }
        }
        return NaturalOrder.precedes(x, y)
    }

    func levelBytes(_ number: Int) -> UnsafeRawBufferPointer {
        let start = Int(shapes[number].pointee.levelStart)
        let node = nodes[number].pointee
        return UnsafeRawBufferPointer(start: node.name + start, count: Int(node.length) - start)
    }

    /// Adds a child to a parent's list. Its rows are the caller's to add.
    func insertChild(_ child: Int, into parent: Int) {
        let shape = shapes[parent]
        let count = Int(shape.pointee.childCount)
        if !shape.pointee.flags.contains(.large), count == Self.capacity { enlarge(parent) }
        if shape.pointee.flags.contains(.large) {
            insertIntoBlocks(child, parent)
        } else if count == 0 {
            shape.pointee.children = UInt(child)
        } else {
            let place = position(
                of: child, in: UnsafeBufferPointer(start: smallChildren(shape), count: count))
            let ids = growSmall(shape, count)
            (ids + place + 1).update(from: ids + place, count: count - place)
            ids[place] = UInt32(truncatingIfNeeded: child)
        }
        shape.pointee.childCount += 1
        if sort != .name { appendToOrders(child, of: parent) }
    }

    /// Room for one more small child: arrays have the capacity of the next power of two, at least 2.
    private func growSmall(_ shape: UnsafeMutablePointer<TopicShape>, _ count: Int)
        -> UnsafeMutablePointer<UInt32>
    {
        if count == 1 {
            let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: 2)
            ids[0] = UInt32(truncatingIfNeeded: shape.pointee.children)
            shape.pointee.children = UInt(bitPattern: ids)
            return ids
        }
        guard let ids = UnsafeMutablePointer<UInt32>(bitPattern: shape.pointee.children) else {
            preconditionFailure("several children without an array")
        }
        guard count & (count - 1) == 0 else { return ids }
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: count * 2)
        larger.update(from: ids, count: count)
        ids.deallocate()
        shape.pointee.children = UInt(bitPattern: larger)
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
        let shape = shapes[parent]
        guard let ids = UnsafeMutablePointer<UInt32>(bitPattern: shape.pointee.children) else { return }
        let number = takeBlock()
        let block = blocks[Int(number)]
        block.pointee.ids.update(from: ids, count: Self.capacity)
        block.pointee.count = Self.capacity
        block.pointee.rows = shape.pointee.childRows
        block.pointee.filteredRows = shape.pointee.filteredRows
        for i in 0..<Self.capacity { shapes[Int(ids[i])].pointee.block = number }
        ids.deallocate()
        let list = ChildBlockList()
        list.blocks = [number]
        if let free = freeBlockLists.popLast() {
            blockLists[free] = list
            shape.pointee.children = UInt(free)
        } else {
            shape.pointee.children = UInt(blockLists.count)
            blockLists.append(list)
        }
        shape.pointee.flags.insert(.large)
        // A dynamic order of a small parent has no sums.
        orders[UInt32(truncatingIfNeeded: parent)] = nil
    }

    private func insertIntoBlocks(_ child: Int, _ parent: Int) {
        let list = blockLists[Int(shapes[parent].pointee.children)]
        var at = list.blocks.count - 1
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
        shapes[child].pointee.block = list.blocks[at]
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
        for i in 0..<count {
            let child = Int(to.pointee.ids[i])
            shapes[child].pointee.block = new
            to.pointee.rows += UInt32(truncatingIfNeeded: rows(of: child))
            to.pointee.filteredRows += UInt32(truncatingIfNeeded: filteredRows(of: child))
        }
        from.pointee.rows -= to.pointee.rows
        from.pointee.filteredRows -= to.pointee.filteredRows
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

    /// Takes a child from a parent's list. Its rows are the caller's to take away before.
    func removeChild(_ child: Int, from parent: Int) {
        let shape = shapes[parent]
        let count = Int(shape.pointee.childCount)
        if shape.pointee.flags.contains(.large) {
            removeFromBlocks(child, parent)
        } else if count == 1 {
            shape.pointee.children = 0
        } else if let ids = UnsafeMutablePointer<UInt32>(bitPattern: shape.pointee.children) {
            let place = (0..<count).first { ids[$0] == UInt32(truncatingIfNeeded: child) } ?? count - 1
            (ids + place).update(from: ids + place + 1, count: count - place - 1)
            if count == 2 {
                shape.pointee.children = UInt(ids[0])
                ids.deallocate()
            } else if (count - 1) & (count - 2) == 0 {
                // Back to a power of two: the array must have just that capacity, so that growing knows it.
                let smaller = UnsafeMutablePointer<UInt32>.allocate(capacity: count - 1)
                smaller.update(from: ids, count: count - 1)
                ids.deallocate()
                shape.pointee.children = UInt(bitPattern: smaller)
            }
        }
        shape.pointee.childCount -= 1
    }

    private func removeFromBlocks(_ child: Int, _ parent: Int) {
        let shape = shapes[parent]
        let index = Int(shape.pointee.children)
        let number = shapes[child].pointee.block
        let block = blocks[Int(number)]
        let ids = block.pointee.ids
        let count = block.pointee.count
        let place = (0..<count).first { ids[$0] == UInt32(truncatingIfNeeded: child) } ?? count - 1
        (ids + place).update(from: ids + place + 1, count: count - place - 1)
        block.pointee.count -= 1
        guard block.pointee.count == 0 else { return }
        freeBlock(number)
        blockLists[index].blocks.removeAll { $0 == number }
        if blockLists[index].blocks.isEmpty {
            freeBlockLists.append(index)
            shape.pointee.flags.remove(.large)
            shape.pointee.children = 0
        }
    }

    private func freeBlock(_ number: UInt32) {
        blocks[Int(number)].pointee.ids.deallocate()
        freeBlocks.append(number)
    }

    /// Gives the memory of a parent's list back.
    func freeChildren(of parent: Int) {
        let shape = shapes[parent]
        if shape.pointee.flags.contains(.large) {
            let index = Int(shape.pointee.children)
            for block in blockLists[index].blocks { freeBlock(block) }
            blockLists[index].blocks = []
            freeBlockLists.append(index)
            shape.pointee.flags.remove(.large)
        } else if shape.pointee.childCount > 1 {
            UnsafeMutablePointer<UInt32>(bitPattern: shape.pointee.children)?.deallocate()
        }
        shape.pointee.children = 0
        shape.pointee.childCount = 0
    }

    func freeChildren() {
        for number in 0..<end { freeChildren(of: number) }
    }
}
