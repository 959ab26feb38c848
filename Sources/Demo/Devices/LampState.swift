/// What the lamp in the hall shows.
struct LampState: Equatable {
    var isOn = true
    /// Per cent.
    var brightness = 80

    init(isOn: Bool = true, brightness: Int = 80) {
        self.isOn = isOn
        self.brightness = brightness
    }

    /// The state that a payload names; what it does not name has its default.
    init(text: String) {
        self.init()
        _ = obey(text)
    }

    /// As it is published.
    var json: String { "{\"on\":\(isOn),\"brightness\":\(brightness)}" }

    /// Follows `{"on":true}`, `{"brightness":40}`, both in one object, and the words on, off and toggle; false when it
    /// understands nothing.
    mutating func obey(_ command: String) -> Bool {
        let text = command.filter { !$0.isWhitespace }.lowercased()
        switch text {
        case "on": isOn = true
        case "off": isOn = false
        case "toggle": isOn.toggle()
        default:
            let wanted = Self.value(of: "on", in: text)
            let level = Self.value(of: "brightness", in: text).flatMap { Int($0) }
            guard wanted == "true" || wanted == "false" || level != nil else { return false }
            // Another word says nothing of it.
            if wanted == "true" || wanted == "false" { isOn = wanted == "true" }
            if let level { brightness = min(max(level, 0), 100) }
        }
        return true
    }

    /// The text of a member's plain value in a flat JSON object without white space.
    private static func value(of name: String, in text: String) -> Substring? {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
        for member in text.dropFirst().dropLast().split(separator: ",") where member.hasPrefix("\"\(name)\":") {
            return member.dropFirst(name.count + 3)
        }
        return nil
    }
}
