import Kit
import Model
import Terminal
import Text

/// What happened last, for a while: in the bottom edge of the frames, where it is in the way of nothing.
enum NoticeLine {
    /// How long a notice stands, in microseconds.
    static let time: Int64 = 6_000_000

    /// Those of the last notices that can still be waited for.
    static let most = 8

    /// The notice that stands there now, and since when; `next` is when another one that waits takes its place.
    ///
    ///     said ──> stands at once; a patient one when that before it has been read
    ///       └ would wait longer than a notice stands: it is in the list of notices only
    static func shown(_ notices: some Sequence<Notice>, now: Moment) -> (notice: Notice, since: Moment, next: Moment?)?
    {
        var shown: (notice: Notice, since: Moment, next: Moment?)?
        var free = Moment.min
        // Older ones could not be shown any more, however patient they are.
        for notice in notices.suffix(most) {
            let start = notice.isPatient ? max(notice.at, free) : notice.at
            // It would have to wait longer than it stands: by then it is old.
            guard start - notice.at < time else { continue }
            if start <= now {
                shown = (notice, start, nil)
            } else {
                // The earliest of those that wait decides when the line changes.
                let next = min(shown?.next ?? start, start)
                shown?.next = next
            }
            free = start + reading(notice.text)
        }
        guard let shown, now - shown.since < time else { return nil }
        return shown
    }

    // A second to notice it, then 40 ms for each of the letters that a screen of 80 columns shows.
    /// The time that it takes to read a line, in microseconds.
    private static func reading(_ text: String) -> Moment { 1_000_000 + 40_000 * Moment(min(text.utf8.count, 75)) }

    /// How many warnings and errors the one that stands there took the place of before they could be read.
    static func displaced(_ notices: [Notice], since: Moment) -> Int {
        var count = 0
        var next = since
        for notice in notices.dropLast().reversed() {
            guard notice.at <= since, notice.at + reading(notice.text) > next else { break }
            if notice.kind != .info { count += 1 }
            next = notice.at
        }
        return count
    }

    /// - Parameters:
    ///   - key: what lists all notices; nil where it does not.
    ///   - isSettled: whether a notice is true no longer.
    /// - Returns: where it stands in the canvas; nil where there is none.
    static func draw(
        _ look: Look, _ notices: [Notice], key: String? = nil, into canvas: Canvas,
        isSettled: (Notice) -> Bool = { _ in false }
    ) -> Rect? {
        guard let (notice, since, next) = shown(notices, now: look.now), !isSettled(notice) else { return nil }
        look.changes(at: min(since + time, next ?? .max))
        let room = canvas.size.width - 6
        let more = notice == notices.last ? displaced(notices, since: since) : 0
        var rest = ""
        if let key, more > 0 || displayWidth(of: notice.text) > room {
            rest = more > 0 ? "  \(key) \(Figures.count(more)) more" : "  \(key) all"
        }
        let width = min(displayWidth(of: notice.text), max(0, room - displayWidth(of: rest)))
        let style = look.style(notice.kind.role)
        canvas.put(" ", x: 2, y: 0, style: style)
        canvas.put(notice.text, x: 3, y: 0, style: style, limit: width)
        let used = canvas.put(rest, x: 3 + width, y: 0, style: style)
        canvas.put(" ", x: 3 + width + used, y: 0, style: style)
        return Rect(x: 3, y: 0, width: width + used, height: 1)
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
