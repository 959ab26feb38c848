public import Kit

extension Window {
    /// The looks of the screen. Another one is seen in the next frame.
    public var theme: Theme {
        get { stage.theme }
        set { stage.theme = newValue }
    }

    /// The names of the themes that can be chosen.
    public var themeNames: [String] {
        get { stage.themeNames }
        set { stage.themeNames = newValue }
    }
}
