package import Terminal

/// The small pictures between the words: as lines and boxes are, rounded or ASCII.
package struct Marks {
    /// Before a level whose children show, and before one whose children are hidden.
    package let open, closed: String
    /// Before the connection's name: it stands, it is being made, it failed.
    package let connected, connecting, failed: String
    /// Stands for what was cut off.
    package let ellipsis: String
    /// Between a title and what follows it.
    package let dash: String
    /// Where messages may be missing.
    package let gap: String
    /// Before how many rows stand above what is seen, and below it.
    package let above, below: String

    package static let unicode = Marks(
        open: "▾", closed: "▸", connected: "●", connecting: "◌", failed: "○", ellipsis: "…", dash: "──", gap: "┄",
        above: "↑", below: "↓")
    package static let ascii = Marks(
        open: "v", closed: ">", connected: "*", connecting: "~", failed: "!", ellipsis: "~", dash: "--", gap: "-",
        above: "^", below: "v")
}

extension Canvas {
    /// The pictures that this screen can show.
    package var marks: Marks { glyphs == .ascii ? .ascii : .unicode }

    /// Puts a text so that it ends before column `right`; answers its first column.
    @discardableResult
    package func put(_ text: String, endingAt right: Int, y: Int, style: Style) -> Int {
        let x = right - displayWidth(of: text)
        put(text, x: x, y: y, style: style)
        return x
    }

    /// Puts bytes of which the end says more than the beginning: what does not fit is cut off at the left.
    package func put(tailOf bytes: UnsafeRawBufferPointer, x: Int, y: Int, style: Style, limit: Int) {
        guard limit > 0 else { return }
        // Eight bytes for each column: four of a character, and as many of marks on it; what is further left cannot show.
        var start = max(0, bytes.count - limit * 8)
        // Not in the middle of a character (RFC 3629 3): its rest would be drawn as broken bytes.
        while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
        var tail = UnsafeRawBufferPointer(rebasing: bytes[start...])
        if start == 0, displayWidth(of: tail) <= limit {
            put(utf8: tail, x: x, y: y, style: style, limit: limit)
            return
        }
        // `>=`: one column is needed for the mark of what is cut off.
        while !tail.isEmpty, displayWidth(of: tail) >= limit {
            var next = 1
            while next < tail.count, tail[next] & 0xC0 == 0x80 { next += 1 }
            tail = UnsafeRawBufferPointer(rebasing: tail[next...])
        }
        let used = put(marks.ellipsis, x: x, y: y, style: style)
        put(utf8: tail, x: x + used, y: y, style: style, limit: limit - used)
    }

    /// As `put(tailOf:)` for a text.
    package func put(tailOf text: String, x: Int, y: Int, style: Style, limit: Int) {
        var text = text
        text.withUTF8 { put(tailOf: UnsafeRawBufferPointer($0), x: x, y: y, style: style, limit: limit) }
    }
}
