import CNcurses
import Terminal

/// The keys that the loaded terminal description knows, by what the terminal sends for them.
enum KnownKeys {
    private static let names: [(name: String, key: Key, modifiers: Modifiers)] =
        [
            ("kcuu1", .up, []), ("kcud1", .down, []), ("kcub1", .left, []), ("kcuf1", .right, []),
            ("khome", .home, []), ("kend", .end, []), ("kich1", .insert, []), ("kdch1", .delete, []),
            ("kpp", .pageUp, []), ("knp", .pageDown, []), ("kent", .enter, []), ("kcbt", .tab, .shift),
            ("kUP", .up, .shift), ("kDN", .down, .shift), ("kLFT", .left, .shift), ("kRIT", .right, .shift),
            ("kHOM", .home, .shift), ("kEND", .end, .shift), ("kUP3", .up, .meta), ("kDN3", .down, .meta),
            ("kLFT3", .left, .meta), ("kRIT3", .right, .meta), ("kUP5", .up, .control), ("kDN5", .down, .control),
            ("kLFT5", .left, .control), ("kRIT5", .right, .control), ("kHOM5", .home, .control),
            ("kEND5", .end, .control), ("kPRV5", .pageUp, .control), ("kNXT5", .pageDown, .control),
            ("kDC5", .delete, .control),
        ] + (1...20).map { ("kf\($0)", .f($0), []) }

    /// Reads them from the description that is loaded.
    static func load() -> [[UInt8]: KeyPress] {
        var keys: [[UInt8]: KeyPress] = [:]
        for (name, key, modifiers) in names {
            guard let string = cn_terminfo_string(name) else { continue }
            let bytes = Array(String(cString: string).utf8)
            // Single bytes are read as characters and controls; of two names for one sequence the plainer stands
            // first.
            guard bytes.count > 1, bytes.first == 0x1B, keys[bytes] == nil else { continue }
            keys[bytes] = KeyPress(key, modifiers)
        }
        return keys
    }
}
