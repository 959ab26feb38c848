import Text

/// Orders by figures. They stand still for a second, so that rows can be read, and are made for the parents that are
/// looked at only. Until a large parent's order is made, its children stay in name order.
extension TopicTree {
    /// How long an order by figures stands still, in microseconds.
    static let orderLifetime: Moment = 1_000_000

    /// The order in which the children of a parent are shown; nil when that is name order.
    @inline(__always)
    func order(of parent: Int) -> DynamicOrder? {
        sort == .name ? nil : dynamicOrder(of: parent)
    }

    private func dynamicOrder(of parent: Int) -> DynamicOrder? {
        let key = UInt32(truncatingIfNeeded: parent)
        if let known = orders[key] {
            known.isUsed = true
            return known
        }
        settle()
        let shape = shapes[parent].pointee
        if shape.flags.contains(.large) {
            wantedOrders.insert(key)
            return nil
        }
        guard shape.childCount > 1 else { return nil }
        let children = nameRun(0, of: parent)
        let keyed = children.enumerated().map { (key: sortKey(Int($1)), place: $0, id: $1) }
        let sorted = keyed.sorted { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        let order = DynamicOrder(sorted.map(\.id), isLarge: false)
        orders[key] = order
        return order
    }

    /// Smaller comes first.
    private func sortKey(_ number: Int) -> UInt64 {
        let node = nodes[number].pointee
        let value: UInt64
        switch sort {
        case .name: return 0
        case .rate: value = node.rate.perSecond(now: latestTime).bitPattern
        case .lastUpdate: value = UInt64(bitPattern: max(node.lastTime, 0))
        case .count: value = node.messages
        }
        // No figure needs the top bit.
        let key = ~value & ~(1 << 63)
        let isLast = node.parent == Self.root && node.length > 0 && node.name[0] == UInt8(ascii: "$")
        return isLast ? key | 1 << 63 : key
    }

    func appendToOrders(_ child: Int, of parent: Int) {
        let number = UInt32(truncatingIfNeeded: child)
        if let order = orders[UInt32(truncatingIfNeeded: parent)] {
            if order.isLarge { shapes[child].pointee.rank = UInt32(truncatingIfNeeded: order.count) }
            order.append(number)
        }
        if let sortJob, sortJob.parent == parent { sortJob.late.append(number) }
    }

    /// Renews orders that are due, and sorts large parents a step further.
    /// - Returns: whether there is more to do.
    func advanceOrders(now: Moment?) -> Bool {
        guard sort != .name else { return false }
        settle()
        if let now { latestTime = max(latestTime, now) }
        if hasNewFigures, latestTime - ordersRefreshed >= Self.orderLifetime { renewOrders() }
        if sortJob == nil { startSortJob() }
        guard let job = sortJob else { return false }
        if !job.step({ sortKey($0) }) {
            sortJob = nil
            install(job)
        }
        return sortJob != nil || !wantedOrders.isEmpty
    }

    private func renewOrders() {
        ordersRefreshed = latestTime
        hasNewFigures = false
        revision &+= 1
        for (parent, order) in orders {
            if order.isLarge, order.isUsed {
                wantedOrders.insert(parent)
                order.isUsed = false
            } else {
                orders[parent] = nil
            }
        }
    }

    private func startSortJob() {
        guard let parent = wantedOrders.popFirst() else { return }
        let number = Int(parent)
        guard shapes[number].pointee.flags.contains(.large) else { return }
        var ids: [UInt32] = []
        ids.reserveCapacity(Int(shapes[number].pointee.childCount))
        for run in 0..<nameRunCount(of: number) { ids.append(contentsOf: nameRun(run, of: number)) }
        sortJob = SortJob(parent: number, ids: ids)
    }

    private func install(_ job: SortJob) {
        let order = DynamicOrder(job.sorted, isLarge: true)
        for i in 0..<order.count {
            shapes[Int(order.ids[i])].pointee.rank = UInt32(truncatingIfNeeded: i)
        }
        recount(order)
        orders[UInt32(truncatingIfNeeded: job.parent)] = order
        revision &+= 1
    }

    func recountOrders() {
        for order in orders.values where order.isLarge { recount(order) }
    }

    private func recount(_ order: DynamicOrder) {
        let filtered = filter != nil
        order.sums = (0..<order.runCount).map { run in
            var sum: UInt32 = 0
            for child in order.run(run) {
                let rows = filtered ? filteredRows(of: Int(child)) : rows(of: Int(child))
                sum &+= UInt32(truncatingIfNeeded: rows)
            }
            return sum
        }
    }

    func dropOrders() {
        orders = [:]
        wantedOrders = []
        sortJob = nil
        ordersRefreshed = latestTime
        revision &+= 1
    }
}
