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
        store.settle()
        if store.isLarge(parent) {
            wantedOrders.insert(key)
            return nil
        }
        let children = store.nameRun(0, of: parent)
        guard children.count > 1 else { return nil }
        // The place in name order breaks ties: frames must not shuffle equal ones.
        let keyed = children.enumerated().map { (key: sortKey(Int($1)), place: $0, id: $1) }
        let sorted = keyed.sorted { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        let order = DynamicOrder(sorted.map(\.id), isLarge: false)
        orders[key] = order
        return order
    }

    private func sortKey(_ number: Int) -> UInt64 {
        store.sortKey(number, by: sort, isOwn: false, now: now)
    }

    /// The moment of the figures: the last message's, or a later one.
    private var now: Moment { max(clock, store.latestTime) }

    func appendToOrders(_ child: Int, of parent: Int) {
        let number = UInt32(truncatingIfNeeded: child)
        if let order = orders[UInt32(truncatingIfNeeded: parent)] {
            // Where it is found again; a small parent's children are searched.
            if order.isLarge { entries[child].pointee.rank = UInt32(truncatingIfNeeded: order.count) }
            order.append(number)
        }
        if let sortJob, sortJob.parent == parent { sortJob.late.append(number) }
    }

    /// Renews orders that are due, and sorts large parents a step further.
    /// - Returns: whether there is more to do.
    func advanceOrders(now: Moment?) -> Bool {
        guard sort != .name else { return false }
        store.settle()
        clock = now ?? store.latestTime
        if store.revision != orderedRevision, isDue { renewOrders() }
        // One large parent at a time.
        if sortJob == nil { startSortJob() }
        guard let job = sortJob else { return false }
        if !job.step({ sortKey($0) }) {
            sortJob = nil
            install(job)
        }
        return sortJob != nil || !wantedOrders.isEmpty
    }

    private var isDue: Bool {
        // A clock that was set back must not make orders stand still until it has caught up.
        now < ordersRefreshed || now - ordersRefreshed >= Self.orderLifetime
    }

    private func renewOrders() {
        ordersRefreshed = now
        orderedRevision = store.revision
        changes &+= 1
        for (parent, order) in orders {
            // A large order stays until the next is made; a small one is made when rows are asked for.
            if order.isLarge, order.isUsed {
                wantedOrders.insert(parent)
                order.isUsed = false
                // A parent that nobody looks at has no order.
            } else {
                orders[parent] = nil
            }
        }
    }

    private func startSortJob() {
        guard let parent = wantedOrders.popFirst() else { return }
        let number = Int(parent)
        // It may have lost all its children, and got a few new ones, since its order was wanted.
        guard store.isLarge(number) else { return }
        var ids: [UInt32] = []
        for run in 0..<store.nameRunCount(of: number) { ids.append(contentsOf: store.nameRun(run, of: number)) }
        sortJob = SortJob(parent: number, ids: ids)
    }

    private func install(_ job: SortJob) {
        let order = DynamicOrder(job.sorted, isLarge: true)
        for i in 0..<order.count {
            entries[Int(order.ids[i])].pointee.rank = UInt32(truncatingIfNeeded: i)
        }
        // Rows were opened and closed while it was made.
        recount(order)
        let key = UInt32(truncatingIfNeeded: job.parent)
        // Used when rows were asked for since this was begun: else it is not renewed again.
        order.isUsed = orders[key]?.isUsed ?? true
        orders[key] = order
        changes &+= 1
    }

    func recountOrders() {
        for order in orders.values where order.isLarge { recount(order) }
    }

    private func recount(_ order: DynamicOrder) {
        let filtered = isFiltered
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
        ordersRefreshed = now
        changes &+= 1
    }
}
