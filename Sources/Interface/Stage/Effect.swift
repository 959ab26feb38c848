public import Model
public import Payloads
public import Profile
public import REST
public import Terminal

/// What a pane asks the world for, by who carries it out. Panes return effects; the app carries them out.
public enum Effect: Equatable, Sendable {
    /// The loop, and the terminal that it has.
    case program(ProgramEffect)
    /// Whoever keeps the profile.
    case profile(ProfileEffect)
    /// Whoever opens and leaves connections.
    case connection(ConnectionEffect)
    /// Whoever publishes, over the connection on the screen.
    case publish(PublishEffect)
    /// Whoever sends requests.
    case request(RequestEffect)
    /// Whoever keeps tokens, and has the secrets that they cost.
    case signIn(SignInEffect)
    /// Whoever writes files.
    case file(FileEffect)
}

/// What the loop does itself.
public enum ProgramEffect: Equatable, Sendable {
    /// End the program.
    case quit
    /// Write a copy of the profile to another file, and end the program.
    case saveProfile(path: String)
    /// End the program without the changes that could not be saved.
    case loseChanges
    /// Stop until the shell continues the program.
    case suspend
    /// Give the screen to another program for a while: see ``TerminalJob``.
    case runInTerminal(TerminalJob)
    /// Draw every cell again.
    case redraw
    /// Show a theme for a look at it; nil shows the one that holds.
    case showTheme(String?)
    /// Show a theme from now on.
    case keepTheme(String)
    /// Save what the screen shows as a picture.
    case savePicture(ScreenPicture)
    /// Put bytes in the person's clipboard.
    case copy([UInt8])
}

/// What becomes of what is kept.
public enum ProfileEffect: Equatable, Sendable {
    /// Save these requests in the profile.
    case saveRequests([RequestDraft])
    /// Write a secret to a file of its own, so that the profile can name the file; whether a request names it.
    case keepSecret(path: String, value: String, isOfRequest: Bool)
    /// Save the profile, and keep this of what another program has changed too.
    case settleConflict(ConflictChoice)
}

/// What becomes of connections; where none is named, of the one on the screen.
public enum ConnectionEffect: Equatable, Sendable {
    /// Open a connection beside those that are open.
    case open(ConnectionDraft)
    /// Start the demo and open it.
    case openDemo
    /// Look which brokers answer on this machine, and what other programs keep of connections.
    case lookAround
    /// Leave a broker and forget what it sent.
    case close(ConnectionID)
    /// Leave the broker.
    case disconnect
    /// Leave a broker without DISCONNECT, so that it publishes the will; the words say how it is connected to again.
    case drop(ConnectionID, again: String)
    /// Do not wait for the countdown.
    case reconnectNow
    /// The same with one that need not be on the screen.
    case reconnect(ConnectionID)
    /// Try a connection step by step; what is found comes back as a ``ProbeReport``.
    case probe(ConnectionDraft)
    /// The same with one that is open, as it was opened.
    case probeOpen(ConnectionID)
    /// The answer to a question for a secret; nil when there is none.
    case answerSecret(Int, String?)
    /// What the person pasted to go on signing in; nil to give up.
    case answerSignIn(Int, String?)
    /// One SUBSCRIBE with all of these filters.
    case subscribe(filters: [String], qos: Int)
    /// UNSUBSCRIBE; the words say how it is taken back.
    case unsubscribe(filter: String, undo: String)
    /// SUBSCRIBE to a filter that was given up, with the options that it had.
    case subscribeAgain(SubscriptionStatus)
    /// SUBSCRIBE again to every filter, so that the broker sends its retained messages again (MQTT 5 3.8.3.1).
    case renewSubscriptions
    /// Race a topic and a request that tell the same thing; a race that runs gives way.
    case race(RaceOrder)
    /// End the race before its time.
    case endRace
    /// Send something and watch what is expected of it; what is watched gives way.
    case expect(ExpectOrder)
    /// End the watching before its time.
    case endExpect
}

extension ConnectionEffect {
    /// SUBSCRIBE with one filter.
    public static func subscribe(filter: String, qos: Int) -> ConnectionEffect {
        .subscribe(filters: [filter], qos: qos)
    }
}

/// What is published.
public enum PublishEffect: Equatable, Sendable {
    /// PUBLISH a draft, its templates resolved at this moment; with a wish, its reply is waited for.
    case send(PublishDraft, reply: ReplyWish?)
    /// PUBLISH each line of a file as a payload.
    case sendLines(of: String, PublishDraft, interval: Int64, total: Int?)
    /// Decide what becomes of a publish that is held, by its number in the outbox.
    case settle(publish: Int, HeldChoice)
    /// PUBLISH a draft of QoS 1 or 2, and cut the line before the broker's acknowledgement is read.
    case sendAndCut(PublishDraft)

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

/// What becomes of requests.
public enum RequestEffect: Equatable, Sendable {
    /// Send a request.
    case send(RequestOrder)
    /// Send a request and those for the pages that follow, and join what they answer.
    case join(RequestOrder)
    /// End a request that is under way.
    case cancel(UInt64)
    /// Send a message over the WebSocket that a request has opened.
    case say(WebSocketMessage, in: UInt64)
    /// Write what has changed of the cookies of an environment.
    case keepCookies(EnvironmentCookies)
    /// Read the cookies of a file into an environment.
    case importCookies(path: String, EnvironmentCookies)
    /// Write cookies to a file for their owner alone.
    case exportCookies(path: String, [Cookie])
    /// Look on the disk for the answer under a key, to show it at a request.
    case readAnswer(key: String, request: Int)
}

/// What becomes of the token that a request signs in with.
public enum SignInEffect: Equatable, Sendable {
    /// Show what it says of itself.
    case tellToken(RequestDraft, Variables)
    /// Find out what is kept of a sign-in; it comes back as a ``TokenReport``.
    case lookAtToken(RequestDraft, TokenSubject)
    /// Sign in now, whether or not a token is kept.
    case signIn(RequestDraft, Variables)
    /// Forget it.
    case signOut(RequestDraft, Variables)
}

/// What is written to files of the person's choice.
public enum FileEffect: Equatable, Sendable {
    /// The payload of a message of the connection on the screen.
    case writeMessage(path: String, sequence: UInt64)
    /// Bytes.
    case write(path: String, PayloadBytes)
    /// Take away every answer that is kept on the disk, by the history and by URL.
    case removeAnswers
}
