import Terminal

/// Where the panes of view Explore are.
enum Layout {
    /// The frames of Topics, Messages and Message.
    ///
    ///     ╭──────┬──────╮   wide: ╭────┬────┬────╮   tall: ╭──────╮
    ///     │      ├──────┤         │    │    │    │         ├──────┤
    ///     │      │      │         │    │    │    │         ├──────┤
    ///     ╰──────┴──────╯         ╰────┴────┴────╯         ╰──────╯
    static func frames(in area: Rect, _ layout: inout PaneLayout) -> [Rect] {
        if area.width >= 200 {
            // Names and values are short; a payload has use for what they leave, as 16 bytes a row of a hex view.
            let (topics, rest) = layout.columns(area, .topicsWidth, usual: area.width * 3 / 10)
            let (messages, message) = layout.columns(rest, .messagesWidth, usual: rest.width * 9 / 20)
            return [topics, messages, message]
        }
        // Two beside each other would be too narrow for a payload, and 44 rows have room for three.
        if area.width < 100, area.height >= 44 {
            let (topics, rest) = layout.rows(area, .topicsHeight, usual: area.height * 2 / 5)
            let (messages, message) = layout.rows(rest, .messagesHeight, usual: rest.height * 2 / 5)
            return [topics, messages, message]
        }
        let (topics, right) = layout.columns(area, .topicsWidth, usual: area.width * 9 / 20)
        let (messages, message) = layout.rows(right, .messagesHeight, usual: area.height * 9 / 20)
        return [topics, messages, message]
    }
}
