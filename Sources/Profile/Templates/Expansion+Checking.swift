import Payloads

extension Expansion {
    /// The bytes with digits in the place of what is not known here, byte for byte: a number is right inside a string of
    /// JSON and outside.
    public var covered: [UInt8] {
        var covered = bytes
        for span in spans where isOpen(span) {
            for index in span.output where index < covered.count { covered[index] = UInt8(ascii: "1") }
        }
        return covered
    }

    private func isOpen(_ span: TemplateSpan) -> Bool {
        let value = bytes[span.output.clamped(to: 0..<bytes.count)]
        switch span.standing {
        case .unresolved: return true
        case .secret: return value.elementsEqual(Secret.dots.utf8)
        case .generated: return value.starts(with: "{{".utf8)
        case .value: return false
        }
    }

    /// What a value breaks of a JSON text that is right without it, in words with what to do; nil when it breaks nothing.
    public func brokenJSON(of text: String) -> String? {
        guard !spans.isEmpty, Self.flaw(in: Self.bare(text)) == nil, let flaw = Self.flaw(in: covered) else {
            return nil
        }
        guard let span = spans.last(where: { $0.output.lowerBound <= flaw.offset }) else { return flaw.words }
        let name = span.call.name
        return "Write {{\(name)|json}}: the value of \(name) breaks the JSON of the body (\(flaw.words))"
    }

    /// The text with digits in the place of its calls.
    private static func bare(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for call in TemplateCall.all(in: text) {
            for index in call.range { bytes[index] = UInt8(ascii: "1") }
        }
        return bytes
    }

    private static func flaw(in bytes: [UInt8]) -> (words: String, offset: Int)? {
        let text = TypedText(PayloadBytes(bytes), as: .json)
        while !text.isComplete { text.advance(units: 1 << 20) }
        return text.flaw.map { ($0.words, $0.offset) }
    }
}
