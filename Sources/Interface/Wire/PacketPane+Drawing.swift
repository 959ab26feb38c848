import Kit
import Terminal
import Text
import Wire

extension PacketPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        guard row != nil else {
            drawWords([desk.selected == nil ? "No packet yet." : "No row is selected."], look, into: canvas)
            return nil
        }
        let places = PacketPlaces(canvas.size, bytes: shown.bytes.count)
        let fields = canvas.sub(places.fields)
        let lines = lines
        let height = places.fields.height - foot.count
        stage.hiddenRows = HiddenRows(top..<max(top, min(top + height, lines.count)), of: lines.count)
        // Of the fields beside the bytes, also for those below them: values stand in one column.
        let names = Self.nameWidth(places.fields.width)
        let wide = canvas.sub(Rect(x: 0, y: 0, width: canvas.size.width, height: places.fields.height))
        for y in 0..<max(0, height) where top + y < lines.count {
            // Below the last line of bytes the whole width is theirs, where they need it.
            let isBeside = y < places.hexRows(of: shown.bytes.count) || !isCut(lines[top + y], in: places.fields.width)
            draw(lines[top + y], y: y, names: names, look, into: isBeside ? fields : wide)
            if top + y == line { drawSelection(y: y, look, into: fields) }
        }
        for (y, text) in foot.enumerated() {
            fields.put(text, x: 1, y: height + y, style: look.style(.textDim), limit: places.fields.width - 2)
        }
        if !places.hex.isEmpty { drawHex(look, into: canvas.sub(places.hex)) }
        return nil
    }

    // MARK: - Fields

    /// The columns of the names: on a narrow screen the values have half of it.
    private static func nameWidth(_ width: Int) -> Int { max(12, min(28, width / 2)) }

    private func draw(_ line: PacketLine, y: Int, names: Int, _ look: Look, into canvas: Canvas) {
        switch line {
        case .verdict(let verdict, let piece):
            let style = look.style(verdict.weight == .breach ? .error : .warning)
            canvas.put(piece, x: 1, y: y, style: style, limit: canvas.size.width - 2)
        case .words(_, let piece):
            canvas.put(piece, x: 1, y: y, style: look.style(.headerValue), limit: canvas.size.width - 2)
        case .field(let field): draw(field, y: y, names: names, look, into: canvas)
        }
    }

    /// Whether a line has no room for all of it in so many columns.
    private func isCut(_ line: PacketLine, in width: Int) -> Bool {
        guard case .field(let field) = line else { return false }
        return end(of: field, width: width) > width - 1
    }

    /// Where the row of a field would end with all of it, in a pane of so many columns.
    func end(of field: WireField, width: Int) -> Int {
        let names = Self.nameWidth(width)
        let start = 1 + field.depth * 2
        var x = max(start + min(displayWidth(of: field.name), names - field.depth * 2) + 1, names + 2)
        // `.... 0010` as drawn, and two blanks.
        if field.bits != nil, shown.bytes.indices.contains(field.range.lowerBound) { x += 11 }
        x += displayWidth(of: field.value)
        if !field.meaning.isEmpty { x += displayWidth(of: meaning(of: field)) + 1 }
        return x + (field.section.isEmpty || width < 60 ? 0 : displayWidth(of: field.section) + 1)
    }

    private func meaning(of field: WireField) -> String {
        field.isImplied ? "\(field.meaning), left out" : field.meaning
    }

    /// - Parameter names: the columns of the names.
    private func draw(_ field: WireField, y: Int, names: Int, _ look: Look, into canvas: Canvas) {
        let width = canvas.size.width
        var right = width - 1
        if !field.section.isEmpty, width >= 60 {
            right = canvas.put(field.section, endingAt: right, y: y, style: look.style(.textDim)) - 1
        }
        let role: Role = field.isImplied ? .textDim : .headerName
        let start = 1 + field.depth * 2
        let used = canvas.put(
            field.name, x: start, y: y, style: look.style(role), limit: max(1, names - field.depth * 2))
        // Values begin in one column, however deep their names stand.
        var x = max(start + used + 1, names + 2)
        if field.bits != nil, shown.bytes.indices.contains(field.range.lowerBound),
            let drawn = field.drawn(in: shown.bytes[field.range.lowerBound])
        {
            x += canvas.put(drawn, x: x, y: y, style: look.style(.hexBytes), limit: max(0, right - x)) + 2
        }
        guard x < right else { return }
        x += canvas.put(
            field.value, x: x, y: y, style: look.style(field.isImplied ? .textDim : .headerValue), limit: right - x)
        guard !field.meaning.isEmpty, x + 2 < right else { return }
        canvas.put(meaning(of: field), x: x + 1, y: y, style: look.style(.textDim), limit: right - x - 1)
    }

    // MARK: - Bytes

    private func drawHex(_ look: Look, into canvas: Canvas) {
        let bytes = shown.bytes
        let perRow = PacketPlaces.bytesPerRow(canvas.size.width)
        let rows = (bytes.count + perRow - 1) / perRow
        let height = canvas.size.height
        let marked = marked
        let wanted = (byte ?? marked.lowerBound) / perRow
        // The row of the field is in sight, with what comes before it.
        let first = max(0, min(wanted - height / 2, rows - height))
        for y in 0..<height where first + y < rows {
            let start = (first + y) * perRow
            canvas.put(Self.offset(start), x: 1, y: y, style: look.style(.hexOffset))
            for index in start..<min(start + perRow, bytes.count) {
                draw(
                    byteAt: index, isMarked: marked.contains(index), column: index - start, perRow, y: y, look,
                    into: canvas)
            }
        }
    }

    private func draw(
        byteAt index: Int, isMarked: Bool, column: Int, _ perRow: Int, y: Int, _ look: Look, into canvas: Canvas
    ) {
        let isASCII = canvas.glyphs == .ascii
        let value = shown.bytes[index]
        // Digits and text alike: each would tell it.
        let isSecret = shown.isSecret(index)
        let dot = isASCII ? "*" : "•"
        var style = look.style(isMarked ? .match : .hexBytes)
        if index == byte { style.attributes.insert(.reverse) }
        canvas.put(
            isSecret ? dot + dot : HexDigit.lower(CollectionOfOne(value)), x: 7 + column * 3, y: y, style: style)
        let isPrintable = (0x20..<0x7F).contains(value)
        let text = isSecret ? dot : isPrintable ? String(UnicodeScalar(value)) : "."
        canvas.put(
            text, x: 7 + perRow * 3 + 1 + column, y: y, style: look.style(isMarked ? .match : .hexText))
    }

    private static func offset(_ number: Int) -> String { padded(number, 4, radix: 16) }
}
