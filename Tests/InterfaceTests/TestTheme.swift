import Interface
import Kit
import Terminal

/// A theme in which each role has a colour of its own, so that a picture can tell the roles apart.
enum TestTheme {
    static let theme: Theme = {
        var styles: [Role: Style] = [:]
        for (index, role) in Role.allCases.enumerated() {
            styles[role] = Style(foreground: .rgb(1, 0, UInt8(index)))
        }
        return Theme(name: "test", styles: styles)
    }()

    // A new role goes to the end of the list: the letters of the others stay as the pictures have them.
    private static let letters = Array(
        ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ")

    /// The letter of a cell's look: `.` for plain text, then in the order of the roles.
    static func letter(_ style: Style) -> Character {
        guard let index = style.foreground.components?.blue, Int(index) < letters.count else { return "?" }
        return letters[Int(index)]
    }

    /// Which letter means which role, for a file beside the pictures.
    static var legend: String {
        Role.allCases.enumerated().map { "\(letters[$0.offset]) \($0.element.rawValue)" }.joined(separator: "\n") + "\n"
    }
}
