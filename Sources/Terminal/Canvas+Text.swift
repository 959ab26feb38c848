extension Canvas {
    /// Puts a text on one line and answers the columns it took.
    ///
    /// The text is made harmless: no control ever reaches the terminal (see `TextScanner`). It is cut at `limit` columns
    /// or at the right side of this window, with an ellipsis in the last column when `ellipsis` is true. A default
    /// background lets the background show that is there already; everything else of the look is replaced.
    @discardableResult
    public func put(
        _ text: some StringProtocol, x: Int, y: Int, style: Style, limit: Int? = nil, ellipsis: Bool = true
    ) -> Int {
        // Nearly every string lends its bytes; one that does not is copied.
        let used = text.utf8.withContiguousStorageIfAvailable {
            put(utf8: UnsafeRawBufferPointer($0), x: x, y: y, style: style, limit: limit, ellipsis: ellipsis)
        }
        if let used { return used }
        var text = String(text)
        return text.withUTF8 {
            put(utf8: UnsafeRawBufferPointer($0), x: x, y: y, style: style, limit: limit, ellipsis: ellipsis)
        }
    }

    /// Puts bytes that should be UTF-8 on one line and answers the columns they took; as `put` for text otherwise.
    /// What is no UTF-8 is shown byte by byte («ff»). The work is bounded by the columns, not by the bytes.
    @discardableResult
    public func put(
        utf8: UnsafeRawBufferPointer, x: Int, y: Int, style: Style, limit: Int? = nil, ellipsis: Bool = true
    ) -> Int {
        let columns = min(limit ?? Int.max, size.width - x)
        guard columns > 0, !utf8.isEmpty else { return 0 }
        // Text that is nothing but marks takes no columns, however long it is: a cell keeps 20 bytes, three times that is read.
        let longest = columns.multipliedReportingOverflow(by: 64)
        let bytes = UnsafeRawBufferPointer(
            rebasing: utf8[..<min(utf8.count, longest.overflow ? Int.max : longest.partialValue + 1024)])
        var pen = Pen(self, x: x, y: y, style: style)
        var scanner = TextScanner(bytes)
        var used = 0
        while true {
            while used < columns, let byte = scanner.nextASCII() {
                pen.put(ascii: byte)
                used += 1
            }
            guard let cell = scanner.next(style: style) else {
                // The bytes that were looked at have ended, not the text: there is more, so it is cut.
                if bytes.count == utf8.count { break }
                return cut(&pen, at: columns, used: used, ellipsis: ellipsis)
            }
            guard used + Int(cell.width) <= columns else {
                return cut(&pen, at: columns, used: used, ellipsis: ellipsis)
            }
            pen.put(cell)
            used += Int(cell.width)
        }
        pen.finish()
        return used
    }

    /// Ends a text that does not fit.
    private func cut(_ pen: inout Pen, at columns: Int, used: Int, ellipsis: Bool) -> Int {
        // A wide cell that did not fit leaves one column over.
        for _ in used..<columns { pen.put(ascii: 0x20) }
        if ellipsis { pen.replaceLast(glyphs.ellipsis) }
        pen.finish()
        return columns
    }
}
