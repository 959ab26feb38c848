public import Payloads

extension TypedText {
    /// A text with `{{...}}` in it: digits of the same length stand for them, right inside a string and outside, so
    /// that offsets stay. Set it out with `formatted(original:)` to get them back.
    public convenience init(template text: String, as kind: Kind) {
        var bytes = Array(text.utf8)
        for call in TemplateCall.all(in: text) {
            for index in call.range { bytes[index] = UInt8(ascii: "1") }
        }
        self.init(PayloadBytes(bytes), as: kind)
    }

    /// The whole text checked in one step: for texts that are known to be short.
    public func checked() -> Flaw? {
        while !isComplete { advance(units: 1 << 20) }
        return flaw
    }
}
