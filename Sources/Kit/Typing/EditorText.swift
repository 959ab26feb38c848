import Glibc
import Terminal

/// The text of an editor: UTF-8 in pieces of a few thousand bytes, so that a change costs the same wherever it is and
/// however long the text, or one of its lines, has become.
///
/// Each piece knows its line breaks and its columns: finding a line or a column steps over whole pieces and reads one.
package struct EditorText {
    private struct Piece {
        var bytes: [UInt8]
        var breaks: Int
        var columns: Int
        /// Whether all of it are letters of ASCII and the like, a column each: then an offset tells its column.
        var isPlain: Bool

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            (breaks, isPlain, columns) = bytes.withUnsafeBytes { bytes in
                var (breaks, isPlain) = (0, true)
                for byte in bytes where byte < 0x20 || byte >= 0x7F {
                    isPlain = false
                    if byte == 0x0A { breaks += 1 }
                }
                return (breaks, isPlain, isPlain ? bytes.count : EditorText.columns(of: bytes))
            }
        }
    }

    /// Bytes that a piece is cut to; it may grow to twice as many.
    private static let pieceSize = 4096
    /// The columns of a tab, wherever it stands: the columns of a piece do not depend on what is before it.
    package static let tabColumns = 4

    /// Never empty.
    private var pieces: [Piece]
    /// Bytes of all.
    package private(set) var count: Int
    /// Line breaks of all: the lines are one more.
    package private(set) var breaks: Int

    package init(_ text: String = "") {
        let bytes = Array(text.utf8)
        pieces = Self.cut(bytes)
        count = bytes.count
        breaks = pieces.reduce(0) { $0 + $1.breaks }
    }

    package var lineCount: Int { breaks + 1 }

    package var string: String { String(decoding: bytes(0..<count), as: UTF8.self) }

    // MARK: - Reading

    /// The piece that an offset lies in, or at whose end it lies, and where that piece starts.
    private func piece(at offset: Int) -> (index: Int, start: Int) {
        var start = 0
        for index in pieces.indices {
            let end = start + pieces[index].bytes.count
            // At the border between two it is the end of the first: a mark that is typed there joins the letter
            // before it.
            if offset <= end { return (index, start) }
            start = end
        }
        // What lies beyond the end is taken for the end.
        return (pieces.count - 1, count - pieces[pieces.count - 1].bytes.count)
    }

    /// A copy of some bytes.
    package func bytes(_ range: Range<Int>) -> [UInt8] {
        guard !range.isEmpty else { return [] }
        var (index, start) = piece(at: range.lowerBound)
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        while index < pieces.count, start < range.upperBound {
            let bytes = pieces[index].bytes
            let from = max(0, range.lowerBound - start)
            let to = min(bytes.count, range.upperBound - start)
            if from < to { result += bytes[from..<to] }
            start += bytes.count
            index += 1
        }
        return result
    }

    /// Calls `body` with each run of bytes of a range in order, and how many columns it has where that is known without
    /// reading it, which is so of all of a piece without a line break, and of what is plain; until it answers false.
    private func forEachRun(
        _ range: Range<Int>,
        _ body: (_ start: Int, _ bytes: UnsafeRawBufferPointer, _ columns: Int?, _ isPlain: Bool) -> Bool
    ) {
        var (index, start) = piece(at: range.lowerBound)
        while index < pieces.count, start < range.upperBound {
            let piece = pieces[index]
            let from = max(0, range.lowerBound - start)
            let to = min(piece.bytes.count, range.upperBound - start)
            if from < to {
                // Over a line's break its columns are those of no line.
                let isWhole = from == 0 && to == piece.bytes.count && piece.breaks == 0
                let known = piece.isPlain ? to - from : isWhole ? piece.columns : nil
                let goesOn = piece.bytes.withUnsafeBytes {
                    body(start + from, UnsafeRawBufferPointer(rebasing: $0[from..<to]), known, piece.isPlain)
                }
                if !goesOn { return }
            }
            start += piece.bytes.count
            index += 1
        }
    }

    // MARK: - Lines

    /// The line that an offset lies in, from 0.
    package func line(at offset: Int) -> Int {
        let (index, start) = piece(at: offset)
        var line = 0
        for place in 0..<index { line += pieces[place].breaks }
        guard pieces[index].breaks > 0 else { return line }
        var from = 0
        while let found = Self.firstBreak(in: pieces[index].bytes, from: from, to: offset - start) {
            line += 1
            from = found + 1
        }
        return line
    }

    /// Where a line starts; the last line's start for one that is not there.
    package func start(ofLine line: Int) -> Int {
        guard line > 0 else { return 0 }
        var left = min(line, breaks)
        guard left > 0 else { return 0 }
        var start = 0
        for index in pieces.indices {
            // Whole pieces are passed by their counts: of a megabyte a few hundred numbers are looked at.
            if pieces[index].breaks < left {
                left -= pieces[index].breaks
                start += pieces[index].bytes.count
                continue
            }
            let bytes = pieces[index].bytes
            var from = 0
            while let found = Self.firstBreak(in: bytes, from: from, to: bytes.count) {
                left -= 1
                if left == 0 { return start + found + 1 }
                from = found + 1
            }
        }
        return start
    }

    private static func firstBreak(in bytes: [UInt8], from: Int, to end: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            guard from < end, let base = bytes.baseAddress, let found = memchr(base + from, 0x0A, end - from) else {
                return nil
            }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    private static func lastBreak(in bytes: [UInt8], to end: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            var place = end - 1
            while place >= 0, bytes[place] != 0x0A { place -= 1 }
            return place < 0 ? nil : place
        }
    }

    /// Where the line of an offset starts.
    package func lineStart(_ offset: Int) -> Int {
        var (index, start) = piece(at: offset)
        var end = offset - start
        while true {
            if pieces[index].breaks > 0, let place = Self.lastBreak(in: pieces[index].bytes, to: end) {
                return start + place + 1
            }
            guard index > 0 else { return 0 }
            index -= 1
            start -= pieces[index].bytes.count
            end = pieces[index].bytes.count
        }
    }

    /// Where the line of an offset ends: at its line break, or at the end of the text.
    package func lineEnd(_ offset: Int) -> Int {
        var (index, start) = piece(at: offset)
        var from = offset - start
        while index < pieces.count {
            let size = pieces[index].bytes.count
            if pieces[index].breaks > 0, let place = Self.firstBreak(in: pieces[index].bytes, from: from, to: size) {
                return start + place
            }
            start += size
            index += 1
            from = 0
        }
        return count
    }

    // MARK: - Columns

    private static func columns(of bytes: [UInt8], _ range: Range<Int>) -> Int {
        bytes.withUnsafeBytes { columns(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The columns of bytes, line breaks left out.
    package static func columns(of bytes: UnsafeRawBufferPointer) -> Int {
        var columns = 0
        var start = 0
        for index in 0...bytes.count {
            let isEnd = index == bytes.count
            guard isEnd || bytes[index] == 0x09 || bytes[index] == 0x0A else { continue }
            columns += displayWidth(of: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            if !isEnd, bytes[index] == 0x09 { columns += tabColumns }
            start = index + 1
        }
        return columns
    }

    /// Calls `body` with the columns of each line in order: one walk over the pieces, whose plain ones are not read.
    package func forEachLine(_ body: (_ columns: Int) -> Void) {
        var columns = 0
        for piece in pieces {
            guard piece.breaks > 0 else {
                columns += piece.columns
                continue
            }
            let count = piece.bytes.count
            var from = 0
            while let place = Self.firstBreak(in: piece.bytes, from: from, to: count) {
                body(columns + Self.columns(of: piece.bytes, from..<place))
                (columns, from) = (0, place + 1)
            }
            columns = Self.columns(of: piece.bytes, from..<count)
        }
        body(columns)
    }

    /// The columns between two places of one line.
    package func columns(_ range: Range<Int>) -> Int {
        var columns = 0
        forEachRun(range) { _, bytes, known, _ in
            columns += known ?? Self.columns(of: bytes)
            return true
        }
        return columns
    }

    /// The cell of a line that a column lies in, or the line's end: its offset and its first column.
    package func place(ofColumn wanted: Int, from lineStart: Int, to lineEnd: Int) -> (offset: Int, column: Int) {
        var column = 0
        var found: Int?
        forEachRun(lineStart..<lineEnd) { start, bytes, known, isPlain in
            if let known, column + known <= wanted {
                column += known
                return true
            }
            if isPlain {
                found = start + max(0, wanted - column)
                column = max(column, wanted)
                return false
            }
            var index = 0
            while let (length, width) = Self.step(bytes, at: index) {
                if column + width > wanted {
                    found = start + index
                    return false
                }
                column += width
                index += length
            }
            return true
        }
        return (found ?? lineEnd, column)
    }

    /// One step of the cursor: a tab, or a cell.
    package static func step(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (length: Int, width: Int)? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        // A letter of ASCII that no mark follows, which nearly all are.
        if byte >= 0x20, byte < 0x7F, index + 1 == bytes.count || bytes[index + 1] < 0x80 { return (1, 1) }
        if byte == 0x09 { return (1, tabColumns) }
        // Never part of a cell, not even before a mark: lines are told apart by this byte alone.
        if byte == 0x0A { return (1, 0) }
        return cell(in: bytes, at: index).map { ($0.bytes, $0.columns) }
    }

    /// The most bytes read to find the step before or after a place: a letter with a few dozen marks.
    private static let stepWindow = 256

    /// The place one step on.
    package func after(_ offset: Int) -> Int {
        guard offset < count else { return count }
        let window = bytes(offset..<min(count, offset + Self.stepWindow))
        return offset + window.withUnsafeBytes { Self.step($0, at: 0)?.length ?? 1 }
    }

    /// The place one step back.
    package func before(_ offset: Int) -> Int {
        guard offset > 0 else { return 0 }
        var from = max(0, offset - Self.stepWindow)
        var window = bytes(from..<offset)
        // A line break is a step of its own, whatever stands before it.
        if window.last == 0x0A { return offset - 1 }
        // Steps are counted from the line's start, or from a byte that starts a character.
        if let lineBreak = window.lastIndex(of: 0x0A) {
            from += lineBreak + 1
            window.removeFirst(lineBreak + 1)
        } else if let first = window.firstIndex(where: { $0 & 0xC0 != 0x80 }) {
            from += first
            window.removeFirst(first)
        }
        var last = 0
        var index = 0
        window.withUnsafeBytes { bytes in
            while let (length, _) = Self.step(bytes, at: index) {
                last = index
                index += length
            }
        }
        return from + last
    }

    // MARK: - Changing

    /// Puts bytes in the place of others.
    package mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
        let (first, firstStart) = piece(at: range.lowerBound)
        let (last, lastStart) = piece(at: range.upperBound)
        var whole = Array(pieces[first].bytes[..<(range.lowerBound - firstStart)])
        whole += new
        whole += pieces[last].bytes[(range.upperBound - lastStart)...]
        var end = last + 1
        // What has become small takes the next one in.
        if whole.count < Self.pieceSize / 4, end < pieces.count {
            whole += pieces[end].bytes
            end += 1
        }
        // One piece for most keys; a paste makes many.
        let made = Self.cut(whole)
        let old = pieces[first..<end].reduce(0) { $0 + $1.breaks }
        breaks += made.reduce(0) { $0 + $1.breaks } - old
        count += new.count - range.count
        pieces.replaceSubrange(first..<end, with: made)
    }

    /// Cuts bytes into pieces between cells.
    private static func cut(_ bytes: [UInt8]) -> [Piece] {
        guard bytes.count > 2 * pieceSize else { return [Piece(bytes)] }
        var pieces: [Piece] = []
        pieces.reserveCapacity(bytes.count / pieceSize + 1)
        var start = 0
        bytes.withUnsafeBytes { buffer in
            while bytes.count - start > 2 * pieceSize {
                // Between two cells: the width of none depends on another piece.
                // From a little before the cut, in steps of cells, until one ends behind it.
                var place = start + pieceSize - stepWindow
                while place > start, bytes[place] & 0xC0 == 0x80 { place -= 1 }
                while place < start + pieceSize, let (length, _) = step(buffer, at: place) { place += length }
                pieces.append(Piece(Array(bytes[start..<place])))
                start = place
            }
        }
        pieces.append(Piece(Array(bytes[start...])))
        return pieces
    }
}
