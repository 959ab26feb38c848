import Payloads
import Terminal

/// Addresses of the web within a line of text, and the columns that they take.
enum WebAddresses {
    /// An address and where it stands.
    struct Found: Equatable {
        var columns: Range<Int>
        var link: CellLink
    }

    /// The most of one line: a row of the screen has no room for more that could be meant.
    private static let most = 32

    /// Looks through text that begins at a column.
    /// - Parameter goesOn: whether the line does behind it: what reaches its end is not all of an address.
    static func find(in spans: [Span], from column: Int, goesOn: Bool = false) -> [Found] {
        // Nearly every row has none: it costs a look at its bytes.
        guard spans.contains(where: { hasMark($0.text) }) else { return [] }
        let text = spans.map(\.text).joined()
        let bytes = Array(text.utf8)
        var found: [Found] = []
        var index = 0
        while found.count < most, let start = next(in: bytes, from: index) {
            var end = start
            while end < bytes.count, isCharacter(bytes[end]) { end += 1 }
            // What goes on in other letters is an address that cannot be told as it stands.
            let isPart = end < bytes.count ? bytes[end] >= 0x80 : goesOn
            index = end
            end = withoutTrail(bytes[start..<end])
            guard !isPart, let link = CellLink(String(decoding: bytes[start..<end], as: UTF8.self)) else { continue }
            let left = column + displayWidth(of: String(decoding: bytes[..<start], as: UTF8.self))
            // An address is printable ASCII alone: its bytes are its columns.
            found.append(Found(columns: left..<left + (end - start), link: link))
        }
        return found
    }

    /// Whether `://` stands in a text: a payload's string is one piece.
    private static func hasMark(_ text: String) -> Bool {
        var slashes = 0
        for byte in text.utf8.reversed() {
            switch byte {
            case UInt8(ascii: "/"): slashes += 1
            case UInt8(ascii: ":") where slashes >= 2: return true
            default: slashes = 0
            }
        }
        return false
    }

    private static let schemes: [[UInt8]] = ["http://", "https://"].map { Array($0.utf8) }

    /// Where the next one begins: at no letter that goes on from another word.
    private static func next(in bytes: [UInt8], from index: Int) -> Int? {
        var index = index
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "h")) {
            let isWord = start > 0 && isLetter(bytes[start - 1])
            if !isWord, schemes.contains(where: { bytes[start...].starts(with: $0) }) { return start }
            index = start + 1
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        // Without the bit of small letters.
        (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte >= 0x80
    }

    /// RFC 3986's characters; quotes, blanks and brackets around an address end it.
    private static func isCharacter(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    /// Where an address ends without the characters that belong to the sentence around it.
    private static func withoutTrail(_ address: ArraySlice<UInt8>) -> Int {
        // Counted once: a line of brackets alone may be of any length.
        var (round, square) = (0, 0)
        for byte in address {
            switch byte {
            case UInt8(ascii: "("): round -= 1
            case UInt8(ascii: ")"): round += 1
            case UInt8(ascii: "["): square -= 1
            case UInt8(ascii: "]"): square += 1
            default: break
            }
        }
        var end = address.endIndex
        while end > address.startIndex {
            switch address[end - 1] {
            // All of these may end a URL (RFC 3986 3.3, 3.4), and far more often end a sentence or emphasis.
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
                UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "*"):
                break
            // A bracket that the address has opened itself belongs to it: `/wiki/Swift_(bird)`.
            case UInt8(ascii: ")") where round > 0: round -= 1
            case UInt8(ascii: "]") where square > 0: square -= 1
            default: return end
            }
            end -= 1
        }
        return end
    }
}

/// The addresses of the lines that are drawn: a long line is looked through once a frame, and somewhat beyond what is seen
/// of it, so that an address that goes on in the next row is one.
struct LineLinks {
    private let document: Document
    private let rows: Int
    private let width: Int
    /// The long line that was looked through last, and what is in it.
    private var known: (line: Int, found: [WebAddresses.Found])?

    init(_ document: Document, rows: Int, width: Int) {
        (self.document, self.rows, self.width) = (document, rows, width)
    }

    /// Those of a row of a line.
    /// - Parameters:
    ///   - spans: what is drawn of it.
    ///   - from: the column that the row begins with.
    mutating func links(in line: Int, _ spans: [Span], from: Int) -> [WebAddresses.Found] {
        let whole = document.lineWidth(line)
        if from == 0, whole <= width { return WebAddresses.find(in: spans, from: 0) }
        if known?.line != line {
            let start = max(0, from - CellLink.longest)
            // From before the first row in sight to beyond the last, by the longest address that there can be.
            let columns = from - start + rows * width + CellLink.longest
            let spans = document.line(line, from: start, columns: columns, readingUpTo: DocumentView.rowReach)
            known = (line, WebAddresses.find(in: spans, from: start, goesOn: start + columns < whole))
        }
        return known?.found.filter { $0.columns.overlaps(from..<from + width) } ?? []
    }
}
