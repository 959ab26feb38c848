import Interface
import Kit
import Profile

extension Application {
    /// Shows a theme for a look at it; without a name the one that holds.
    func show(theme name: String?) {
        if let themes { return themes.preview(name, in: window) }
        window.theme = (name ?? book.profile.settings.theme).flatMap { Theme.named($0)?.theme } ?? .standard
    }

    /// Shows a theme from now on, also at the next start.
    func keep(theme name: String) {
        if themes == nil { show(theme: name) }
        themes?.keep(name, in: window)
        book.change("the theme") { $0.settings.theme = name }
    }
}
