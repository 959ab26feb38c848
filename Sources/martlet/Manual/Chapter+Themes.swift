import Scripts

extension ManualPage.Chapter {
    /// How a theme is written, and what a cell cannot hold.
    static let themes = Self(
        title: "THEMES",
        text: #"""
            `--theme NAME` picks one of `martlet`, `paper`, `contrast`, `solarized-dark`, `solarized-light`,
            `gruvbox`, `nord`, `catppuccin`, `dracula`, `sixteen` and `mono`, or one of your own: a file
            `~/.config/martlet/themes/NAME.json` (`$XDG_CONFIG_HOME` is obeyed), which is shown as it is saved.
            `martlet` asks the terminal for its ground and is dark or light by it; where none answers (`screen`,
            `mosh`), `martlet-dark` and `martlet-light` choose. A theme is a JSON file as in `Themes/`: a palette
            and roles, and what it `inherits`; a role falls back to its prefix (`border.focused` to `border`). What
            stands under `dark`, `light` or `unknown` holds on such a ground, under `256`, `sixteen` (and 8),
            `eight` or `none` for so many colours; without them colours are mapped down to what the terminal can
            show. `"ground": "dark"` and `"depth": "sixteen"` fix either. `NO_COLOR` is obeyed.

            What a cell of a terminal cannot hold is written beside it: of 👨‍👩‍👧 the parts with `«+»` between them,
            of a flag its second letter, of a skin tone its number, `«U+0301»` for a mark that makes another
            character of its letter. So no two topics look the same.
            """#)
}
