/// Something in a profile that was not understood, and where.
public struct ProfileProblem: Hashable, Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Weight: Sendable {
        /// The value is not used.
        case error
        /// Worth knowing; nothing is lost.
        case note
    }

    /// How much it matters.
    public var weight: Weight
    /// The offset of the byte in the file.
    public var offset: Int
    /// The line, from 1.
    public var line = 1
    /// The column in characters, from 1.
    public var column = 1
    /// The place in the document: `$.connections[0].url`.
    public var path: String
    /// What is wrong, in words.
    public var text: String

    /// `12:5 $.connections[0].url: …`
    public var description: String { "\(line):\(column) \(path): \(text)" }

    init(_ weight: Weight = .error, offset: Int, path: String, text: String) {
        self.weight = weight
        self.offset = offset
        self.path = path
        self.text = text
    }

    /// Gives problems their lines and columns; the bytes are walked once.
    static func locate(_ problems: [ProfileProblem], in bytes: [UInt8]) -> [ProfileProblem] {
        var located = problems.sorted { $0.offset < $1.offset }
        var line = 1
        var column = 1
        var place = 0
        for index in located.indices {
            while place < min(located[index].offset, bytes.count) {
                if bytes[place] == 0x0A {
                    line += 1
                    column = 1
                } else if bytes[place] & 0xC0 != 0x80 {
                    column += 1
                }
                place += 1
            }
            located[index].line = line
            located[index].column = column
        }
        return located
    }
}
