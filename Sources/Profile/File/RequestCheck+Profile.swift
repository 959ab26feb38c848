import Expectations
import Payloads

/// A check is its text; one that is switched off is an object: `{"check": "status == 200", "enabled": false}`.
extension RequestCheck {
    static let order = MemberOrder(["check", "enabled"])

    init?(_ value: JSONValue, _ reader: inout ProfileReader) {
        guard value.members != nil else {
            guard let text = reader.condition(value, about: .answer) else { return nil }
            self.init(text)
            return
        }
        reader.check(value, known: Self.order.names)
        guard let text = reader.at("check", of: value, { $0.condition($1, about: .answer) }) else { return nil }
        self.init(text, isEnabled: reader.flag("enabled", of: value) ?? true)
    }

    var json: JSONValue {
        if isEnabled { return JSONValue(text: text) }
        var object = ProfileObject()
        object.add("check", JSONValue(text: text))
        object.add("enabled", isEnabled, unless: true)
        return object.value
    }
}
