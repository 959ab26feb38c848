import Text

/// Reads the grammar of `Link` fields (RFC 8288 3), as servers write it: what is no link is passed by up to the next comma,
/// and counted.
public struct LinkValueReader {
    private let bytes: [UInt8]
    private var place = 0
    /// Whether a `>` may be ahead: where there is none, each `<` would be a look at all that is left.
    private var hasClose = true
    /// How many values were no links.
    public private(set) var flaws = 0

    /// A reader of one field's value, or of several joined with commas (RFC 9110 5.3).
    public init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    private static let comma = UInt8(ascii: ",")
    private static let semicolon = UInt8(ascii: ";")
    private static let quote = UInt8(ascii: "\"")

    private mutating func skipBlanks() {
        // Line breaks too: documents of links have them between values (RFC 9264 4.1).
        while place < bytes.count, bytes[place].isSpace { place += 1 }
    }

    private func at(_ byte: UInt8) -> Bool { place < bytes.count && bytes[place] == byte }

    /// The next link; nil at the end.
    public mutating func next() -> LinkValue? {
        while true {
            skipBlanks()
            while at(Self.comma) {
                place += 1
                skipBlanks()
            }
            guard place < bytes.count else { return nil }
            if hasClose, at(UInt8(ascii: "<")) {
                if let close = bytes[place...].firstIndex(of: UInt8(ascii: ">")) {
                    let target = text(place + 1..<close)
                    place = close + 1
                    return LinkValue(target: target, parameters: parameters())
                }
                hasClose = false
            }
            flaws += 1
            // What is no link may hold quotes, and commas in them.
            while place < bytes.count, !at(Self.comma) {
                if at(Self.quote) { _ = quoted() } else { place += 1 }
            }
        }
    }

    private mutating func parameters() -> [LinkValue.Parameter] {
        var parameters: [LinkValue.Parameter] = []
        while true {
            skipBlanks()
            guard at(Self.semicolon) else { break }
            place += 1
            skipBlanks()
            let start = place
            while place < bytes.count, !"=;, \t\r\n\"<".utf8.contains(bytes[place]) { place += 1 }
            let name = text(start..<place).lowercased()
            skipBlanks()
            guard at(UInt8(ascii: "=")) else {
                if !name.isEmpty { parameters.append(LinkValue.Parameter(name: name, value: nil)) }
                continue
            }
            place += 1
            // Blanks around `=` nobody may send, and everybody has to pass over (BWS, RFC 8288 3, RFC 9110 5.6.3).
            skipBlanks()
            let value = at(Self.quote) ? quoted() : token()
            if !name.isEmpty { parameters.append(LinkValue.Parameter(name: name, value: value)) }
        }
        // What stands between a parameter and the next comma is nobody's.
        while place < bytes.count, !at(Self.comma) {
            if at(Self.quote) { _ = quoted() } else { place += 1 }
        }
        return parameters
    }

    /// `rel=next`; with more in it than a token may have, as many servers send.
    private mutating func token() -> String {
        let start = place
        while place < bytes.count, ![Self.comma, Self.semicolon].contains(bytes[place]), !bytes[place].isSpace {
            place += 1
        }
        return text(start..<place)
    }

    /// A quoted string (RFC 9110 5.6.4); one that is not closed goes to the end.
    private mutating func quoted() -> String {
        place += 1
        var value: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == Self.quote { break }
            if byte == UInt8(ascii: "\\"), place < bytes.count {
                value.append(bytes[place])
                place += 1
            } else {
                value.append(byte)
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
