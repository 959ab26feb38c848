import Payloads

extension Expansion {
    /// The bytes with digits in the place of what is not known here, byte for byte: a number is right inside a string of
    /// JSON and outside, as in ``Payloads/TypedText``'s templates.
    public var covered: [UInt8] {
        var covered = bytes
        for span in spans where isOpen(span) {
            for index in span.output where index < covered.count { covered[index] = UInt8(ascii: "1") }
        }
        return covered
    }

    private func isOpen(_ span: TemplateSpan) -> Bool {
        let value = bytes[span.output.clamped(to: 0..<bytes.count)]
        // What only a shell knows, in a command that is copied.
        if CurlCommand.Marks.isMark(atStartOf: value) { return true }
        switch span.standing {
        case .unresolved: return true
        case .secret: return value.elementsEqual(Secret.dots.utf8)
        case .generated: return value.starts(with: "{{".utf8)
        case .value: return false
        }
    }

    /// What a value breaks of a JSON text that is right without it: words with what to do, and where its call stands in the
    /// text as written; nil when it breaks nothing. A text that is wrong by itself is sent as it is.
    public func brokenJSON(of text: String) -> (words: String, offset: Int)? {
        guard !spans.isEmpty, let flaw = TypedText(PayloadBytes(covered), as: .json).checked(),
            TypedText(template: text, as: .json).checked() == nil,
            // A parser stumbles in the value or behind it, never before.
            let span = spans.last(where: { $0.output.lowerBound <= flaw.offset })
        else { return nil }
        let name = span.call.name
        return (
            "Write {{\(name)|json}}: the value of \(name) breaks the JSON (\(flaw.words))", span.call.range.lowerBound
        )
    }
}
