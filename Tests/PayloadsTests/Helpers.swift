import Payloads
import Text

/// A document of `text`, read to its end in slices of `units` bytes.
func document(_ text: String, _ view: PayloadView = .pretty, units: Int = Int.max) -> Document {
    document(Array(text.utf8), view, units: units)
}

func document(_ bytes: [UInt8], _ view: PayloadView = .pretty, units: Int = Int.max) -> Document {
    let document = Document(PayloadBytes(bytes), view: view)
    while !document.advance(units: units) {}
    return document
}

func difference(_ old: String, _ new: String, units: Int = Int.max) -> Document {
    let document = Document(diff: PayloadBytes(Array(old.utf8)), PayloadBytes(Array(new.utf8)))
    while !document.advance(units: units) {}
    return document
}

extension Document {
    /// Line `i` as text, from end to end.
    func text(_ i: Int, from column: Int = 0, columns: Int = Int.max) -> String {
        line(i, from: column, columns: columns).map(\.text).joined()
    }

    /// All lines that show.
    var texts: [String] { (0..<lineCount).map { text($0) } }

    func kinds(_ i: Int) -> [TokenKind] { line(i, from: 0, columns: Int.max).map(\.kind) }

    func search(_ text: String, from line: Int = 0, column: Int = 0, forward: Bool = true, units: Int = 1 << 20)
        -> DocumentSearch.Step
    {
        let search = find(text, from: line, column: column, forward: forward)
        while true {
            let step = search.advance(units: units)
            if step != .more { return step }
        }
    }
}

extension SplitMix64 {
    /// JSON with a bit of everything in it.
    mutating func json(depth: Int = 5) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
        case 0: return String(Int.random(in: -1000...1000, using: &self))
        case 1: return ["true", "false", "null", "1e400", "12345678901234567890", "-0.50"].randomElement(using: &self)!
        case 2: return "\"" + ["", "a b", "\\u00e9\\ud800", "日本", "\\\"{[", "é"].randomElement(using: &self)! + "\""
        case 3: return ["{}", "[]", "[ ]", "{\n}"].randomElement(using: &self)!
        case 4, 5: return "\(Int.random(in: 0...9, using: &self)).5"
        case 6, 7:
            let members = (0..<Int.random(in: 1...5, using: &self)).map { _ in
                "\"k\(Int.random(in: 0...3, using: &self))\" : " + json(depth: depth - 1)
            }
            return "{" + members.joined(separator: ", ") + "}"
        default:
            let items = (0..<Int.random(in: 1...5, using: &self)).map { _ in json(depth: depth - 1) }
            return "[" + items.joined(separator: ",\n") + "]"
        }
    }

    mutating func xml(depth: Int = 5) -> String {
        let name = ["a", "b:c", "sensor"].randomElement(using: &self)!
        let attributes = ["", " x=\"1\"", " y='<>' z = \"2\""].randomElement(using: &self)!
        guard depth > 0 else { return "<\(name)\(attributes)/>" }
        let inside = (0..<Int.random(in: 0...4, using: &self)).map { _ in
            switch Int.random(in: 0..<6, using: &self) {
            case 0: "text &amp; more"
            case 1: "<!-- a\n comment -->"
            case 2: "<![CDATA[ <raw> ]]>"
            case 3: "\n  "
            default: xml(depth: depth - 1)
            }
        }
        return "<\(name)\(attributes)>" + inside.joined() + "</\(name)>"
    }

    /// `bytes` with some of them changed, taken out or doubled.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("{}[]\",:<>/&".utf8).randomElement(using: &self)!, at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }
}
