package import Terminal
package import Text

/// What a widget, a pane or a popup may know of the screen around it: the theme, the moment, whether it has the keys,
/// and how much room there is.
package struct Look {
    /// The look of every role.
    package let theme: Theme
    /// The moment of this key or frame; of what stands still another one may be set.
    package var now: Moment
    /// Whether what is drawn has the keys.
    package let isFocused: Bool
    /// The columns and rows that there are.
    package let size: Size
    private let alarm: Alarm

    package init(theme: Theme, now: Moment, isFocused: Bool, size: Size, alarm: Alarm) {
        self.theme = theme
        self.now = now
        self.isFocused = isFocused
        self.size = size
        self.alarm = alarm
    }

    /// The look of a role on the ground of all others.
    package func style(_ role: Role) -> Style { theme[role].over(theme[.text]) }

    /// The look of the bar over a selected row.
    package var selection: Style { theme[isFocused ? .selection : .selectionInactive] }

    // MARK: - Time

    // Never now or earlier: the loop would draw again at once, without end.
    /// Something drawn in this frame looks different at that moment.
    package func changes(at moment: Moment) { alarm.set(max(moment, now + 1)) }

    /// Something drawn in this frame looks different when the clock's second turns.
    package func changesNextSecond() { changes(at: Figures.second(of: now) * 1_000_000 + 1_000_000) }

    /// How long ago that was, as `14s`, and a note of when it will be longer.
    package func age(_ moment: Moment) -> String {
        let seconds = Figures.second(of: now) - Figures.second(of: moment)
        if seconds < 60 {
            changesNextSecond()
        } else {
            // Minutes, hours and days turn with the second of the message.
            changes(at: (Figures.second(of: now) + 60 - seconds % 60) * 1_000_000)
        }
        return Figures.age(seconds: seconds)
    }
}

/// When time alone changes what was drawn: the earliest moment that any part of a frame has named.
package final class Alarm {
    /// The moment; nil when there is none.
    package private(set) var next: Moment?

    package init() {}

    /// A new frame begins: nothing that was drawn before counts.
    package func clear() { next = nil }

    /// Names a moment.
    package func set(_ moment: Moment) { next = min(next ?? moment, moment) }
}
