/// Where a key is pressed. A pane's own context is asked first, then that of lists, then the one that holds anywhere.
public enum KeyContext: String, CaseIterable, Sendable {
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

    /// What people call it.
    public var title: String {
        switch self {
        case .anywhere: "anywhere"
        case .lists: "lists, trees"
        case .topics: "Topics"
        case .messages: "Messages"
        case .message: "Message"
        case .response: "Response"
        case .requests: "Requests"
        case .request: "Request"
        case .load: "Load"
        case .curve: "Curve"
        case .top: "Top"
        case .health: "Health"
        case .events: "Log, Clients"
        case .connections: "Connections"
        case .environment: "Environment"
        }
    }

    /// The contexts in which a key is looked up, first to last.
    var path: [KeyContext] {
        switch self {
        case .anywhere: [.anywhere]
        case .lists: [.lists, .anywhere]
        case .topics, .messages, .message, .response, .requests, .request, .load, .curve, .top, .health, .events,
            .connections, .environment:
            [self, .lists, .anywhere]
        }
    }
}
