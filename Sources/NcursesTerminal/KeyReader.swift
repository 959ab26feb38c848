import CNcurses
public import Terminal

/// Understands what a terminal sends as the screen does, for who does not take the screen. Pure: bytes go in, events come out.
public struct KeyReader {
    /// What switches the terminal's keys, mouse and pastes to what the screen works with, and back.
    public let modesOn, modesOff: [UInt8]
    private var parser: InputParser

    /// A reader for the terminal at a descriptor.
    public init(terminal: Int32) {
        let description = TerminalDescription(environment: NcursesTerminal.environment, output: terminal)
        modesOn = ScreenModes.enter(hasMouse: true) + description.keysOn
        modesOff = description.keysOff + ScreenModes.leave
        parser = InputParser(
            size: NcursesTerminal.measure(terminal), known: description.keys,
            erasesWithControlH: cn_erases_with_control_h(terminal))
    }

    /// Takes what has arrived.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        parser.feed(bytes, into: &events)
        return events
    }

    /// Whether all that came was understood, or passed over.
    public var isIdle: Bool { parser.isIdle }

    /// Whether a pause of ``NcursesTerminal/escapeDelay`` would show that what came is a key by itself.
    public var isUndecided: Bool { parser.isUndecided }

    /// Nothing arrived for that long.
    public mutating func pause() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        parser.pause(into: &events)
        return events
    }
}
