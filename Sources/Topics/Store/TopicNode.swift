import Text

/// What every message of a topic touches: one cache line.
struct TopicNode: BitwiseCopyable {
    /// The bytes of the whole topic. A level shares them with the topic that it was first seen in.
    var name: UnsafePointer<UInt8>
    /// Messages of the subtree, but for the unsettled.
    var messages: UInt64 = 0
    /// Messages of exactly this topic.
    var own: UInt64 = 0
    /// When the last message of the subtree came.
    var lastTime: Moment = .min
    /// The last own message.
    var lastSequence: UInt64 = 0
    var parent: UInt32
    /// Messages below this topic that came since the figures were last settled.
    var unsettled: UInt32 = 0
    var rate = RateWindows()
    /// Length of the topic in bytes.
    var length: UInt16
    private var flags: UInt16 = 0

    init(name: UnsafePointer<UInt8>, length: Int, parent: Int) {
        self.name = name
        self.length = UInt16(truncatingIfNeeded: length)
        self.parent = UInt32(truncatingIfNeeded: parent)
        if length > 0, name.pointee == UInt8(ascii: "$") { flags = 4 }
    }

    var isRetained: Bool {
        get { flags & 1 != 0 }
        set { flags = newValue ? flags | 1 : flags & ~1 }
    }
    var isForgotten: Bool {
        get { flags & 2 != 0 }
        set { flags = newValue ? flags | 2 : flags & ~2 }
    }
    /// Whether the topic begins with `$`: what a broker says of itself. Known from the start, so that a message costs no
    /// look at its topic.
    var isSystem: Bool { flags & 4 != 0 }
    var topicBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: name, count: Int(length)) }
    /// Whether the topic is UTF-8, as it has to be.
    var isText: Bool {
        topicBytes.withMemoryRebound(to: UInt8.self) { bytes in
            bytes.baseAddress.map { UTF8Bytes.firstFlaw($0, 0, bytes.count) == nil } ?? true
        }
    }

    /// Counts what is not settled.
    /// - Returns: how many messages that was.
    @inline(__always)
    mutating func settle(at ticks: UInt32) -> UInt32 {
        let count = unsettled
        unsettled = 0
        messages &+= UInt64(count)
        rate.count(count, at: ticks)
        return count
    }
}
