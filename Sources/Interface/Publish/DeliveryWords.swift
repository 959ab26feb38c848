import Kit
import Model
import Profile
import Text

/// A publish on its way in the words that people read.
enum DeliveryWords {
    /// `QoS 2: sent, PUBREC 1.2 ms, PUBREL, PUBCOMP 2.0 ms: delivered`.
    /// - Parameter hasReasons: whether the broker's answers say that it took a message, as in MQTT 5.
    static func line(_ delivery: Delivery, hasReasons: Bool, now: Moment) -> (text: String, role: Role) {
        var text = "QoS \(delivery.qos)"
        // Before the steps: what is asked of the person comes first.
        if let held = delivery.held { return ("\(text): held: \(held)", .error) }
        let steps = steps(of: delivery)
        if !steps.isEmpty { text += ": " + steps.joined(separator: ", ") }
        switch delivery.outcome {
        case nil:
            let isWaiting = delivery.steps.last?.step == .queued || delivery.steps.isEmpty
            return ("\(text): \(isWaiting ? "waits to be sent" : "waits for the broker")", .warning)
        case .delivered(let note):
            return ("\(text): \(delivered(delivery, hasReasons))\(note.map { ", \($0)" } ?? "")", .info)
        case .failed(let reason): return ("\(text): \(reason)", .error)
        case .unknown(let reason): return ("\(text): \(reason)", .warning)
        }
    }

    /// `delivered, QoS 2, 7.8 ms`: what came of it first, for a row of a list; the steps stand elsewhere.
    static func brief(_ delivery: Delivery, hasReasons: Bool) -> (text: String, role: Role) {
        let quality = "QoS \(delivery.qos)"
        if let held = delivery.held { return ("held, \(quality): \(held)", .error) }
        switch delivery.outcome {
        case nil:
            let isWaiting = delivery.steps.last?.step == .queued || delivery.steps.isEmpty
            return ("\(isWaiting ? "waits to be sent" : "waits for the broker"), \(quality)", .warning)
        case .delivered(let note):
            var parts = [delivered(delivery, hasReasons), quality]
            if let start = delivery.steps.first(where: { $0.step == .written })?.at, let end = delivery.steps.last?.at,
                delivery.qos > 0
            {
                parts.append(Figures.duration(end - start))
            }
            if let note { parts.append(note) }
            return (parts.joined(separator: ", "), .info)
        case .failed(let reason): return ("failed, \(quality): \(reason)", .error)
        case .unknown(let reason): return ("unknown, \(quality): \(reason)", .warning)
        }
    }

    /// The whole story of a publish that did not arrive, or perhaps did not: its row has room for the beginning. Nil for all
    /// others.
    static func story(_ delivery: Delivery) -> (lines: [String], role: Role)? {
        var role = Role.error
        let end: String
        switch delivery.outcome {
        case nil:
            guard let held = delivery.held else { return nil }
            end = "Held: \(held)"
        case .failed(let reason): end = "Not delivered: \(reason)"
        case .unknown(let reason): (end, role) = ("Perhaps not delivered: \(reason)", .warning)
        case .delivered: return nil
        }
        var parts = ["\(Figures.count(delivery.size)) B", "QoS \(delivery.qos)"]
        if delivery.draft.retain { parts.append("retained") }
        let steps = steps(of: delivery)
        if !steps.isEmpty { parts.append(steps.joined(separator: ", ")) }
        if let ended = delivery.ended { parts.append("ended \(Figures.clock(ended))") }
        return (["\(Figures.clock(delivery.began)) \(delivery.topic): \(parts.joined(separator: ", "))", end], role)
    }

    /// The packets of the handshake, with the time since PUBLISH.
    private static func steps(of delivery: Delivery) -> [String] {
        // From the write, not from the key: what waited for a connection says nothing of the broker.
        let start = delivery.steps.first { $0.step == .written }?.at ?? delivery.began
        return delivery.steps.compactMap { step -> String? in
            switch step.step {
            // It waited here, which is no step of MQTT.
            case .queued: nil
            case .written: "PUBLISH"
            case .acknowledged: "PUBACK \(Figures.duration(step.at - start))"
            case .received: "PUBREC \(Figures.duration(step.at - start))"
            case .released: "PUBREL"
            case .completed: "PUBCOMP \(Figures.duration(step.at - start))"
            }
        }
    }

    private static func delivered(_ delivery: Delivery, _ hasReasons: Bool) -> String {
        // PUBACK of 3.1.1 says that the broker has it, not that it was authorized (3.1.1 3.3.5): there is no reason
        // code.
        delivery.qos == 0 || !hasReasons ? "sent" : "delivered"
    }

    /// `reply after 12 ms on home/reply`.
    static func reply(_ request: AwaitedReplies.Request) -> String {
        switch request.state {
        case .waiting: "waits for a reply on \(request.responseTopic)"
        case .answered(_, let after): "reply after \(Figures.duration(after)) on \(request.responseTopic)"
        case .timedOut:
            "no reply on \(request.responseTopic) within \(TimeWords.words((request.deadline - request.began) * 1000))"
        }
    }
}
