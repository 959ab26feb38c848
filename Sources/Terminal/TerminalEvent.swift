/// What happens at a terminal.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(KeyPress)
    /// Text was pasted: valid, with no controls but `\n` and `\t`, 16 MiB at most.
    case paste(String)
    /// The mouse did something.
    case mouse(MouseEvent)
    /// The screen has another size now.
    case resized(Size)
    /// The program runs again after it was stopped; everything has been painted again.
    case resumed
    /// The terminal did not take everything that was drawn, and does again: what it shows is old.
    case caughtUp
    /// The terminal is gone. Nothing that is drawn will be seen.
    case hangUp
    /// The terminal has answered what colour its ground has.
    case ground(Color)
    /// The terminal has shown what was drawn before it was asked.
    case shown
    /// SIGINT was sent from elsewhere: a pressed `C-c` is a key.
    case interrupt
    /// SIGTERM was sent.
    case terminate
    /// SIGTSTP was sent or `C-z` was pressed: `Terminal.suspend()` when it suits.
    case suspendRequested
}

/// What was done with the mouse.
public enum MouseAction: Hashable, Sendable {
    case press, release, drag, wheelUp, wheelDown
}

/// Something done with the mouse, and where.
public struct MouseEvent: Hashable, Sendable {
    /// What was done.
    public var action: MouseAction
    /// The button: 0 left, 1 middle, 2 right; 0 for the wheel.
    public var button: Int
    /// The cell, inside the screen.
    public var at: Point
    /// What was held down with it.
    public var modifiers: Modifiers

    /// Something done with the mouse.
    public init(_ action: MouseAction, button: Int = 0, at: Point, modifiers: Modifiers = []) {
        self.action = action
        self.button = button
        self.at = at
        self.modifiers = modifiers
    }
}
