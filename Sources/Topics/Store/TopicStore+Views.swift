import Text

/// The views over the store.
extension TopicStore {
    /// Tells a view of every change from now on. The view holds the store, and goes with `detach`.
    func attach(_ view: any TopicView) {
        views.append(AttachedView(view: view))
    }

    /// Forgets a view: what its `deinit` calls.
    func detach(_ view: any TopicView) {
        views.removeAll { $0.view === view }
    }

    /// Lets each view do its work until a deadline.
    /// - Returns: whether there is more to do.
    func advanceViews(until deadline: ContinuousClock.Instant, now: Moment?) -> Bool {
        var hasMore = false
        for _ in views.indices {
            // Who comes first changes, so that one with endless work does not keep the others from theirs.
            viewTurn = viewTurn + 1 < views.count ? viewTurn + 1 : 0
            if views[viewTurn].view.advance(until: deadline, now: now) { hasMore = true }
            // The others come first in the next call.
            if hasMore, ContinuousClock.now >= deadline { return true }
        }
        return hasMore
    }
}

/// A view without a hold on it: a weak reference would cost more than what is told.
struct AttachedView {
    unowned(unsafe) let view: any TopicView
}
