/// One cell of a text: how many of its bytes it is made of, and the columns that a `Canvas` gives it.
public struct CellMeasure: Equatable, Sendable {
    /// Bytes of UTF-8, at least 1: a character with its marks and what is joined to it.
    public let bytes: Int
    /// Columns: 1 or 2, more for what is spelled out (`«U+200B»`).
    public let columns: Int
}

/// The cell that starts at `index`, as a `Canvas` shows it; nil at the end. Editors step by these, so that the cursor
/// never stands between a letter and its mark.
public func cell(in utf8: UnsafeRawBufferPointer, at index: Int) -> CellMeasure? {
    guard index >= 0, index < utf8.count else { return nil }
    var scanner = TextScanner(UnsafeRawBufferPointer(rebasing: utf8[index...]))
    if scanner.nextASCII() != nil { return CellMeasure(bytes: 1, columns: 1) }
    guard let cell = scanner.next(style: .plain) else { return nil }
    // A byte that is no UTF-8 is spelled in several cells, of which one has been taken.
    return CellMeasure(bytes: scanner.index, columns: Int(cell.width) + scanner.spelledColumns)
}
