public import Feeds
public import Interface
public import Model
public import Opener
public import Profile
import Synchronization

/// Everything that can reach the loop from outside, but for keys.
public enum Incoming: Sendable {
    /// Something changes what is known.
    case arrival(Arrival)
    /// An errand of the program's own needs the loop.
    indirect case errand(Errand)
}

/// What the program's own work on other threads asks of the loop, or brings back to it.
public enum Errand: Sendable {
    /// A saved connection is ready to be opened, its secrets found; or why it is not.
    case plan(Result<ConnectionPlan, PlanFailure>, of: ConnectionID)
    /// A client asks what to make its next attempt with.
    case renewal(RenewalRequest, of: ConnectionID)
    /// What a client asked for is found, or why it is not.
    case renewed(Result<ConnectionPlan, PlanFailure>, RenewalRequest, of: ConnectionID)
    /// The secrets of a publish are found; or why they are not.
    case ready(PublishOrder, Result<[Expansion.Need: String], PlanFailure>, of: ConnectionID)
    /// The demo stands, and is to be opened.
    case demo(ConnectionDraft)
    /// Somebody needs a secret that only the person knows.
    case question(SecretQuestion)
    /// A person has to do something to sign in, or has not any more.
    case signIn(SignInQuestion)
    /// What a token says of itself, a line each.
    case token([String])
    /// What is kept of a sign-in.
    case tokenReport(TokenReport, of: TokenSubject)
    /// A token was got, or forgotten.
    case tokensChanged
    /// Somebody has written the profile's file.
    case profileTouched
    /// What somebody has written to it was read.
    case reread(Reread)
    /// A theme was read again.
    case theme(ThemeReading)
    /// The profile was saved, or not.
    case saved(Profile, ProfileFile.Outcome, of: Profile)
}

/// What another program has written to the profile.
public struct Reread: Sendable {
    /// Our profile with its changes.
    let merged: Profile
    /// What is to be said of it.
    let news: ProfileFile.News
    /// Ours as it was when it was read.
    let sent: Profile
    /// The file as it was known after reading, and before.
    let file: ProfileFile
    let version: Int
}

/// A publish that waits for its secrets.
public struct PublishOrder: Sendable {
    let draft: PublishDraft
    let reply: PublishEffect.ReplyWish?
    let variables: Variables
    /// Whether the line is cut before the acknowledgement.
    var cuts = false
    /// The run that it is a message of; nil for one that is sent once.
    var run: Int?
    /// The values that it takes of the answers to requests.
    var answers: [ResponseCall: String] = [:]
}

/// Why a connection cannot be opened, in one line.
public struct PlanFailure: Error, Equatable, Sendable {
    /// The words.
    public let words: String
}

/// The one door for everything that arrives: any thread delivers, the main thread drains.
///
/// One lock is taken per delivery, and the bell rings only when the door was empty. What waits here is bounded by the
/// clients, which stop reading while their batches are unread.
public final class Inbox: Sendable {
    /// The bell that a delivery rings.
    public let doorbell: Doorbell
    private let waiting = Mutex<[Incoming]>([])

    /// An empty inbox behind a bell.
    public init(doorbell: Doorbell) {
        self.doorbell = doorbell
    }

    /// Puts an arrival at the end.
    public func deliver(_ arrival: Arrival) { put(.arrival(arrival)) }

    /// Puts an errand at the end.
    public func deliver(_ errand: Errand) { put(.errand(errand)) }

    private func put(_ incoming: Incoming) {
        let wasEmpty = waiting.withLock { queue in
            queue.append(incoming)
            // One ring is enough for a whole queue: `drain` takes it all.
            return queue.count == 1
        }
        // Outside the lock: who drains need not wait for the write to the pipe.
        if wasEmpty { doorbell.ring() }
    }

    /// Takes all that has arrived, in order.
    func drain() -> [Incoming] {
        waiting.withLock { queue in
            guard !queue.isEmpty else { return [] }
            return exchange(&queue, with: [])
        }
    }
}

private func exchange<Value>(_ place: inout Value, with new: Value) -> Value {
    let old = place
    place = new
    return old
}
