public import Kit

/// Where a key is pressed: a pane, a popup, or a text that is typed into. Its own context is asked first, then the wider
/// ones of its ``path``; what none of them knows is text where there is a place for it.
public enum KeyContext: String, KeyPlace {
    /// Anywhere but in a text field.
    case anywhere
    /// Lists, trees and texts.
    case lists
    /// The pane Topics.
    case topics
    /// The pane Messages.
    case messages
    /// The pane Message.
    case message
    /// The pane Response.
    case response
    /// The links in the pane Response.
    case links
    /// The events in the pane Response.
    case stream
    /// The pane Requests.
    case requests
    /// The pane Request.
    case request
    /// The pane Load.
    case load
    /// The pane Curve, and every chart.
    case curve
    /// The pane Top.
    case top
    /// The pane Health.
    case health
    /// The panes Log and Clients.
    case events
    /// The panes Connections and Connection.
    case connections
    /// The pane Environment.
    case environment
    /// The pane Packets.
    case packets
    /// The pane Packet.
    case packet
    /// While a request is under way, where requests are seen.
    case sending

    /// Popups.
    case popup
    /// Lists of which one line is taken.
    case pick
    /// Questions with yes and no.
    case confirm
    /// Forms and what asks for one line.
    case form
    /// The form of a connection.
    case connectionForm
    /// The composer of publishes.
    case composer
    /// The list of publishes.
    case publishes
    /// The list of retained messages.
    case retained
    /// A thing: what can be read, written, done and heard.
    case thing
    /// Where a topic and its twin differ.
    case twin
    /// Charts of topics.
    case chart
    /// The choice of the lines of a chart.
    case chartFields
    /// The palette, and the help.
    case palette
    /// The notices.
    case help
    /// What another program has changed too.
    case conflict
    /// A change that somebody else was faster with.
    case merge
    /// Questions before the program ends or a connection is closed.
    case leaving
    /// The race of polling and pushing.
    case race
    /// The cookies of an environment.
    case cookies
    /// What is sent and expected.
    case expect

    /// A line to type in.
    case field
    /// A line of the request that is composed.
    case requestField
    /// What a line of the request could go on with, while it is shown.
    case completion
    /// A choice of words in a form.
    case options
    /// A text of many lines to type in.
    case editor

    /// What people call it.
    public var title: String {
        switch self {
        case .anywhere: "anywhere"
        case .lists: "lists, trees"
        case .topics: "Topics"
        case .messages: "Messages"
        case .message: "Message"
        case .response: "Response"
        case .links: "Links"
        case .stream: "Events"
        case .requests: "Requests"
        case .request: "Request"
        case .load: "Load"
        case .curve: "Curve"
        case .top: "Top"
        case .health: "Health"
        case .events: "Log, Clients"
        case .connections: "Connections"
        case .environment: "Environment"
        case .packets: "Packets"
        case .packet: "Packet"
        case .sending: "while sending"
        case .popup: "popups"
        case .pick: "choices"
        case .confirm: "questions"
        case .form: "forms"
        case .connectionForm: "form of a connection"
        case .composer: "Publish"
        case .publishes: "Publishes"
        case .retained: "Retained"
        case .thing: "Thing"
        case .twin: "Twins"
        case .chart: "Chart"
        case .chartFields: "fields of a chart"
        case .palette: "Palette, Help"
        case .help: "Notices"
        case .conflict: "changed by another"
        case .merge: "base, mine, theirs"
        case .leaving: "before leaving"
        case .race: "Race"
        case .cookies: "Cookies"
        case .expect: "Expect"
        case .field: "typing a line"
        case .requestField: "typing in Request"
        case .completion: "what is offered"
        case .options: "words of a form"
        case .editor: "typing a text"
        }
    }

    /// Whether it is that of panes; else it is that of popups, or of what is typed into.
    var isOfPanes: Bool { self == .anywhere || path.last == .anywhere }

    /// The contexts in which a key is looked up, first to last.
    public var path: [KeyContext] {
        switch self {
        case .anywhere: [.anywhere]
        case .lists: [.lists, .anywhere]
        case .topics, .messages, .message, .response, .requests, .request, .load, .curve, .top, .health, .events,
            .connections, .environment, .packets, .packet:
            [self, .lists, .anywhere]
        // They are parts of Response: what is not named here means what it does there.
        case .links, .stream: [self, .response, .lists, .anywhere]
        // Never `anywhere` from a popup: a digit there must not change the view behind it.
        case .thing, .twin, .retained, .publishes, .help, .race, .expect, .merge, .cookies:
            [self, .lists, .popup]
        // Without the letters of lists: what is typed narrows the fields.
        case .chartFields: [.chartFields, .pick, .popup]
        // With the letters of lists: nothing is typed into this question.
        case .leaving: [.leaving, .pick, .lists, .popup]
        // A chart in a popup takes the keys of the one in view Load.
        case .chart: [.chart, .curve, .lists, .popup]
        case .pick, .form, .composer, .palette, .conflict: [self, .popup]
        case .connectionForm: [.connectionForm, .form, .popup]
        case .requestField: [.requestField, .field]
        case .completion: [.completion, .requestField, .field]
        // No wider ones: in a text every key that is not named here writes, and to a question it says no.
        case .sending, .popup, .confirm, .field, .options, .editor: [self]
        }
    }
}

extension KeyContext {
    /// Whether it is a pane of requests and their answers, or a part of one.
    var isOfRequests: Bool { path.contains { [.requests, .request, .response].contains($0) } }

    /// Of its one byte: an enumeration of words hashes the word, and hints look up dozens of places in each frame.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
    }
}
