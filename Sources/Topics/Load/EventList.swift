/// The last things that happened, oldest first; older ones are counted when they make room.
public struct EventList<Event> {
    /// The most events kept.
    public static var capacity: Int { 2_000 }

    private var events: [Event] = []
    private var start = 0
    /// How many there were in all.
    public private(set) var total = 0

    /// An empty list.
    public init() {}

    /// How many are kept.
    public var count: Int { events.count }

    /// The event at a place, 0 being the oldest.
    public subscript(index: Int) -> Event { events[(start + index) % events.count] }

    mutating func append(_ event: Event) {
        total += 1
        if events.count < Self.capacity {
            events.append(event)
        } else {
            events[start] = event
            start = (start + 1) % Self.capacity
        }
    }
}
