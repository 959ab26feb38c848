import Terminal

/// Where the panes of view Explore are.
enum Layout {
    /// The frames of Topics, Messages and Message.
    ///
    ///     ╭──────┬──────╮   wide: ╭────┬────┬────╮   tall: ╭──────╮
    ///     │      ├──────┤         │    │    │    │         ├──────┤
    ///     │      │      │         │    │    │    │         ├──────┤
    ///     ╰──────┴──────╯         ╰────┴────┴────╯         ╰──────╯
    static func frames(in area: Rect) -> [Rect] {
        if area.width >= 200 {
            let (topics, rest) = area.split(left: area.width * 3 / 10)
            let (messages, message) = rest.split(left: rest.width / 2)
            return [topics, messages, message]
        }
        if area.width < 100, area.height >= 44 {
            let (topics, rest) = area.split(top: area.height * 2 / 5)
            let (messages, message) = rest.split(top: rest.height * 2 / 5)
            return [topics, messages, message]
        }
        let (topics, right) = area.split(left: area.width * 9 / 20)
        let (messages, message) = right.split(top: area.height * 9 / 20)
        return [topics, messages, message]
    }
}
