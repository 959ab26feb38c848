public import Explorer
public import Payloads

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

    /// What is wanted of a reply to a publish (MQTT 5 4.10).
    public struct ReplyWish: Hashable, Sendable {
        /// Microseconds that it is waited for.
        public var timeout: Int64
    }
}
