import Kit
import Model
import Text

/// A publish on its way in the words that people read.
enum DeliveryWords {
    /// `QoS 2: sent, PUBREC 1.2 ms, PUBREL, PUBCOMP 2.0 ms: delivered`.
    static func line(_ delivery: Delivery, now: Moment) -> (text: String, role: Role) {
        var text = "QoS \(delivery.qos)"
        if let held = delivery.held { return ("\(text): held: \(held)", .error) }
        let start = delivery.steps.first { $0.step == .written }?.at ?? delivery.began
        let steps = delivery.steps.compactMap { step -> String? in
            switch step.step {
            case .queued: nil
            case .written: "PUBLISH"
            case .acknowledged: "PUBACK \(duration(step.at - start))"
            case .received: "PUBREC \(duration(step.at - start))"
            case .released: "PUBREL"
            case .completed: "PUBCOMP \(duration(step.at - start))"
            }
        }
        if !steps.isEmpty { text += ": " + steps.joined(separator: ", ") }
        switch delivery.outcome {
        case nil:
            let isWaiting = delivery.steps.last?.step == .queued || delivery.steps.isEmpty
            return ("\(text): \(isWaiting ? "waits to be sent" : "waits for the broker")", .warning)
        case .delivered(let note): return ("\(text): \(delivered(delivery))\(note.map { ", \($0)" } ?? "")", .info)
        case .failed(let reason): return ("\(text): \(reason)", .error)
        case .unknown(let reason): return ("\(text): \(reason)", .warning)
        }
    }

    private static func delivered(_ delivery: Delivery) -> String {
        delivery.qos == 0 ? "sent" : "delivered"
    }

    /// `reply after 12 ms on home/reply`.
    static func reply(_ request: AwaitedReplies.Request) -> String {
        switch request.state {
        case .waiting: "waits for a reply on \(request.responseTopic)"
        case .answered(_, let after): "reply after \(duration(after)) on \(request.responseTopic)"
        case .timedOut: "no reply on \(request.responseTopic) within \(duration(request.deadline - request.began))"
        }
    }

    /// `0.8 ms`, `12 ms`, `1.2 s`.
    static func duration(_ microseconds: Int64) -> String {
        let value = Double(max(0, microseconds))
        return value < 999_500 ? "\(Figures.decimal(value / 1000)) ms" : "\(Figures.decimal(value / 1_000_000)) s"
    }
}
