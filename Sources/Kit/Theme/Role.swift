/// What a piece of the screen is, for themes to give it a look. The names are the words of a theme file; a role without
/// a look of its own takes that of its prefix: `border.focused`, then `border`.
public enum Role: String, CaseIterable, Sendable {
    /// Ordinary text.
    case text
    /// Text that steps back: ages, counts, hints.
    case textDim = "text.dim"
    /// Frames of panes.
    case border
    /// The frame of the pane that has the keys.
    case borderFocused = "border.focused"
    /// Titles of panes.
    case title
    /// The title of the pane that has the keys.
    case titleFocused = "title.focused"
    /// What stands at the right of a title.
    case titleInfo = "title.info"
    /// The line at the top.
    case status
    /// The program's name.
    case statusName = "status.name"
    /// A connection that stands.
    case statusConnected = "status.connected"
    /// A connection that is being made or waited for.
    case statusWaiting = "status.waiting"
    /// A connection that failed.
    case statusFailed = "status.failed"
    /// What was lost.
    case statusLosses = "status.losses"
    /// The line at the bottom.
    case hint
    /// A key in the line at the bottom and in the help.
    case hintKey = "hint.key"
    /// The selected row of the pane that has the keys.
    case selection
    /// The selected row of another pane.
    case selectionInactive = "selection.inactive"
    /// A topic's level.
    case topicName = "topic.name"
    /// A level with others below it.
    case topicInner = "topic.inner"
    /// The last value of a topic.
    case topicValue = "topic.value"
    /// The age of a topic that has just been updated.
    case topicFresh = "topic.fresh"
    /// Rates of messages.
    case topicRate = "topic.rate"
    /// The place of the cursor beside a text.
    case cursorMark = "selection.mark"
    /// What a filter or a search found.
    case match
    /// The mark of a retained message.
    case mqttRetained = "mqtt.retained"
    /// Quality of service.
    case mqttQoS = "mqtt.qos"
    /// The mark of a message that may have come before.
    case mqttDuplicate = "mqtt.duplicate"
    /// Where a connection was lost.
    case mqttGap = "mqtt.gap"
    /// Names of header lines.
    case headerName = "header.name"
    /// Values of header lines.
    case headerValue = "header.value"
    /// Braces, brackets, commas.
    case jsonPunctuation = "json.punctuation"
    /// Keys of JSON objects.
    case jsonKey = "json.key"
    /// JSON strings.
    case jsonString = "json.string"
    /// JSON numbers.
    case jsonNumber = "json.number"
    /// true, false, null.
    case jsonLiteral = "json.literal"
    /// XML tags.
    case xmlTag = "xml.tag"
    /// XML attributes.
    case xmlAttribute = "xml.attribute"
    /// Comments.
    case xmlComment = "xml.comment"
    /// Offsets of a hex view.
    case hexOffset = "hex.offset"
    /// Bytes of a hex view.
    case hexBytes = "hex.bytes"
    /// The text column of a hex view.
    case hexText = "hex.text"
    /// Lines that came.
    case diffAdded = "diff.added"
    /// Lines that went.
    case diffRemoved = "diff.removed"
    /// What is folded away.
    case fold
    /// Something broken.
    case error
    /// Something doubtful.
    case warning
    /// Something that went well.
    case info
    /// The picture of a control character in a payload.
    case control
    /// The ground of a popup.
    case popup
    /// The frame of a popup.
    case popupBorder = "popup.border"
    /// The ground of a field to type in.
    case field
    /// A field's name.
    case fieldName = "field.name"
    /// The place in a text that is being typed where something is wrong.
    case errorMark = "error.mark"
    /// A `{{variable}}` that has a value.
    case variable
    /// A `{{variable}}` that has none.
    case variableUnresolved = "variable.unresolved"
    /// A status code of HTTP, by its first digit.
    case httpStatus = "http.status"
    /// Informational.
    case httpStatus1 = "http.status.1xx"
    /// Successful.
    case httpStatus2 = "http.status.2xx"
    /// Redirection.
    case httpStatus3 = "http.status.3xx"
    /// The client is said to be at fault.
    case httpStatus4 = "http.status.4xx"
    /// The server is at fault.
    case httpStatus5 = "http.status.5xx"
    /// The axes of a chart.
    case chart
    /// The first line of a chart.
    case chart1 = "chart.1"
    /// The second line.
    case chart2 = "chart.2"
    /// The third line.
    case chart3 = "chart.3"
    /// The fourth line.
    case chart4 = "chart.4"
    /// The fifth line.
    case chart5 = "chart.5"
    /// The sixth line.
    case chart6 = "chart.6"
    /// A level with others below it, one step into the tree.
    case topicInner2 = "topic.inner.2"
    /// The same, two steps and more.
    case topicInner3 = "topic.inner.3"
    /// How long ago something was.
    case age
    /// Less than a minute.
    case ageRecent = "age.recent"
    /// An hour and more.
    case ageStale = "age.stale"
    /// Quality of service 1.
    case mqttQoS1 = "mqtt.qos.1"
    /// Quality of service 2.
    case mqttQoS2 = "mqtt.qos.2"
    /// A method of HTTP that has no role of its own.
    case httpMethod = "http.method"
    /// GET.
    case httpGET = "http.method.get"
    /// HEAD.
    case httpHEAD = "http.method.head"
    /// POST.
    case httpPOST = "http.method.post"
    /// PUT.
    case httpPUT = "http.method.put"
    /// PATCH.
    case httpPATCH = "http.method.patch"
    /// DELETE.
    case httpDELETE = "http.method.delete"
    /// OPTIONS.
    case httpOPTIONS = "http.method.options"
}
