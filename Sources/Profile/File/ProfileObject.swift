import Payloads

/// Puts an object together: what is as it comes by default is left out.
struct ProfileObject {
    private(set) var members: [JSONMember] = []

    var value: JSONValue { JSONValue(.object(members)) }

    mutating func add(_ name: String, _ value: JSONValue?) {
        if let value { members.append(JSONMember(name, value)) }
    }

    mutating func add(_ name: String, _ text: String, unless usual: String = "") {
        if text != usual { add(name, JSONValue(text: text)) }
    }

    mutating func add(_ name: String, _ flag: Bool, unless usual: Bool) {
        if flag != usual { add(name, JSONValue(.bool(flag))) }
    }

    mutating func add(_ name: String, _ number: (some BinaryInteger)?, unless usual: Int? = nil) {
        guard let number, usual != Int(number) else { return }
        add(name, JSONValue(number: Int(number)))
    }

    mutating func add(_ name: String, seconds: Double?) {
        // JSON has no number for these (RFC 8259 6).
        guard let seconds, seconds.isFinite else { return }
        let text = "\(seconds)"
        add(name, JSONValue(.number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)))
    }

    mutating func add(_ name: String, list: [JSONValue]) {
        if !list.isEmpty { add(name, JSONValue(.array(list))) }
    }

    /// An object that is left out when nothing is in it.
    mutating func add(_ name: String, object: JSONValue) {
        if object.members?.isEmpty == false { add(name, object) }
    }
}
