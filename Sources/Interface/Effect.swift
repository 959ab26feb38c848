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
    /// PUBLISH.
    case publish(topic: String, payload: [UInt8], qos: Int, retain: Bool)
    /// Put bytes in the person's clipboard.
    case copy([UInt8])
    /// Write a message's payload to a file.
    case writeFile(path: String, sequence: UInt64)
    /// Write bytes to a file.
    case writeBytes(path: String, PayloadBytes)
    /// End a request that is under way.
    case cancelRequest(UInt64)
    /// Do not wait for the countdown.
    case reconnectNow
    /// Leave the broker.
    case disconnect
}
