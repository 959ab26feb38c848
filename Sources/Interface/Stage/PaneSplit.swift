/// The lines that divide a view into panes, by the names that the profile's `panes` has for them: the pane that ends
/// there, and which of its sides moves.
public enum PaneSplit: String, CaseIterable, Sendable {
    case topicsWidth = "topics.width"
    case topicsHeight = "topics.height"
    case messagesWidth = "messages.width"
    case messagesHeight = "messages.height"
    case requestsWidth = "requests.width"
    case requestWidth = "request.width"
    case requestHeight = "request.height"
    case loadWidth = "load.width"
    case loadHeight = "load.height"
    case topHeight = "top.height"
    case healthHeight = "health.height"
    case logHeight = "log.height"
    case connectionsWidth = "connections.width"
    case connectionsHeight = "connections.height"
    case packetsHeight = "packets.height"
}
