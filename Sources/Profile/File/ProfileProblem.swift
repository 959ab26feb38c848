import Payloads

/// Something in a profile that was not understood, and where.
public struct ProfileProblem: Error, Hashable, Sendable, CustomStringConvertible {
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

    /// What a check has found at a place of a profile.
    public init(_ weight: Weight = .error, at path: ProfilePath, _ text: String) {
        self.init(weight, offset: 0, path: path.description, text: text)
        place = path
    }

    /// Where a check has found it.
    private var place: ProfilePath?

    /// Gives what checks have found its place in the file.
    public static func locate(_ found: [ProfileProblem], in bytes: [UInt8]) -> [ProfileProblem] {
        guard let document = try? JSONValue(reading: bytes) else { return found }
        let placed = found.map { problem in
            var problem = problem
            if let place = problem.place { problem.offset = place.offset(in: document) }
            return problem
        }
        return locate(offsets: placed, in: bytes)
    }

    /// Gives problems their lines and columns; the bytes are walked once.
    static func locate(offsets problems: [ProfileProblem], in bytes: [UInt8]) -> [ProfileProblem] {
        // Sorted, so that the file is gone through once for all of them.
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
                    // Columns are characters: what goes on in a further byte is none.
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
