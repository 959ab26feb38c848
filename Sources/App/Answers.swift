import Dispatch
import Files
import Model
import Synchronization

/// What an effect says at its end.
typealias EffectOutcome = (kind: Notice.Kind, text: String)

/// Where effects answer, from any thread, and how many are on their way.
final class Answers: Sendable {
    private let inbox: Inbox
    private let clock: AppClock
    private let number = Atomic<Int>(0)

    init(inbox: Inbox, clock: AppClock) {
        self.inbox = inbox
        self.clock = clock
    }

    var inFlight: Int { number.load(ordering: .acquiring) }

    func begin() {
        number.add(1, ordering: .acquiringAndReleasing)
    }

    func end(with outcome: EffectOutcome?) {
        // Before the count falls: whoever waits until nothing is in flight finds the words in the inbox.
        if let outcome { say(outcome) }
        number.subtract(1, ordering: .acquiringAndReleasing)
    }

    /// Does something on the disk that nobody waits for; of what fails there is a warning.
    /// - Parameter queue: does one thing after another; nil for work that need not wait for its turn.
    func doOnDisk(in queue: DispatchQueue? = nil, _ work: @escaping @Sendable () throws(FileFailure) -> Void) {
        begin()
        let attempt: @Sendable () -> Void = { [self] in
            do throws(FileFailure) {
                try work()
                end(with: nil)
            } catch {
                end(with: (.warning, "\(error)"))
            }
        }
        if let queue { queue.async(execute: attempt) } else { BlockingWork.run(attempt) }
    }

    func say(_ outcome: EffectOutcome) {
        inbox.deliver(.notice(Notice(at: clock.now(), kind: outcome.kind, text: outcome.text)))
    }
}
