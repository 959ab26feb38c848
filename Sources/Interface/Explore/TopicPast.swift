import Model
import Payloads
import Topics

/// The numbers of a topic's last messages up to one of them, where its payloads are numbers.
enum TopicPast {
    /// The most that are read: a row of the screen has no room for more.
    private static let most = 60
    /// Fewer say nothing that the log does not.
    private static let least = 3

    /// The numbers, the oldest first; empty where there are too few.
    static func numbers(upTo sequence: UInt64, in messages: MessageStore) -> [Double] {
        var numbers: [Double] = []
        var next: UInt64? = sequence
        var looked = 0
        while let sequence = next, looked < most {
            looked += 1
            let number = messages.withPayload(sequence) { NumericValue($0)?.value } ?? nil
            if let number, number.isFinite {
                numbers.append(number)
            } else if looked == 1 {
                // What is open is none.
                return []
            }
            next = messages.previousOfTopic(sequence)
        }
        return numbers.count < least ? [] : numbers.reversed()
    }
}
