import Synchronization

/// The bytes handed out and not yet given back, shared by the event loop and whoever consumes the messages.
///
/// Two numbers and no lock. Reading stops above ``limit`` and starts again at half of it: resuming at the limit would
/// wake the event loop for every batch.
final class ReadCredit: Sendable {
    let limit: Int
    private let unread = Atomic<Int>(0)
    private let isHeld = Atomic<Bool>(false)

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    /// The bytes out at this moment.
    var unreadBytes: Int { unread.load(ordering: .relaxed) }

    /// Counts bytes handed out.
    func handOut(_ bytes: Int) {
        unread.add(bytes, ordering: .relaxed)
    }

    /// Whether the next read has to wait. After true, exactly one call of ``giveBack(_:)`` will answer true.
    func holdIfBehind() -> Bool {
        guard unread.load(ordering: .sequentiallyConsistent) > limit else { return false }
        isHeld.store(true, ordering: .sequentiallyConsistent)
        // The consumer may have given everything back between the two lines above: then nobody else would resume.
        if unread.load(ordering: .sequentiallyConsistent) <= limit / 2,
            isHeld.exchange(false, ordering: .sequentiallyConsistent)
        {
            return false
        }
        return true
    }

    /// Takes bytes back; true when this is the call after which reading is to go on.
    func giveBack(_ bytes: Int) -> Bool {
        let rest = unread.subtract(bytes, ordering: .sequentiallyConsistent).newValue
        return rest <= limit / 2 && isHeld.exchange(false, ordering: .sequentiallyConsistent)
    }
}
