import Kit
import Model
import Payloads
import Terminal
import Topics

extension MessagesPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let selected = cursor.selectedRow
        // One topic is named in the title; the rows need not say it again.
        let columns = MessageColumns(width: canvas.size.width, showsTopic: !desk.showsOneTopic)
        let known = bytesOfTitle
        for (y, line) in cursor.lines.enumerated() {
            switch line {
            case .gap: LogGap.draw(y: y, look, into: canvas)
            case .message(let message, let row):
                draw(message, beneath: known, y: y, columns, look, into: canvas)
                if row == selected { drawSelection(y: y, look, into: canvas) }
            }
        }
        stage.hiddenRows = cursor.hidden
        if cursor.lines.isEmpty { drawWords(emptyWords, look, into: canvas) }
        guard showsFilterLine else { return nil }
        let line = FilterLine(
            field: field, text: filter, problem: desk.log.topicFilterProblem,
            result: filter.isEmpty ? "" : "\(Figures.count(desk.log.count))\(desk.log.isExact ? "" : "+") found",
            hint: "text in the payload, topic:a/+/b, or both")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }

    private var emptyWords: [String] {
        if !desk.log.isExact { return ["Looking ..."] }
        if !filter.isEmpty {
            let isExpression = filter.hasPrefix("re:")
            let others =
                filter.contains("topic:")
                ? "" : "Payloads are searched\(isExpression ? ", as they stand" : ""); topic:a/+/b looks for topics."
            return ["No message kept matches.", others, stage.keymap.takesFilterAway].filter { !$0.isEmpty }
        }
        if desk.topic != nil, !desk.showsAllTopics { return ["No message of this topic is kept."] }
        return ["No message yet."]
    }

    /// The bytes of the topics that the title says already; 0 for none.
    private var bytesOfTitle: Int {
        guard !desk.showsAllTopics, !desk.showsOneTopic, let topic = desk.topic else { return 0 }
        return desk.topics.withTopic(topic) { $0.count }
    }

    /// A topic whole, else what is beneath that of the title, else its end.
    private func put(
        _ topic: UnsafeRawBufferPointer, beneath known: Int, y: Int, _ columns: MessageColumns, _ look: Look,
        into canvas: Canvas
    ) {
        let (x, room, style) = (columns.topic, columns.topicWidth, look.style(.topicName))
        // Bounded: a topic may be 65,535 bytes long, and this is for every row of every frame.
        func fits(_ bytes: UnsafeRawBufferPointer, _ width: Int) -> Bool {
            bytes.count <= width || bytes.count <= 4 * width && displayWidth(of: bytes) <= width
        }
        if known > 0, topic.count > known, !fits(topic, room) {
            let rest = UnsafeRawBufferPointer(rebasing: topic[known...])
            if fits(rest, room - 1) {
                canvas.put(canvas.marks.ellipsis, x: x, y: y, style: style)
                canvas.put(tailOf: rest, x: x + 1, y: y, style: style, limit: room - 1)
                return
            }
        }
        canvas.put(tailOf: topic, x: x, y: y, style: style, limit: room)
    }

    private func draw(
        _ message: StoredMessage, beneath known: Int, y: Int, _ columns: MessageColumns, _ look: Look,
        into canvas: Canvas
    ) {
        let time = columns.showsMilliseconds ? Figures.time(message.time) : Figures.clock(message.time)
        canvas.put(time, x: 0, y: y, style: look.style(.textDim))
        if columns.topicWidth > 0 {
            desk.topics.withTopic(message.topic) {
                put($0, beneath: known, y: y, columns, look, into: canvas)
            }
        }
        let flags = message.flags
        canvas.put(String(flags.qos), x: columns.flags, y: y, style: look.style(Role.ofQoS(flags.qos)))
        if flags.isRetained { canvas.put("R", x: columns.flags + 1, y: y, style: look.style(.mqttRetained)) }
        // A broken rule takes the column of DUP, which is named where the message is read as well.
        if flags.rule > 0 {
            canvas.put("!", x: columns.flags + 2, y: y, style: look.style(.warning))
        } else if flags.isDuplicate {
            canvas.put("D", x: columns.flags + 2, y: y, style: look.style(.mqttDuplicate))
        }
        let room = canvas.size.width - columns.payload
        guard room > 0 else {
            // The column of the flags that are seldom there says that there is more than they.
            let isFree = flags.rule == 0 && !flags.isDuplicate
            if isFree { canvas.put(canvas.marks.ellipsis, x: columns.flags + 2, y: y, style: look.style(.textDim)) }
            return
        }
        // One column more than there is room for, so that what is cut gets its ellipsis.
        let text = desk.workspace.live.messages.withPayload(message.sequence) { excerpt($0, limit: room + 1) } ?? ""
        if text.isEmpty {
            canvas.put("(empty)", x: columns.payload, y: y, style: look.style(.textDim), limit: room)
        } else {
            canvas.put(text, x: columns.payload, y: y, style: look.style(.topicValue), limit: room)
        }
    }
}

/// Where the columns of the log are: time, topic, flags, payload. They depend on the width alone, so that nothing moves
/// sideways while messages pass.
struct MessageColumns {
    let showsMilliseconds: Bool
    let topic: Int
    let topicWidth: Int
    let flags: Int
    let payload: Int

    init(width: Int, showsTopic: Bool) {
        showsMilliseconds = width >= 50
        topic = showsMilliseconds ? 14 : 9
        // Three flags and the blanks around them.
        let rest = width - topic - 5
        // Two thirds: a topic is what tells rows apart, most values are numbers, and the open message has the whole payload.
        topicWidth = showsTopic ? min(72, max(0, rest * 2 / 3)) : 0
        flags = topic + (topicWidth > 0 ? topicWidth + 1 : 0)
        payload = flags + 4
    }
}

/// The line of a log where the connection was lost.
enum LogGap {
    static func draw(y: Int, _ look: Look, into canvas: Canvas) {
        let style = look.style(.mqttGap)
        let words = " connection lost: messages may be missing "
        canvas.fill(Rect(x: 0, y: y, width: canvas.size.width, height: 1), style, Character(canvas.marks.gap))
        canvas.put(words, x: 2, y: y, style: style, limit: max(0, canvas.size.width - 4))
    }
}
