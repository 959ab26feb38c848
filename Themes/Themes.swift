/// The built-in themes: the JSON files of this folder, compiled in.
public enum Themes {
    /// Every built-in theme's file by its name, the default first.
    public static let all: [(name: String, json: [UInt8])] = [
        ("martlet", PackageResources.martlet_json),
        ("nord", PackageResources.nord_json),
        ("solarized-light", PackageResources.solarized_light_json),
        ("mono", PackageResources.mono_json),
    ]

    /// A built-in theme's file.
    public static func json(named name: String) -> [UInt8]? {
        all.first { $0.name == name }?.json
    }
}
