import Kit
import Terminal

/// Where the columns of the list of retained messages are: topic, when it came, its size, and how it begins.
struct RetainedColumns {
    /// The columns of the topic.
    let topic: Int
    /// Behind when it came; nil without room.
    let age: Int?
    /// Behind the size.
    let size: Int
    /// Where the payload begins; beyond the edge without room.
    let value: Int

    /// - Parameter topics: the longest topic in sight.
    init(width: Int, topics: Int) {
        // On a narrow screen the topic stands with the size alone; Enter reads the value.
        guard width >= 64 else {
            (value, topic, age, size) = (width + 1, width - 11, nil, width - 1)
            return
        }
        // The topic is what tells rows apart: it has what age and size leave, but for the beginning of the value, which has
        // what no topic in sight needs.
        value = min(max(topics, 10) + 19, width - max(18, width * 3 / 10))
        (topic, age, size) = (value - 18, value - 11, value - 2)
    }

    func drawHead(_ look: Look, y: Int, into canvas: Canvas) {
        let style = look.style(.textDim)
        canvas.put("topic", x: 1, y: y, style: style)
        if let age { canvas.put("came", endingAt: age, y: y, style: style) }
        canvas.put("size", endingAt: size, y: y, style: style)
        canvas.put("payload", x: value, y: y, style: style)
    }
}
