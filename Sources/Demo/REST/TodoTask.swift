/// One entry of the to-do list.
struct TodoTask {
    /// Given by the service, never used twice.
    let id: Int
    /// One line, 1 to 119 characters.
    var summary: String
    /// Any text, up to 10,000 characters.
    var description: String
    /// When it was made or last changed.
    var modified: DemoTime

    var path: String { "/tasks/\(id)" }

    /// Why a summary is refused; nil when it is not.
    static func problem(inSummary text: String) -> String? {
        if text.isEmpty { return "\"summary\" must not be empty" }
        // Not `count`: one Character may be a megabyte of combining marks.
        let length = text.unicodeScalars.count
        if length >= 120 { return "\"summary\" has \(length) characters: it must have under 120" }
        if text.hasControls || text.contains(where: { $0.isNewline || $0 == "\t" }) {
            return "\"summary\" must be one line, without control characters"
        }
        return nil
    }

    /// Why a description is refused; nil when it is not.
    static func problem(inDescription text: String) -> String? {
        let length = text.unicodeScalars.count
        if length > 10_000 { return "\"description\" has \(length) characters: 10,000 are the most" }
        if text.hasControls { return "\"description\" must not hold control characters" }
        return nil
    }

    /// What there is to do when the demo starts: more than one page.
    static let first: [(summary: String, description: String)] = [
        ("Water the tomatoes", "The garden sensor says the soil is dry. Twenty litres, in the evening."),
        ("Replace the battery of the garden sensor", "It drops out every ninety seconds; its will says offline."),
        ("Descale the boiler", "Pressure must be below 1.5 bar first."),
        ("Calibrate the kitchen thermometer", "Compare with the thermostat of the living room."),
        ("Oil the door of the hall", ""),
        ("Teach the lamp to dim", "PUT {\"on\":true,\"brightness\":40} to /devices/lamp, and watch home/hall/lamp."),
        ("Read the energy meter", "Once a month, on the first."),
        ("Clean the lens of the porch camera", ""),
        ("Grease the motor of line 1", "Stop it first: plant/line1/motor/set."),
        ("Order filters for the ventilation", "Size G4, 500 x 250 mm."),
        ("Move the weather station", "Out of the shadow of the shed: 19 °C at noon cannot be right."),
        ("Write down the wiring of the cellar", ""),
        ("Update the firmware of the thermostat", "Keep the old one: 2.1.3."),
        ("Test the smoke detectors", "All of them. Warn the neighbours."),
        ("Draw the plan of the network", "Broker, bridges, and who talks to whom."),
        ("Rename the topics of the garage", "From garage/… to home/garage/…, with retained copies for a week."),
        ("Rotate the broker's certificates", "They end in March."),
        ("Sort the cables", ""),
        ("Find out who publishes to demo/mystery", "Somebody does, at night."),
        ("Archive last year's measurements", "Gzip, then check the sums."),
        ("Explain QoS 2 to the students", "Four packets; draw them."),
        ("Try If-Match with an old ETag", "It must answer 412, and change nothing."),
        ("Fix the bell", "Nobody hears it in the garden. Schön wäre ein Gong: 🔔"),
    ]
}
