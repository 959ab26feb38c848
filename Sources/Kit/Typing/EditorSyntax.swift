import Payloads

/// How the text of an editor is coloured.
package enum EditorSyntax {
    case plain, json, xml
}

/// What of a line looks otherwise than plain text.
package struct EditorSpan {
    /// Bytes of the line.
    package var range: Range<Int>
    package var role: Role

    package init(range: Range<Int>, role: Role) {
        self.range = range
        self.role = role
    }
}

extension TextEditor {
    /// The longest line that is coloured.
    package static let longestColoured = 8192
    /// The bytes before the first row that are read to know what it starts inside of.
    private static let lookBehind = 16384

    /// Colours lines from the first row down.
    package struct Colouring {
        fileprivate var syntax: EditorSyntax
        fileprivate var xml = SyntaxTokens.XMLState.text

        /// The tokens of the next line.
        package mutating func spans(of line: [UInt8]) -> [EditorSpan] {
            var spans: [EditorSpan] = []
            // XML goes on behind it as if it were not there: to read the line costs as much as to colour it.
            guard line.count <= longestColoured else { return [] }
            line.withUnsafeBytes { bytes in
                switch syntax {
                case .plain: break
                case .json: SyntaxTokens.json(bytes) { spans.append(EditorSpan(range: $1, role: $0.role)) }
                case .xml: SyntaxTokens.xml(bytes, &xml) { spans.append(EditorSpan(range: $1, role: $0.role)) }
                }
            }
            return spans
        }
    }

    /// The colouring of the line that starts at an offset.
    package func colouring(at start: Int) -> Colouring {
        var colouring = Colouring(syntax: syntax)
        // A string of JSON has no line break in it (RFC 8259 7): no line starts inside of anything.
        guard syntax == .xml, start > 0 else { return colouring }
        let bytes = content.bytes(max(0, start - Self.lookBehind)..<start)
        bytes.withUnsafeBytes { SyntaxTokens.xml($0, &colouring.xml) { _, _ in } }
        return colouring
    }
}
