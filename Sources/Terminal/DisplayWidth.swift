/// The columns that a text takes when a `Canvas` puts it somewhere, with no limit.
public func displayWidth(of text: some StringProtocol) -> Int {
    var text = String(text)
    return text.withUTF8 { displayWidth(of: UnsafeRawBufferPointer($0)) }
}

/// The columns that these bytes take when a `Canvas` puts them somewhere, with no limit.
public func displayWidth(of utf8: UnsafeRawBufferPointer) -> Int {
    var scanner = TextScanner(utf8)
    var columns = 0
    while true {
        columns += scanner.skipASCII()
        guard let cell = scanner.next(style: .plain) else { return columns }
        columns += Int(cell.width)
    }
}

/// A text with blanks behind it up to a width in columns.
public func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
}
