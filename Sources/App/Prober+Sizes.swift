import Feeds
import Kit
import MQTT
import Model
import NIOCore
import Profile

extension Prober {
    /// The sizes that are tried: what many brokers in the cloud take at most, and more than that.
    private static let sizes = [16 << 10, 128 << 10, 1 << 20]

    /// Sends messages of several sizes to a topic of the test's own, each once, and has them back. The last thing that is
    /// tried: a broker may close the connection at one.
    func sizes(
        _ feed: any Feed, _ events: ProbeEvents, _ limits: ServerLimits, topic: String
    ) async -> (lines: [String], isWhole: Bool) {
        // Topic, packet identifier and properties stand beside the payload.
        let most = limits.maximumPacketSize.map { Int($0) - topic.utf8.count - 64 } ?? .max
        let qos = min(limits.maximumQoS, .atLeastOnce)
        var largest = 0
        func lines(_ trouble: String?) -> (lines: [String], isWhole: Bool) {
            let back = largest > 0 ? ["a message of \(Self.words(largest)) went there and back"] : []
            return ((trouble.map { [$0] } ?? []) + back, trouble == nil)
        }
        do {
            let answer = try await feed.subscribe([Subscription(filter: topic, qos: qos)])()
            if let answer = answer.first, answer.granted == nil {
                return lines("not tried: \(topic) refused: \(answer.reason.words)")
            }
        } catch {
            return lines("not tried: \(plan.told.told(quoting: "\(error)"))")
        }
        for size in Self.sizes {
            guard size <= most else {
                return lines("takes packets of \(limits.maximumPacketSize ?? 0) bytes at most, as it says itself")
            }
            do {
                let payload = ByteBuffer(repeating: UInt8(ascii: "m"), count: size)
                let result = try await feed.publish(Publish(topic: topic, payload: payload, qos: qos))
                if result.reason.isError { return lines("refuses \(Self.words(size)): \(result.reason.words)") }
            } catch {
                return lines("a message of \(Self.words(size)) is not taken: \(plan.told.told(quoting: "\(error)"))")
            }
            // By the size: a broker that cuts or changes a large payload has not brought it back.
            guard await events.holds(within: .seconds(5), { $0.sizes.contains(size) }) else {
                return lines("a message of \(Self.words(size)) was taken and did not come back within 5 s")
            }
            largest = size
        }
        return lines(nil)
    }

    static func words(_ size: Int) -> String { Figures.bytes(Double(size)) }
}
