/// The built-in themes: the JSON files of this folder, compiled in.
public enum Themes {
    /// The names of the built-in themes, the default first.
    public static let names = [
        "martlet", "martlet-dark", "martlet-light", "paper", "contrast", "solarized-dark", "solarized-light", "gruvbox",
        "nord", "catppuccin", "dracula", "sixteen", "mono",
    ]

    /// A built-in theme's file.
    public static func json(named name: String) -> [UInt8]? {
        switch name {
        case "martlet": PackageResources.martlet_json
        case "martlet-dark": PackageResources.martlet_dark_json
        case "martlet-light": PackageResources.martlet_light_json
        case "paper": PackageResources.paper_json
        case "contrast": PackageResources.contrast_json
        case "solarized-dark": PackageResources.solarized_dark_json
        case "solarized-light": PackageResources.solarized_light_json
        case "gruvbox": PackageResources.gruvbox_json
        case "nord": PackageResources.nord_json
        case "catppuccin": PackageResources.catppuccin_json
        case "dracula": PackageResources.dracula_json
        case "sixteen": PackageResources.sixteen_json
        case "mono": PackageResources.mono_json
        default: nil
        }
    }
}
