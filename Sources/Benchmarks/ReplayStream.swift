import Text

/// A prepared stream of MQTT 3.1.1 PUBLISH packets, 146 bytes each, over many topics in a shuffled order.
///
/// The shuffle matters: topics that come in the order of the tree would find it in the cache.
struct ReplayStream {
    /// Size of one packet in bytes: 3 of fixed header, 2 of topic length, topic and payload.
    static let packetSize = 146

    /// Whole packets, one after another.
    private(set) var bytes: [UInt8]
    /// Size of each packet in bytes.
    let packetSize: Int
    /// How many packets `bytes` holds.
    let packets: Int

    /// Prepares one packet as large as MQTT allows: JSON, an object on each line.
    init(largestOn topic: String) {
        let remaining = 268_435_455
        let size = remaining - 2 - topic.utf8.count
        var bytes: [UInt8] = [0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0, UInt8(topic.utf8.count)] + topic.utf8
        bytes.reserveCapacity(remaining + 5)
        let end = bytes.count + size
        bytes.append(UInt8(ascii: "["))
        let line = Array("{\"Sensor\": 1, \"C_F\": \"C\", \"Value\": 86, \"Time\": \"22:31:11\"},\n".utf8)
        while bytes.count + line.count + 2 < end { bytes += line }
        bytes += repeatElement(UInt8(ascii: " "), count: end - 2 - bytes.count)
        bytes += "0]".utf8
        self.bytes = bytes
        packets = 1
        packetSize = bytes.count
    }

    /// Prepares one packet as large as MQTT allows: one token, between these.
    init(largestTokenOn topic: String, from head: String, to tail: String) {
        self.init(largestOn: topic)
        var bytes = bytes
        let start = 7 + topic.utf8.count
        for at in start..<bytes.count { bytes[at] = UInt8(ascii: "a") }
        bytes.replaceSubrange(start..<start + head.utf8.count, with: head.utf8)
        bytes.replaceSubrange(bytes.count - tail.utf8.count..<bytes.count, with: tail.utf8)
        self.bytes = bytes
    }

    /// Prepares `passes` shuffled passes over `topics` topics.
    init(topics: Int, passes: Int) {
        var random = SplitMix64(seed: 42)
        var order = Array(0..<topics)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(topics * passes * Self.packetSize)
        for pass in 0..<passes {
            order.shuffle(using: &random)
            for topic in order {
                Self.append(topic: topic, pass: pass, to: &bytes)
            }
        }
        self.bytes = bytes
        packets = topics * passes
        packetSize = Self.packetSize
    }

    private static func append(topic index: Int, pass: Int, to bytes: inout [UInt8]) {
        let topic = "site/\(padded(index / 1000, 4))/device/\(padded(index / 10 % 100, 3))/sensor\(index % 10)"
        let head = "{\"Sensor\": \(index % 10), \"C_F\": \"C\", \"Value\": \(pass * 10 + index % 97), \"Pad\": \""
        let remaining = packetSize - 3
        bytes.append(0x30)
        bytes.append(UInt8(remaining & 0x7F) | 0x80)
        bytes.append(UInt8(remaining >> 7))
        bytes.append(UInt8(topic.utf8.count >> 8))
        bytes.append(UInt8(topic.utf8.count & 0xFF))
        bytes.append(contentsOf: topic.utf8)
        bytes.append(contentsOf: head.utf8)
        let filler = remaining - 2 - topic.utf8.count - head.utf8.count - 2
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: filler))
        bytes.append(contentsOf: "\"}".utf8)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
