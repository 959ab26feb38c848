public import Model
public import Payloads
public import Profile

/// What a pane asks the world for. Panes return effects; the app carries them out.
public enum Effect: Equatable, Sendable {
    /// End the program.
    case quit
    /// Stop until the shell continues the program.
    case suspend
    /// Give the screen to another program for a while: see ``TerminalJob``.
    case runInTerminal(TerminalJob)
    /// Draw every cell again.
    case redraw
    /// SUBSCRIBE.
    case subscribe(filter: String, qos: Int)
    /// UNSUBSCRIBE.
    case unsubscribe(filter: String)
    /// PUBLISH a draft, its templates resolved at this moment; with a wish, its reply is waited for.
    case send(PublishDraft, reply: ReplyWish?)
    /// Decide what becomes of a publish that is held, by its number in the outbox.
    case settle(publish: Int, HeldChoice)
    /// PUBLISH each line of a file as a payload.
    case sendLines(of: String, PublishDraft, interval: Int64, total: Int?)
    /// SUBSCRIBE again to every filter, so that the broker sends its retained messages again (MQTT 5 3.8.3.1).
    case renewSubscriptions
    /// Send a request.
    case sendRequest(RequestOrder)
    /// Save these requests in the profile.
    case saveRequests([RequestDraft])
    /// Keep what was sent over restarts.
    case keepHistory(RequestHistory.Entry)
    /// End a request that is under way.
    case cancelRequest(UInt64)
    /// Put bytes in the person's clipboard.
    case copy([UInt8])
    /// Write a message's payload to a file.
    case writeFile(path: String, sequence: UInt64)
    /// Write bytes to a file.
    case writeBytes(path: String, PayloadBytes)
    /// Do not wait for the countdown.
    case reconnectNow
    /// Leave the broker.
    case disconnect
    /// Open a connection beside those that are open.
    case connect(ConnectionDraft)
    /// Leave a broker and forget what it sent.
    case closeConnection(ConnectionID)
    /// Try a connection step by step; what is found comes back as a ``ProbeReport``.
    case probe(ConnectionDraft)
    /// The answer to a question for a secret; nil when there is none.
    case answerSecret(Int, String?)
    /// Write a secret to a file of its own, so that the profile can name the file.
    case keepSecret(path: String, value: String)
    /// Save the profile, and keep this of what another program has changed too.
    case settleConflict(ConflictChoice)

    /// Write a copy of the profile to another file, and end the program.
    case saveProfile(path: String)
    /// End the program without the changes that could not be saved.
    case loseChanges

    /// What is wanted of a reply to a publish (MQTT 5 4.10).
    public struct ReplyWish: Hashable, Sendable {
        /// Microseconds that it is waited for.
        public var timeout: Int64
    }

    /// What is to become of a publish that is held.
    public enum HeldChoice: Hashable, Sendable {
        /// It is sent again as it is.
        case sendAgain
        /// It is sent with a lower QoS.
        case lower(toQoS: Int)
        /// It is given up.
        case giveUp
    }
}
