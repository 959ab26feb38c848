import Kit
import Model
import Terminal

/// What happened last, for a while: in the bottom edge of the frames, where it is in the way of nothing.
enum NoticeLine {
    /// How long a notice stands, in microseconds.
    static let time: Int64 = 6_000_000

    /// - Returns: where it stands in the canvas; nil where there is none.
    static func draw(_ look: Look, _ notice: Notice?, into canvas: Canvas) -> Rect? {
        guard let notice, look.now - notice.at < time else { return nil }
        look.changes(at: notice.at + time)
        let width = min(displayWidth(of: notice.text), canvas.size.width - 6)
        let style = look.style(notice.kind.role)
        canvas.put(" ", x: 2, y: 0, style: style)
        canvas.put(notice.text, x: 3, y: 0, style: style, limit: width)
        canvas.put(" ", x: 3 + width, y: 0, style: style)
        return Rect(x: 3, y: 0, width: width, height: 1)
    }
}

extension Notice.Kind {
    /// The look of a notice.
    var role: Role {
        switch self {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
