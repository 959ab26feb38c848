import Payloads
import Profile
import REST

extension ResponsePane {
    /// What is copied, written and paged: what the path gives, the body as it came, or the lines of another tab.
    var bytes: PayloadBytes? {
        guard let exchange = composer.shown else { return nil }
        if tab == .body { return bodyView.result ?? body?.bytes }
        if tab == .events { return eventsView.bytes }
        let pages = pages(exchange)
        if tab == .raw, let bytes = pages.raw { return bytes }
        if tab == .sent, let bytes = pages.sent.bytes { return bytes }
        if tab == .links { return PayloadBytes(Array(linksView.text.utf8)) }
        let lines = tab == .sent ? pages.sent.lines : pages.lines(tab)
        return PayloadBytes(Array(lines.map { $0.map(\.text).joined() + "\n" }.joined().utf8))
    }

    /// What ``bytes`` are, for people: a path stands over the body alone.
    var copied: String {
        switch tab {
        case .body: bodyView.result == nil ? "the answer" : "what the path gives"
        case .events: eventsView.isReading ? "the event" : "the events"
        case .sent: "what was sent"
        case .raw: "the answer as it came"
        default: "tab \(tab.rawValue)"
        }
    }

    var fileExtension: String {
        guard tab == .body else { return "txt" }
        return body?.kind.fileEnding ?? "txt"
    }

    /// The last part of the URL's path, if it is a name for a file.
    var fileName: String {
        let url = composer.shown?.hop?.url ?? ""
        let path = url.prefix { $0 != "?" && $0 != "#" }
        // Without `https:` and the host, which are the first two.
        let last = path.split(separator: "/").dropFirst(2).last ?? ""
        if tab != .body { return "answer.\(fileExtension)" }
        return PayloadActions.fileName(last, else: "answer", body?.kind ?? .text)
    }
}
