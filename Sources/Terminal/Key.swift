/// A key of the keyboard, without what is held down with it.
public enum Key: Hashable, Sendable {
    /// A key that writes something. Held with Shift it is the upper case letter already.
    case character(Unicode.Scalar)
    case enter, tab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// A function key, from 1.
    case f(Int)
}

/// Keys that are held down with another one.
public struct Modifiers: OptionSet, Hashable, Sendable {
    /// One bit per key, as xterm numbers them: Shift 1, Meta 2, Control 4.
    public let rawValue: UInt8

    /// The modifiers of these bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Shift.
    public static let shift = Modifiers(rawValue: 1)
    /// Alt, or Escape pressed just before.
    public static let meta = Modifiers(rawValue: 2)
    /// Control.
    public static let control = Modifiers(rawValue: 4)
}
