public import Kit

extension Window {
    /// The looks of the screen. Another one is seen in the next frame.
    public var theme: Theme {
        get { stage.theme }
        set { stage.theme = newValue }
    }
}
