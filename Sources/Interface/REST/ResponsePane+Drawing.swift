import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal

extension ResponsePane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        // Pages are laid out in `fit`, before the canvas is known: they have it from the frame before.
        learn(isASCII: canvas.glyphs == .ascii)
        guard let exchange = composer.shown else {
            drawWords(missingWords, look, into: canvas)
            return nil
        }
        let rows = headRows
        let shown = head.prefix(rows - tabRows)
        for (y, line) in shown.enumerated() {
            var x = 1
            for part in line {
                x += canvas.put(
                    part.text, x: x, y: y, style: look.style(part.role), limit: max(0, canvas.size.width - x))
            }
            // A low pane has no room for all of it: what is left out is not passed over in silence.
            guard shown.count < head.count, y == shown.count - 1 else { continue }
            let mark = " \(canvas.marks.ellipsis)"
            canvas.put(mark, x: min(x, canvas.size.width - 2), y: y, style: look.style(.textDim))
        }
        drawTabs(y: rows - tabRows, look, into: canvas)
        let (_, rest) = canvas.bounds.split(top: rows)
        let inside = canvas.sub(rest)
        if tab == .links, !linksView.isEmpty {
            let place = linksView.draw(look, into: inside)
            stage.hiddenRows = linksView.hidden
            guard let place else { return nil }
            return Point(x: place.x, y: place.y + rows)
        }
        if tab == .links {
            drawWords([linksWords(exchange)], look, into: inside)
            return nil
        }
        if tab == .events {
            let place = eventsView.draw(look, into: inside)
            stage.hiddenRows = eventsView.hidden
            guard let place else { return nil }
            return Point(x: place.x, y: place.y + rows)
        }
        guard view.document != nil else {
            drawWords([emptyWords(exchange)], look, into: inside)
            return nil
        }
        let place = view.draw(look, into: inside)
        stage.hiddenRows = view.hidden
        guard let place else { return nil }
        return Point(x: place.x, y: place.y + rows)
    }

    private func drawTabs(y: Int, _ look: Look, into canvas: Canvas) {
        if tabs.isCut {
            canvas.put(
                canvas.marks.ellipsis, x: canvas.size.width - 1, y: y + tabRows - 1, style: look.style(.textDim))
        }
        for place in tabs.places where place.columns.lowerBound < canvas.size.width {
            let y = y + place.row
            // A check that failed is seen from every tab.
            let isMissed = place.tab == .checks && composer.checkResults?.contains { !$0.isMet } == true
            var style = look.style(isMissed ? .error : place.tab == tab ? .titleFocused : .textDim)
            // As the open tab is, whatever its colour.
            if place.tab == tab { style.attributes.formUnion(look.style(.titleFocused).attributes) }
            let x = place.columns.lowerBound
            stage.mark(Rect(x: x, y: y, width: place.columns.count, height: 1), on: canvas)
            canvas.put(place.text, x: x, y: y, style: style, limit: canvas.size.width - x)
            guard place.tab == tab else { continue }
            canvas.restyle(
                Rect(x: x, y: y, width: min(place.columns.count, canvas.size.width - x), height: 1),
                look.theme[.field]
            )
        }
    }

    /// Why there is no answer to the open request.
    private var missingWords: [String] {
        if let entry = composer.origin {
            return Self.reopenedWords(entry, composer.lookup, composer.requests.droppedAnswers)
        }
        // Never sent and let go look the same here, and are not.
        guard composer.exchanges.isLetGo(composer.current) else {
            return ["Not sent yet.", "The answer to the open request stands here."]
        }
        return [
            "The answer was let go to make room.",
            "Kept are those of the \(ExchangeLog.maximumRequests) requests sent last, "
                + "\(Figures.bytes(Double(composer.exchanges.budget))) of them.",
        ]
    }

    /// What the history knows of an answer that is not kept.
    private static func reopenedWords(
        _ entry: RequestHistory.Entry, _ lookup: AnswerLookup?, _ dropped: Int
    ) -> [String] {
        let answer = entry.status.map { "\($0), \(Figures.bytes(Double(entry.size)))" } ?? "no answer"
        let failure = entry.failure.map { ": \($0)" } ?? ""
        return [
            "Sent at \(Figures.minute(entry.at)): \(answer) after \(Figures.duration(entry.duration))\(failure).",
            lookupWords(lookup, dropped),
        ]
    }

    private func linksWords(_ exchange: SentRequest) -> String {
        if linksView.hasWork { return "Looking for links ..." }
        if exchange.isUnderWay { return "Links are looked for when the answer is here." }
        if exchange.response == nil { return "No answer came." }
        return "The answer links to nothing; \(stage.keymap.name(of: .back, in: .links)) shows its body."
    }

    private static func lookupWords(_ lookup: AnswerLookup?, _ dropped: Int) -> String {
        switch lookup {
        case .reading: "The answer is being read from the disk."
        case .gone:
            "The answer itself is not on the disk any more: it had to make room for newer ones"
                + (dropped == 0 ? "." : ", as \(Figures.count(dropped)) had to since martlet was started.")
        case .failed(let words): "The answer itself cannot be shown: \(words)."
        case nil: "The answer itself is not kept."
        }
    }

    private func emptyWords(_ exchange: SentRequest) -> String {
        switch exchange.state {
        case .sending:
            guard let hop = exchange.hop else { return "Nothing has gone out yet." }
            return hop.timings.send?.end == nil ? "The request is on its way." : "Waiting for an answer."
        // Its first bytes are here before the loop has laid them out.
        case .receiving where exchange.receivedSize > 0: return "What has come is shown in a moment."
        case .receiving: return "No body has come yet."
        case .failed where exchange.isUnsent: return "Nothing was sent."
        case .failed, .cancelled: return "No body came."
        case .finished: break
        }
        // These three end with their header, whatever length it gives (RFC 9112 6.3).
        if exchange.hop?.sent.method == "HEAD" { return "HEAD asks for the header alone: there is no body." }
        switch exchange.response?.status {
        case 204: return "204 has no body."
        case 304: return "304 has no body, and none that it speaks of is kept here."
        default: return "The body is empty."
        }
    }
}
